/** The whole program as users run it (the built host, a real broker), and a page's end of its link in the test's hands. */
import type { ChildProcess } from 'node:child_process';
import { WebSocket } from 'ws';
import type { HealthCondition } from '#shared/base/health.ts';
import type { Alarm, AlarmId } from '#shared/domain/alarm/alarm.ts';
import { buildSite } from '#shared/domain/site/build.ts';
import type { Site } from '#shared/domain/site/site.ts';
import { decodeMessage, encodeMessage } from '#shared/protocol/codec.ts';
import type { CollectionName, Collections } from '#shared/protocol/collections.ts';
import type { Frame } from '#shared/protocol/frame.ts';
import type { EngineMessage, PageMessage, Response } from '#shared/protocol/messages.ts';
import type { RequestName, RequestParams, RequestResult } from '#shared/protocol/requests.ts';
import { LINK_SUBPROTOCOL } from '#shared/protocol/transport.ts';
import type { Vitals } from '#shared/protocol/vitals.ts';
import type { HealthReport } from '#electron/headless/healthz.ts';
import { createCollectionCopies } from '#renderer/link/collection-copies.ts';
import { endHeadless, forkHeadless } from './headless.ts';

export interface Program {
  readonly child: ChildProcess;
  readonly pid: number;
  health(): Promise<HealthReport>;
  /** A window's link. `acknowledging` false: it takes the first frame and says nothing more. */
  openWindow(options?: { readonly acknowledging?: boolean }): Promise<WindowEnd>;
  /** SIGKILL. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

export async function startProgram(args: readonly string[]): Promise<Program> {
  const { child, url } = await forkHeadless(['--port', '0', ...args]);
  const base = new URL(url);
  const admitted = await fetch(url, { redirect: 'manual' });
  const cookie = (admitted.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  return {
    child,
    pid: child.pid ?? 0,
    health: async () => (await fetch(new URL('/healthz', base))).json() as Promise<HealthReport>,
    openWindow: (options = {}) => openWindow(base, cookie, options.acknowledging ?? true),
    async kill() {
      child.kill('SIGKILL');
      await closed;
    },
    stop: () => endHeadless(child),
  };
}

export interface WindowEnd {
  readonly site: Site;
  readonly frames: number;
  readonly alarms: ReadonlyMap<AlarmId, Alarm>;
  readonly vitals: Vitals | undefined;
  readonly conditions: readonly HealthCondition[];
  collection<Name extends CollectionName>(name: Name): ReadonlyMap<string, Collections[Name]>;
  /** Newest value of a point, by its id; undefined while none came. */
  value(pointId: string): number | undefined;
  /** Every value that was ever shown of a point. */
  shown(pointId: string): ReadonlySet<number>;
  ask<Name extends RequestName>(
    name: Name,
    params: RequestParams<Name>,
  ): Promise<{ ok: true; value: RequestResult<Name> } | { ok: false; error: { code: string } }>;
  /** Acknowledges the frame that is in flight, and from now on each. */
  acknowledge(): void;
  /** Stops reading: what the engine sends stays in the socket. */
  freeze(): void;
  close(): void;
}

/** @returns when the first full frame is there. */
async function openWindow(base: URL, cookie: string, initiallyAcknowledging: boolean): Promise<WindowEnd> {
  const socket = new WebSocket(`ws://${base.host}/link`, LINK_SUBPROTOCOL, {
    headers: { origin: base.origin, cookie },
  });
  const send = (message: PageMessage): void => socket.send(encodeMessage(message));
  const waiting = new Map<number, (outcome: Response['outcome']) => void>();
  const window = createWindowState();
  let acknowledging = initiallyAcknowledging;
  let lastSeq = 0;
  let requests = 0;
  let ready: () => void = () => undefined;
  const opened = new Promise<void>((resolve, reject) => {
    ready = resolve;
    socket.once('error', reject);
  });
  socket.on('open', () => send({ type: 'hello', protocol: 1, role: 'window', siteRevision: undefined }));
  socket.on('message', (data: Buffer) => {
    const message = decodeMessage(data) as EngineMessage;
    if (message.type === 'welcome' && message.site)
      window.site = buildSite(message.site, message.siteRevision);
    if (message.type === 'response') waiting.get(message.id)?.(message.outcome);
    if (message.type !== 'frame') return;
    window.apply(message);
    lastSeq = message.seq;
    if (acknowledging) send({ type: 'frame-ack', seq: message.seq });
    ready();
  });
  await opened;
  // A host that is killed takes its links along; whoever asked then waits for no answer.
  socket.on('error', () => undefined);
  return {
    get site() {
      return window.site as Site;
    },
    get frames() {
      return window.frames;
    },
    alarms: window.alarms,
    get vitals() {
      return window.vitals;
    },
    get conditions() {
      return window.conditions;
    },
    collection: (name) => window.collections.of(name),
    value: (pointId) => window.values.get(window.indexOf(pointId)),
    shown: (pointId) => window.shown.get(window.indexOf(pointId)) ?? new Set(),
    ask: (name, params) => {
      const id = (requests += 1);
      send({ type: 'request', id, name, params });
      return new Promise((resolve) => waiting.set(id, (outcome) => resolve(outcome as never)));
    },
    acknowledge() {
      acknowledging = true;
      send({ type: 'frame-ack', seq: lastSeq });
    },
    freeze: () => socket.pause(),
    close: () => socket.terminate(),
  };
}

function createWindowState() {
  const alarms = new Map<AlarmId, Alarm>();
  const values = new Map<number, number>();
  const shown = new Map<number, Set<number>>();
  const collections = createCollectionCopies();
  const state = {
    site: undefined as Site | undefined,
    frames: 0,
    alarms,
    values,
    shown,
    collections,
    vitals: undefined as Vitals | undefined,
    conditions: [] as readonly HealthCondition[],
    indexOf: (pointId: string): number => state.site?.pointById.get(pointId)?.index ?? -1,
    apply(frame: Frame) {
      state.frames += 1;
      if (frame.full) {
        alarms.clear();
        values.clear();
      }
      frame.points.index.forEach((index, row) => {
        const value = frame.points.value[row] as number;
        values.set(index, value);
        shown.set(index, (shown.get(index) ?? new Set()).add(value));
      });
      collections.apply(frame.changes, frame.full);
      for (const alarm of frame.alarms) alarms.set(alarm.id, alarm);
      for (const id of frame.endedAlarms) alarms.delete(id);
      state.vitals = frame.vitals ?? state.vitals;
      state.conditions = frame.health ?? state.conditions;
    },
  };
  return state;
}
