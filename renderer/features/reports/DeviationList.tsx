import { useTranslation } from 'react-i18next';
import type { IncidentReport } from '#shared/domain/report/report.ts';
import { usePreferences } from '#renderer/ui/preferences.tsx';
import { useTimeTexts } from '#renderer/ui/use-time-texts.ts';
import styles from './Report.module.css';
import { taskText } from './report-text.ts';
import { ReportTable } from './ReportTable.tsx';

/** Where what was done differs from the plan: what an evaluation talks about. */
export function DeviationList({ report }: { readonly report: IncidentReport }) {
  const { t } = useTranslation('reports');
  const [{ language }] = usePreferences();
  const time = useTimeTexts(report.site.timeZone);
  const who = (by: string): string => (by === 'engine' ? t('program') : by);
  if (report.deviations.length === 0) return <p className={styles.quiet}>{t('none.deviations')}</p>;
  return (
    <ReportTable
      label={t('section.deviations')}
      rows={report.deviations.map((deviation, at) => ({ ...deviation, at }))}
      keyOf={({ at }) => String(at)}
      none={t('none.deviations')}
      columns={[
        { title: t('column.at'), cell: ({ atMs }) => time.clock(atMs) },
        { title: t('column.deviation'), cell: ({ kind }) => t(`deviation.${kind}`) },
        { title: t('column.task'), cell: ({ task }) => taskText(report, task, language) },
        { title: t('column.reason'), cell: ({ reason }) => reason ?? '' },
        { title: t('column.by'), cell: ({ by }) => who(by) },
      ]}
    />
  );
}
