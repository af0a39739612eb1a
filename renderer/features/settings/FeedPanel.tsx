import { useTranslation } from 'react-i18next';
import type { ConnectionVitals } from '#shared/protocol/vitals.ts';
import { useLive, useVitals } from '#renderer/link/hooks.ts';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { formatNumber, NO_VALUE } from '#renderer/ui/format.ts';
import { useTick, useTimeTexts } from '#renderer/ui/use-time-texts.ts';
import styles from './settings.module.css';

/** Each connection as it is now, and what came through them since the engine started. */
export function FeedPanel({ timeZone }: { readonly timeZone: string }) {
  const { t } = useTranslation('settings');
  const vitals = useVitals();
  if (!vitals) return <EmptyState title={t('offline.title')} reason={t('offline.reason')} />;
  const { points, recorder, journal } = vitals;
  const figures: readonly (readonly [string, string])[] = [
    ['received', formatNumber(vitals.received)],
    ['decoded', formatNumber(vitals.decoded)],
    ['quarantined', formatNumber(vitals.quarantined)],
    ['dropped', formatNumber(vitals.dropped)],
    ['points', t('feed.pointCounts', { live: points.live, stale: points.stale, never: points.never })],
    [
      'journal',
      t(journal.storing ? 'feed.journalStoring' : 'feed.journalNotStoring', {
        head: journal.head,
        lag: journal.lag,
      }),
    ],
    [
      'recorder',
      recorder.connected
        ? t('feed.recorderLag', { batches: recorder.lagBatches, lost: recorder.lostSamples })
        : t('feed.recorderNone'),
    ],
  ];
  return (
    <div className={styles.stack}>
      {vitals.connections.map((connection) => (
        <ConnectionRow
          key={`${connection.brokerId}/${connection.lane}`}
          connection={connection}
          timeZone={timeZone}
        />
      ))}
      <dl className={styles.facts}>
        {figures.map(([name, text]) => (
          <div key={name}>
            <dt>{t(`feed.${name}`)}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

function ConnectionRow({
  connection,
  timeZone,
}: {
  readonly connection: ConnectionVitals;
  readonly timeZone: string;
}) {
  const { t } = useTranslation(['settings', 'codes']);
  const texts = useTimeTexts(timeZone);
  const live = useLive();
  useTick(1_000);
  const { brokerId, lane, url, state, failure, failureDetail, protocol, sinceMs, attempts } = connection;
  return (
    <div className={styles.connection} data-state={state}>
      <p>
        <strong>{t(`feed.state.${state}`)}</strong> · {brokerId} · {t(`feed.lane.${lane}`)} · {url} ·{' '}
        {protocol ? `MQTT ${protocol}` : NO_VALUE}
      </p>
      <p className={styles.note}>
        {t('feed.since', { span: texts.span(live.engineNowMs() - sinceMs) })}
        {attempts > 0 && ` · ${t('feed.attempts', { count: attempts })}`}
      </p>
      {failure && (
        <p className={styles.failure}>
          {t(`feed.failure.${failure}`)}
          {failureDetail && <span className={styles.note}> ({failureDetail})</span>}
        </p>
      )}
    </div>
  );
}
