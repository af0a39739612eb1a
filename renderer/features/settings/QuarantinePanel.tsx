import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { QuarantineEntry, QuarantineReport } from '#shared/protocol/requests.ts';
import { useRequest, useVitals } from '#renderer/link/hooks.ts';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { formatBytes, formatNumber } from '#renderer/ui/format.ts';
import { useTimeTexts } from '#renderer/ui/use-time-texts.ts';
import { VirtualList } from '#renderer/ui/VirtualList.tsx';
import { noteText } from './note-text.ts';
import styles from './settings.module.css';

const MOST_TOPICS = 6;

/** What could not be read, with its reason: worst topics first, then the newest messages. */
export function QuarantinePanel({ timeZone }: { readonly timeZone: string }) {
  const { t } = useTranslation('settings');
  const report = useQuarantine();
  const [selected, setSelected] = useState<string | undefined>(undefined);
  if (!report) return <EmptyState title={t('offline.title')} reason={t('offline.reason')} />;
  if (report.total === 0)
    return <EmptyState title={t('quarantine.none')} reason={t('quarantine.noneReason')} />;
  const rest = report.byTopic.slice(MOST_TOPICS).reduce((sum, { count }) => sum + count, report.otherTopics);
  return (
    <div className={styles.split}>
      <ul className={styles.topics} aria-label={t('quarantine.topics')}>
        {report.byTopic.slice(0, MOST_TOPICS).map(({ topic, count, lastReason }) => (
          <li key={topic}>
            <span className={styles.topic} title={topic}>
              {topic}
            </span>
            <span className={styles.note}>{t(`quarantine.reason.${lastReason}`)}</span>
            <span>{formatNumber(count)}</span>
          </li>
        ))}
        {rest > 0 && (
          <li>
            <span className={styles.note}>{t('quarantine.others')}</span>
            <span />
            <span>{formatNumber(rest)}</span>
          </li>
        )}
      </ul>
      <div className={styles.entries}>
        <VirtualList
          label={t('quarantine.newest')}
          items={report.entries}
          keyOf={entryKey}
          rowRem={6.6}
          selectedKey={selected}
          onSelect={(entry) => setSelected(entryKey(entry))}
          empty={null}
          renderRow={(entry) => <EntryRow entry={entry} timeZone={timeZone} />}
        />
      </div>
    </div>
  );
}

function EntryRow({ entry, timeZone }: { readonly entry: QuarantineEntry; readonly timeZone: string }) {
  const { t } = useTranslation('settings');
  const texts = useTimeTexts(timeZone);
  const what = noteText(entry, t);
  return (
    <div className={styles.entry}>
      <p className={styles.topic} title={entry.topic}>
        <span className={styles.note}>{texts.full(entry.atMs)}</span> {entry.topic}
      </p>
      <p className={styles.topic} title={what}>
        {t(`quarantine.reason.${entry.reason}`)} · {formatBytes(entry.sizeBytes)} ·{' '}
        <span className={styles.note}>{what}</span>
      </p>
      <code className={styles.topic}>{entry.excerpt}</code>
    </div>
  );
}

/** The engine keeps the order; two of one topic in one millisecond differ in what they say. */
function entryKey({ atMs, topic, note, excerpt }: QuarantineEntry): string {
  return `${atMs} ${topic} ${JSON.stringify(note)} ${excerpt}`;
}

/** Asked again when the count has moved, which is told with the vitals once a second. */
function useQuarantine(): QuarantineReport | undefined {
  const ask = useRequest();
  const count = useVitals()?.quarantined;
  const [report, setReport] = useState<QuarantineReport | undefined>(undefined);
  useEffect(() => {
    let current = true;
    if (count === undefined) return undefined;
    void ask('feed.quarantine', {}).then((answer) => {
      if (current && answer.ok) setReport(answer.value);
    });
    return () => {
      current = false;
    };
  }, [ask, count]);
  return report;
}
