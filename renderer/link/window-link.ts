import type { Clock } from '#shared/base/brand.ts';
import type { Log } from '#shared/base/log.ts';
import type { Random } from '#shared/base/random.ts';
import { createLink, type Link, type LinkTiming } from './link.ts';
import { createLiveState, type LiveState } from './live-state.ts';
import type { Transport } from './transport.ts';

export interface WindowLink {
  readonly link: Link;
  readonly live: LiveState;
  start(): void;
  stop(): void;
}

export interface WindowLinkDeps {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly timing?: Partial<LinkTiming>;
}

const JUDGE_EVERY_MS = 1_000;

/** A window's link and the live state it feeds. */
export function connectWindow(deps: WindowLinkDeps): WindowLink {
  const live = createLiveState(deps.clock.nowMs);
  const link = createLink({
    ...deps,
    role: 'window',
    // What was only recorded may lack what the engine's document has; ask for the document again then.
    siteRevision: () => (live.origin() === 'engine' ? live.site()?.revision : undefined),
    onWelcome: live.applyWelcome.bind(live),
    onFrame: live.applyFrame.bind(live),
    onEngineTime: live.applyEngineTime.bind(live),
  });
  let timer: ReturnType<typeof setInterval> | undefined;
  link.onState(live.applyLink.bind(live));
  return {
    link,
    live,
    start() {
      live.applyLink(link.state());
      link.start();
      timer ??= setInterval(() => live.tick(), JUDGE_EVERY_MS);
    },
    stop() {
      clearInterval(timer);
      timer = undefined;
      link.stop();
    },
  };
}
