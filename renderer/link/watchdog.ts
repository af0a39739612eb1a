import type { Clock } from '#shared/base/brand.ts';

export interface WatchdogTiming {
  readonly pingEveryMs: number;
  /** Nothing heard for this long: the engine hangs, or the way to it does. */
  readonly silentAfterMs: number;
  /** Nothing heard for this long: give the connection up. */
  readonly dropAfterMs: number;
}

export interface Watchdog {
  /** Any message of the peer counts as a sign of life. */
  heard(): void;
  pong(id: number): { readonly roundTripMs: number } | undefined;
  stop(): void;
}

interface WatchdogDeps {
  readonly clock: Clock;
  readonly timing: WatchdogTiming;
  ping(id: number): void;
  onSilent(silentMs: number): void;
  onDrop(silentMs: number): void;
}

/** Pings a peer and notices when it says nothing. Time the page itself slept through is not held against the peer. */
export function startWatchdog({ clock, timing, ping, onSilent, onDrop }: WatchdogDeps): Watchdog {
  let heardAt = clock.monotonicMs();
  let tickedAt = heardAt;
  let lastId = 0;
  let pingedAt = heardAt;
  const tick = (): void => {
    const now = clock.monotonicMs();
    const slept = now - tickedAt > 2 * timing.pingEveryMs;
    tickedAt = now;
    if (slept) heardAt = Math.max(heardAt, now - timing.pingEveryMs);
    const silentMs = now - heardAt;
    if (silentMs >= timing.dropAfterMs) return onDrop(silentMs);
    if (silentMs >= timing.silentAfterMs) onSilent(silentMs);
    lastId += 1;
    pingedAt = now;
    ping(lastId);
  };
  const timer = setInterval(tick, timing.pingEveryMs);
  return {
    heard() {
      heardAt = clock.monotonicMs();
    },
    pong: (id) => (id === lastId ? { roundTripMs: clock.monotonicMs() - pingedAt } : undefined),
    stop: () => clearInterval(timer),
  };
}
