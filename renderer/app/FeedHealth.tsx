import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Vitals } from '#shared/protocol/vitals.ts';
import { useFeedTrust, useLive, useOrigin, useSite, useVitals } from '#renderer/link/hooks.ts';
import type { RecordingState } from '#renderer/recorder/door-contract.ts';
import type { HistoryDoor } from '#renderer/recorder/query-contract.ts';
import { cx } from '#renderer/ui/cx.ts';
import { formatNumber } from '#renderer/ui/format.ts';
import { useTick, useTimeTexts } from '#renderer/ui/use-time-texts.ts';
import { feedWord, lostConnections, recorderWord } from './feed-summary.ts';
import styles from './FeedHealth.module.css';
import type { StateOf } from './station.ts';
import { useStore } from './use-store.ts';

const calm: ReadonlySet<string> = new Set(['live', 'connecting', 'starting']);

/** Connected, messages per second, age of the last one, stale points, recorder: on every screen, always. */
export function FeedHealth({
  recording,
  history,
}: {
  readonly recording: StateOf<RecordingState>;
  readonly history: HistoryDoor;
}) {
  const { t } = useTranslation(['app', 'codes']);
  const vitals = useVitals();
  const trust = useFeedTrust();
  const origin = useOrigin();
  const live = useLive();
  const time = useTimeTexts(useSite()?.timeZone ?? 'UTC');
  const { where } = useStore(recording, recording.get);
  const recordedMs = useRecordedSpan(history);
  useTick(1000);
  const nowMs = live.engineNowMs();
  const word = feedWord(vitals, trust, origin, nowMs);
  const recorder = recorderWord(vitals, where);
  const lost = lostConnections(vitals).map(({ brokerId, lane, failure, failureDetail }) =>
    [`${brokerId} (${t(`codes:lane.${lane}`)})`, failure && t(`codes:connection.${failure}`), failureDetail]
      .filter(Boolean)
      .join(' · '),
  );
  return (
    <div
      className={styles.health}
      role="group"
      aria-label={t('feed.label')}
      title={lost.join('\n') || undefined}
    >
      <span className={cx(styles.state, !calm.has(word) && styles.bad)}>
        <span className={cx(styles.dot, word === 'live' && styles.live)} aria-hidden="true" />
        {t(`feed.${word}`)}
      </span>
      {vitals && (
        <>
          {trust === 'live' && <span>{t('feed.rate', { rate: formatNumber(vitals.messagesPerS) })}</span>}
          {vitals.lastMessageMs !== undefined && (
            <span className={styles.age}>{time.span(nowMs - vitals.lastMessageMs)}</span>
          )}
          {trust === 'live' && <PointCounts vitals={vitals} />}
        </>
      )}
      <span className={cx((recorder === 'off' || recorder === 'losing') && styles.bad)}>
        {t(`recorder.${recorder}`, {
          span: recordedMs === undefined ? '' : time.span(recordedMs),
          lag: time.span(vitals?.recorder.lagMs ?? 0),
        })}
      </span>
    </div>
  );
}

/** One in twenty stale is more than sensors that drop out now and then. */
const MANY_STALE = 1 / 20;

function PointCounts({ vitals: { points, dropped } }: { readonly vitals: Vitals }) {
  const { t } = useTranslation('app');
  return (
    <>
      <span className={cx(points.stale > points.total * MANY_STALE && styles.bad)}>
        {t('feed.stale', { stale: formatNumber(points.stale), total: formatNumber(points.total) })}
      </span>
      {dropped > 0 && (
        <span className={styles.minor}>{t('feed.dropped', { dropped: formatNumber(dropped) })}</span>
      )}
    </>
  );
}

const REFRESH_MS = 60_000;
const FIRST_AGAIN_MS = 3_000;

/** How long a history there is, asked now and then; soon again at first, while it is being filled in. */
function useRecordedSpan(history: HistoryDoor): number | undefined {
  const [spanMs, setSpanMs] = useState<number>();
  useEffect(() => {
    let gone = false;
    let timer: ReturnType<typeof setTimeout>;
    const read = async (againMs: number): Promise<void> => {
      const answer = await history.coverage();
      if (gone) return;
      if (answer.ok) {
        const { fromMs, toMs } = answer.value;
        setSpanMs(fromMs === undefined || toMs === undefined ? undefined : toMs - fromMs);
      }
      timer = setTimeout(() => void read(Math.min(REFRESH_MS, againMs * 2)), againMs);
    };
    void read(FIRST_AGAIN_MS);
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [history]);
  return spanMs;
}
