import { useTranslation } from 'react-i18next';
import type { IncidentReport } from '#shared/domain/report/report.ts';
import { usePreferences } from '#renderer/ui/preferences.tsx';
import { useTimeTexts } from '#renderer/ui/use-time-texts.ts';
import styles from './Report.module.css';
import { ReportTable } from './ReportTable.tsx';

/** Who had command from when to when, who had which role, and who else did something. */
export function PeopleTable({ report }: { readonly report: IncidentReport }) {
  const { t } = useTranslation('reports');
  const [{ language }] = usePreferences();
  const time = useTimeTexts(report.site.timeZone);
  const { commanders, roles, plan, summary } = report;
  return (
    <>
      <ReportTable
        label={t('commanders')}
        rows={commanders}
        keyOf={({ name, fromMs }) => `${name} ${fromMs}`}
        none={t('nobody')}
        columns={[
          { title: t('column.commander'), cell: ({ name }) => name },
          { title: t('column.from'), cell: ({ fromMs }) => time.clock(fromMs) },
          {
            title: t('column.to'),
            cell: ({ toMs }) => (toMs === undefined ? t('stillRunning') : time.clock(toMs)),
          },
        ]}
      />
      <ul className={styles.list}>
        {plan.roles.map(({ id, name }) => (
          <li key={id}>{t('role', { role: name[language], person: roles[id] ?? t('notAssigned') })}</li>
        ))}
        {summary.people.length > 0 && <li>{t('everybody', { names: summary.people.join(', ') })}</li>}
      </ul>
    </>
  );
}
