import { useTranslation } from 'react-i18next';
import type { IncidentReport } from '#shared/domain/report/report.ts';
import { cx } from '#renderer/ui/cx.ts';
import { usePreferences } from '#renderer/ui/preferences.tsx';
import { useTimeTexts } from '#renderer/ui/use-time-texts.ts';
import type { Language } from '#renderer/widgets/incident/incident-text.ts';
import { timelineLines, type TimelineLine } from '#renderer/widgets/incident/timeline-lines.ts';
import { timelineText } from '#renderer/widgets/incident/timeline-text.ts';
import styles from './Report.module.css';

/** More are told by their number here: the table of commands names each. */
const MOST_NAMED = 5;

/** Everything, in the order in which it happened. */
export function Timeline({ report }: { readonly report: IncidentReport }) {
  const { t } = useTranslation('command');
  const [{ language }] = usePreferences();
  const time = useTimeTexts(report.site.timeZone);
  return (
    <ol className={styles.timeline}>
      {timelineLines(report.timeline).map((line) => (
        <li key={line.entry.stamp} className={cx(line.entry.void !== undefined && styles.quiet)}>
          <time>{time.moment(line.entry.atMs, report.incident.openedAtMs)}</time>
          <LineText report={report} line={line} language={language} />
          <span className={styles.quiet}>
            {line.entry.by === 'engine' ? t('timeline.engine') : line.entry.by}
          </span>
        </li>
      ))}
    </ol>
  );
}

function LineText({
  report,
  line: { entry, devices },
  language,
}: {
  readonly report: IncidentReport;
  readonly line: TimelineLine;
  readonly language: Language;
}) {
  const { t: words } = useTranslation('command');
  const { t } = useTranslation('reports');
  if (devices.length === 0) return <span>{timelineText(entry, report, language, words)}</span>;
  const { assetName: _, ...shared } = entry.body;
  return (
    <span>
      {t('timeline.many', {
        text: timelineText({ ...entry, body: shared }, report, language, words),
        count: devices.length,
        names:
          devices.length > MOST_NAMED
            ? t('timeline.seeCommands')
            : devices.map((name) => name[language]).join(', '),
      })}
    </span>
  );
}
