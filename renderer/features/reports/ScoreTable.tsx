import { useTranslation } from 'react-i18next';
import type { DrillScore } from '#shared/domain/incident/score.ts';
import type { IncidentReport } from '#shared/domain/report/report.ts';
import { NO_VALUE } from '#renderer/ui/format.ts';
import { usePreferences } from '#renderer/ui/preferences.tsx';
import { useTimeTexts } from '#renderer/ui/use-time-texts.ts';
import styles from './Report.module.css';
import { taskText } from './report-text.ts';
import { ReportTable } from './ReportTable.tsx';

/** How a drill went, step by step; what counts for nothing is left out. */
export function ScoreTable({
  report,
  score,
}: {
  readonly report: IncidentReport;
  readonly score: DrillScore;
}) {
  const { t } = useTranslation('reports');
  const [{ language }] = usePreferences();
  const time = useTimeTexts(report.site.timeZone);
  const seconds = (span: number | undefined): string =>
    span === undefined ? NO_VALUE : time.span(span * 1000);
  return (
    <>
      <p className={styles.notable}>
        {t('score.total', { percent: score.percent, points: score.points, outOf: score.outOf })}
      </p>
      <ReportTable
        label={t('section.score')}
        rows={score.tasks.filter(({ outOf }) => outOf > 0)}
        keyOf={({ task }) => task}
        isNotable={({ points, outOf }) => points < outOf}
        none={t('none.tasks')}
        columns={[
          { title: t('column.task'), cell: ({ task }) => taskText(report, task, language) },
          { title: t('column.took'), figures: true, cell: ({ tookS }) => seconds(tookS) },
          { title: t('column.target'), figures: true, cell: ({ targetS }) => seconds(targetS) },
          { title: t('column.outcome'), cell: ({ outcome }) => t(`score.${outcome}`) },
          {
            title: t('column.points'),
            figures: true,
            cell: ({ points, outOf }) => t('ofAll', { part: points, all: outOf }),
          },
        ]}
      />
      <p className={styles.note}>{t('score.how')}</p>
    </>
  );
}
