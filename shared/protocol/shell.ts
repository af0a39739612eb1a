/**
 * Between the desktop shell and its engine process (`electron/engine/process.ts`), over the utility process's own port, as
 * structured clones. Owned by `electron/main`. Invariants: `start` is first and once; each `secret` is answered once. The
 * engine process ends when the port closes, or by itself after `stop`. Nothing here reaches a page.
 */
import type { LogLevel } from '#shared/base/log.ts';
import type { Result } from '#shared/base/result.ts';
import type { DisplayIdentity, DisplayWall } from '#shared/domain/wall/display.ts';
import type { DemoReport, StartScenario } from './demo.ts';

export interface EngineStart {
  readonly siteFolder: string;
  readonly dataFolder: string;
  readonly brokerUrl: string | undefined;
  readonly embeddedBrokerUrl: string | undefined;
  readonly version: string;
  readonly demo: boolean;
}

export type SecretAsk =
  | { readonly action: 'read' | 'clear' | 'kind'; readonly name: string }
  | { readonly action: 'write'; readonly name: string; readonly value: string };

/** `read`: the value, undefined where there is none; `kind`: `key-store` or `none`; else undefined. */
export type SecretAnswer = Result<string | undefined, 'not-stored'>;

export type ShellToEngine =
  | { readonly type: 'start'; readonly start: EngineStart }
  /** With one MessagePort: a page's link. */
  | { readonly type: 'attach' }
  | { readonly type: 'secret'; readonly id: number; readonly answer: SecretAnswer }
  | { readonly type: 'demo-report'; readonly report: DemoReport }
  | { readonly type: 'demo-lost' }
  /** All displays of this machine; after `start`, and whenever one came or went. */
  | { readonly type: 'displays'; readonly displays: readonly DisplayIdentity[] }
  | { readonly type: 'stop' };

export type EngineToShell =
  | { readonly type: 'started' }
  /** The engine cannot run with what it was given; it ends. */
  | { readonly type: 'refused'; readonly code: string; readonly detail: string }
  | {
      readonly type: 'log';
      readonly level: LogLevel;
      readonly message: string;
      readonly facts: Readonly<Record<string, unknown>> | undefined;
    }
  | { readonly type: 'secret'; readonly id: number; readonly ask: SecretAsk }
  | { readonly type: 'demo'; readonly message: StartScenario }
  /** What displays show, all of them; at the start and after each change. */
  | { readonly type: 'walls'; readonly walls: readonly DisplayWall[] };

/** Channels between preload and main. */
export const REQUEST_PORT_CHANNEL = 'signalbox:request-port';
export const PORT_CHANNEL = 'signalbox:port';
export const SAVE_PDF_CHANNEL = 'signalbox:save-pdf';
