import type { Log } from '#shared/base/log.ts';
import type { LiveState } from '#renderer/link/live-state.ts';
import type { HistoryDoor } from '#renderer/recorder/query-contract.ts';

/** A start normally has its engine well within this; after it, what was recorded is better than nothing. */
const ALONE_AFTER_MS = 1_500;

/**
 * Shows what was recorded while no engine has spoken yet. Once one has, its own last values stay on the screen (stale),
 * so this is only for a page that was opened without an engine. @returns stop.
 */
export function showRecordedWhileAlone(deps: {
  readonly live: LiveState;
  readonly history: HistoryDoor;
  readonly log: Log;
  readonly after: (ms: number, work: () => void) => void;
}): () => void {
  const { live, history, log, after } = deps;
  let stopped = false;
  const load = async (): Promise<void> => {
    const [site, values] = await Promise.all([history.recordedSite(), history.lastValues()]);
    if (stopped || live.origin() === 'engine') return;
    if (!site.ok) log('warn', 'no recorded site', { ...site.error });
    else if (!values.ok) log('warn', 'no recorded values', { ...values.error });
    else if (site.value && values.value?.siteRevision === site.value.revision) {
      live.loadRecorded({ document: site.value.document, ...values.value });
    }
  };
  after(ALONE_AFTER_MS, () => {
    if (!stopped && live.origin() === 'none')
      load().catch((error: unknown) =>
        log('error', 'what was recorded could not be shown', { error: String(error) }),
      );
  });
  return () => {
    stopped = true;
  };
}
