/** What a window, its recorder Worker and the other windows of the station say to each other. */
import type { HealthCondition } from '#shared/base/health.ts';

/** Web Lock: its holder's Worker writes the history. */
export const RECORDER_LOCK = 'signalbox-recorder';
/** BroadcastChannel on which the recorder tells every window how it stands, every second and when something changes. */
export const RECORDER_CHANNEL = 'signalbox-recorder';
export const HEARTBEAT_MS = 1_000;

export interface RecorderReport {
  readonly conditions: readonly HealthCondition[];
  readonly storedUntilMs: number | undefined;
  readonly storedSamples: number;
}

/** Window → Worker. In the desktop shell the Worker cannot ask for a port itself. */
export type ToRecorder =
  | { readonly type: 'start'; readonly carrier: 'websocket' | 'port' }
  | { readonly type: 'port'; readonly port: MessagePort }
  | { readonly type: 'no-port'; readonly detail: string };

/** Worker → window. */
export type FromRecorder =
  | { readonly type: 'port-wanted' }
  | {
      readonly type: 'log';
      readonly level: 'debug' | 'info' | 'warn' | 'error';
      readonly message: string;
      readonly facts: Readonly<Record<string, unknown>>;
    };
