/**
 * What the telemetry lane does when it cannot keep up: messages wait here, the newest of a topic takes the place of the
 * older one, and each message that is never handed on is counted. Bounded by count and bytes; when full, the topic that
 * has waited longest goes.
 */
export interface Shedder {
  /** True from `begin` until everything waiting was handed on and `end` was called: order per topic is kept only so. */
  readonly active: boolean;
  readonly waiting: number;
  begin(): void;
  offer(topic: string, payload: Buffer): void;
  /** Hands on until `until()` says stop or nothing waits. */
  drain(until: () => boolean): void;
  /** @returns false while messages still wait. */
  end(): boolean;
  clear(): void;
}

export interface ShedderDeps {
  deliver(topic: string, payload: Buffer): void;
  onDropped(): void;
  readonly maxTopics: number;
  readonly maxBytes: number;
}

export function createShedder({ deliver, onDropped, maxTopics, maxBytes }: ShedderDeps): Shedder {
  /** In order of first arrival. */
  const latest = new Map<string, Buffer>();
  let bytes = 0;
  let active = false;

  const remove = (topic: string, payload: Buffer): void => {
    latest.delete(topic);
    bytes -= payload.length;
  };

  return {
    get active() {
      return active;
    },
    get waiting() {
      return latest.size;
    },
    begin() {
      active = true;
    },
    offer(topic, payload) {
      const older = latest.get(topic);
      if (older !== undefined) {
        bytes -= older.length;
        onDropped();
      }
      // The payload is a view on the receive buffer.
      latest.set(topic, Buffer.from(payload));
      bytes += payload.length;
      while (latest.size > maxTopics || bytes > maxBytes) {
        const [oldestTopic, oldest] = latest.entries().next().value as [string, Buffer];
        remove(oldestTopic, oldest);
        onDropped();
      }
    },
    drain(until) {
      for (const [topic, payload] of latest) {
        remove(topic, payload);
        deliver(topic, payload);
        if (until()) return;
      }
    },
    end() {
      if (latest.size > 0) return false;
      active = false;
      return true;
    },
    clear() {
      for (let left = latest.size; left > 0; left -= 1) onDropped();
      latest.clear();
      bytes = 0;
      active = false;
    },
  };
}
