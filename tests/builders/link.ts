/** A peer for link tests: holds the page's side of a connection in the test's hands. */
import { epochMs, type Clock } from '#shared/base/brand.ts';
import type { Frame } from '#shared/protocol/frame.ts';
import type { PageMessage, Welcome } from '#shared/protocol/messages.ts';
import type { ConnectionEvents, Transport } from '#renderer/link/transport.ts';
import { tinySiteDocument } from './tiny-site.ts';

export interface FakePeer extends Transport {
  /** One entry a connection, oldest first. */
  readonly connections: { events: ConnectionEvents; sent: PageMessage[]; closed: boolean }[];
  /** The newest connection. */
  readonly current: FakePeer['connections'][number];
}

export function createFakePeer(): FakePeer {
  const connections: FakePeer['connections'] = [];
  return {
    connections,
    get current() {
      const last = connections.at(-1);
      if (!last) throw new Error('nothing was opened yet');
      return last;
    },
    open(events) {
      const connection = { events, sent: [] as PageMessage[], closed: false };
      connections.push(connection);
      return {
        send: (message) => void connection.sent.push(message),
        close: () => {
          connection.closed = true;
        },
      };
    },
  };
}

/** The clock of vitest's fake timers. */
export const fakeClock: Clock = { nowMs: () => epochMs(Date.now()), monotonicMs: () => performance.now() };

export function welcome(changes: Partial<Welcome> = {}): Welcome {
  return {
    type: 'welcome',
    protocol: 1,
    engineRun: 'run-1',
    siteRevision: 'rev-1',
    site: tinySiteDocument(),
    nowMs: epochMs(Date.now()),
    demo: false,
    ...changes,
  };
}

/** @param rows [index, value, status] */
export function frame(
  rows: readonly (readonly [number, number, number])[],
  changes: Partial<Frame> = {},
): Frame {
  const now = Date.now();
  return {
    type: 'frame',
    seq: 1,
    full: false,
    atMs: epochMs(now),
    points: {
      index: Uint32Array.from(rows, ([index]) => index),
      value: Float64Array.from(rows, ([, value]) => value),
      sourceMs: Float64Array.from(rows, () => now),
      receivedMs: Float64Array.from(rows, () => now),
      status: Uint8Array.from(rows, ([, , status]) => status),
    },
    alarms: [],
    endedAlarms: [],
    changes: [],
    vitals: undefined,
    health: undefined,
    ...changes,
  };
}
