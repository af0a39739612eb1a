/**
 * Which stations of the site are there, by the presence that each one's feed keeps at the broker
 * (`signalbox/<station>/presence`, retained, with a Last Will). Invariant: where our own presence does not come back, the broker
 * does not tell of stations, and then nobody is called absent.
 */
import type { Clock } from '#shared/base/brand.ts';
import type { TopicRoute } from './topic-routes.ts';

export interface StationPresence {
  readonly route: Omit<TopicRoute, 'brokerId'>;
  /** The line to the broker came or went. Without it nothing is known. */
  online(online: boolean): void;
  /** How long that station has been known to be away; 0 while it is there or nothing is known. Milliseconds. */
  awayMs(stationId: string): number;
  /** Of the stations that are there: how many come before this one, by id. */
  rank(): number;
}

/** After the line came: the broker first sends what it retains. */
const SETTLE_MS = 2_000;
const MOST_STATIONS = 500;
const TOPIC = /^signalbox\/([A-Za-z0-9-]{1,48})\/presence$/;

export function createStationPresence(stationId: string, clock: Clock): StationPresence {
  /** Station → since when, monotonic; there or away. */
  const heard = new Map<string, { readonly there: boolean; readonly sinceMs: number }>();
  let onlineAt: number | undefined;
  const known = (): boolean =>
    onlineAt !== undefined &&
    clock.monotonicMs() - onlineAt >= SETTLE_MS &&
    heard.get(stationId)?.there === true;
  return {
    route: {
      lane: 'alarm',
      filter: 'signalbox/+/presence',
      qos: 1,
      take({ topic, payload }) {
        const station = TOPIC.exec(topic)?.[1];
        if (station === undefined || (!heard.has(station) && heard.size >= MOST_STATIONS)) return undefined;
        const there = saysOnline(payload);
        if (heard.get(station)?.there !== there) heard.set(station, { there, sinceMs: clock.monotonicMs() });
        return undefined;
      },
    },
    online(online) {
      onlineAt = online ? (onlineAt ?? clock.monotonicMs()) : undefined;
      if (!online) heard.clear();
    },
    awayMs(station) {
      if (station === stationId || !known()) return 0;
      const word = heard.get(station);
      if (word?.there) return 0;
      return clock.monotonicMs() - Math.max(word?.sinceMs ?? 0, (onlineAt as number) + SETTLE_MS);
    },
    rank: () =>
      known() ? [...heard].filter(([station, { there }]) => there && station < stationId).length : 0,
  };
}

function saysOnline(payload: Uint8Array): boolean {
  try {
    return (JSON.parse(Buffer.from(payload).toString()) as { state?: unknown } | null)?.state === 'online';
  } catch {
    return false;
  }
}
