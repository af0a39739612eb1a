import { useTranslation } from 'react-i18next';
import type { TaskState } from '#shared/domain/incident/incident.ts';
import type { IncidentReport } from '#shared/domain/report/report.ts';
import { NO_VALUE } from '#renderer/ui/format.ts';
import { usePreferences } from '#renderer/ui/preferences.tsx';
import { useTimeTexts } from '#renderer/ui/use-time-texts.ts';
import { planTask } from '#renderer/widgets/incident/incident-text.ts';
import styles from './Report.module.css';
import { taskText } from './report-text.ts';
import { ReportTable } from './ReportTable.tsx';

/** Every step of the plan, with what was said, kept and told about it. */
export function TaskTable({ report }: { readonly report: IncidentReport }) {
  const { t } = useTranslation(['reports', 'command']);
  const [{ language }] = usePreferences();
  const time = useTimeTexts(report.site.timeZone);
  const words = ({ id, answer, note, notified, evidence }: TaskState): readonly string[] => {
    const plan = planTask(report, id);
    const told = notified.flatMap(
      (who) => plan?.notify.find((known) => known.id === who)?.name[language] ?? [],
    );
    return [
      plan?.ask?.answers.find((known) => known.id === answer)?.text[language] ?? '',
      note ?? '',
      told.length > 0 ? t('told', { names: told.join(', ') }) : '',
      ...evidence.map(({ text, by }) => t('evidence', { text, by })),
    ].filter(Boolean);
  };
  return (
    <ReportTable
      label={t('section.tasks')}
      rows={report.tasks}
      keyOf={({ id }) => id}
      isNotable={({ status, late, outOfOrder }) => status === 'skipped' || late || outOfOrder}
      none={t('none.tasks')}
      columns={[
        {
          title: t('column.task'),
          cell: (row) => (
            <>
              {taskText(report, row.id, language)}
              {words(row).map((text) => (
                <span key={text} className={styles.detail}>
                  {text}
                </span>
              ))}
            </>
          ),
        },
        {
          title: t('column.state'),
          cell: ({ status, late, outOfOrder }) =>
            [
              t(`command:status.${status}`),
              late ? t('command:clock.wasLate') : '',
              outOfOrder ? t('command:deviation.out-of-order') : '',
            ]
              .filter(Boolean)
              .join(' · '),
        },
        { title: t('column.by'), cell: ({ by }) => by ?? NO_VALUE },
        {
          title: t('column.at'),
          cell: ({ settledAtMs }) => (settledAtMs === undefined ? NO_VALUE : time.clock(settledAtMs)),
        },
      ]}
    />
  );
}
