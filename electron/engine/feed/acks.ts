/**
 * PUBACKs of one connection, in the order the messages came (MQTT 5.0 and 3.1.1, [MQTT-4.6.0-2]): a message that waits for
 * the disk keeps the acks behind it waiting, never the messages. Acks that are ready together leave in one write.
 */
export interface AcksDeps {
  write(packets: Buffer): void;
  /** True when `held` reaches `limit`, false when it is back below half of it. */
  onFull(full: boolean): void;
  readonly limit: number;
}

interface Held {
  readonly packetId: number;
  settled: boolean;
}

const PUBACK = 0x40;
const PUBACK_BYTES = 4;

export class Acks {
  private readonly deps: AcksDeps;
  private ready: number[] = [];
  private waiting: Held[] = [];
  /** Index of the oldest in `waiting`; the array is cut now and then, not shifted each time. */
  private head = 0;
  private full = false;
  private closed = false;
  private scheduled = false;

  constructor(deps: AcksDeps) {
    this.deps = deps;
  }

  /** Messages not acknowledged yet. */
  get held(): number {
    return this.waiting.length - this.head + this.ready.length;
  }

  /** The message is applied: acknowledge with the next `flush`. */
  now(packetId: number): void {
    if (this.head === this.waiting.length) this.ready.push(packetId);
    else this.waiting.push({ packetId, settled: true });
  }

  /**
   * Acknowledge once `stored` has settled. A rejection acknowledges too: the message is applied, and what could not be
   * stored is the journal's condition to show; to withhold the ack would only make the broker stop sending alarms.
   */
  after(packetId: number, stored: Promise<void>): void {
    const held: Held = { packetId, settled: false };
    this.waiting.push(held);
    const done = (): void => this.settle(held);
    stored.then(done, done);
  }

  /** Called after each chunk of the stream. */
  flush(): void {
    if (this.closed) return;
    if (this.ready.length > 0) {
      const packets = Buffer.allocUnsafe(this.ready.length * PUBACK_BYTES);
      let at = 0;
      for (const packetId of this.ready) {
        packets[at] = PUBACK;
        packets[at + 1] = 2;
        packets[at + 2] = packetId >> 8;
        packets[at + 3] = packetId & 0xff;
        at += PUBACK_BYTES;
      }
      this.ready = [];
      this.deps.write(packets);
    }
    const { limit } = this.deps;
    if (this.full ? this.held >= limit / 2 : this.held < limit) return;
    this.full = !this.full;
    this.deps.onFull(this.full);
  }

  /** Drops everything: acks of a connection that has gone are worth nothing, the broker sends the messages again. */
  close(): void {
    this.closed = true;
    this.ready = [];
    this.waiting = [];
    this.head = 0;
  }

  private settle(held: Held): void {
    held.settled = true;
    while (this.waiting[this.head]?.settled) {
      this.ready.push((this.waiting[this.head] as Held).packetId);
      this.head += 1;
    }
    if (this.head === this.waiting.length || this.head > this.deps.limit) {
      this.waiting = this.waiting.slice(this.head);
      this.head = 0;
    }
    if (this.ready.length === 0 || this.scheduled) return;
    this.scheduled = true;
    setImmediate(() => {
      this.scheduled = false;
      this.flush();
    });
  }
}
