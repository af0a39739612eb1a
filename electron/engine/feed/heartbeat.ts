/**
 * Proof that the broker still routes messages to us: our own message goes out each second and must come back. A broker
 * may forbid it; so it counts only once one came back on this connection, and until then MQTT's keep alive has to do.
 * Its round trip is also the only measure of how far behind the lane is: it queues behind the telemetry.
 */
export interface Heartbeat {
  /** One has come back on this connection. */
  readonly proven: boolean;
  /** Age of the oldest one that has not come back: how far behind the lane is; 0 when none is out. */
  lateMs(nowMs: number): number;
  /** @returns the payload to send when it is time for one. */
  due(nowMs: number): string | undefined;
  returned(payload: Buffer): void;
}

export function createHeartbeat(everyMs: number): Heartbeat {
  let sent = 0;
  let nextMs = -Infinity;
  let proven = false;
  /** Number and time of those that are out, oldest first. */
  let out: { number: number; ms: number }[] = [];
  return {
    get proven() {
      return proven;
    },
    lateMs: (nowMs) => (out[0] ? nowMs - out[0].ms : 0),
    due(nowMs) {
      if (nowMs < nextMs) return undefined;
      nextMs = nowMs + everyMs;
      sent += 1;
      // Where the broker forbids them none comes back; only the oldest matters for the age.
      if (out.length < 64) out.push({ number: sent, ms: nowMs });
      return String(sent);
    },
    returned(payload) {
      const number = Number(payload.toString('latin1'));
      // Late ones of an earlier connection carry other numbers only by chance; they prove the way all the same.
      if (!Number.isInteger(number) || number > sent) return;
      proven = true;
      out = out.filter((entry) => entry.number > number);
    },
  };
}
