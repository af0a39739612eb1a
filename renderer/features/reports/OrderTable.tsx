import { useTranslation } from 'react-i18next';
import type { IncidentReport } from '#shared/domain/report/report.ts';
import { NO_VALUE } from '#renderer/ui/format.ts';
import { usePreferences } from '#renderer/ui/preferences.tsx';
import { useTimeTexts } from '#renderer/ui/use-time-texts.ts';
import { ReportTable } from './ReportTable.tsx';

export function OrderTable({ report }: { readonly report: IncidentReport }) {
  const { t } = useTranslation(['reports', 'dispatch']);
  const [{ language }] = usePreferences();
  const time = useTimeTexts(report.site.timeZone);
  const at = (ms: number | undefined): string => (ms === undefined ? NO_VALUE : time.clock(ms));
  return (
    <ReportTable
      label={t('section.orders')}
      rows={report.orders}
      keyOf={({ id }) => id}
      none={t('none.orders')}
      columns={[
        { title: t('column.order'), cell: ({ id }) => id },
        { title: t('column.what'), cell: ({ title }) => title[language] },
        { title: t('column.assignee'), cell: ({ assignee }) => assignee?.[language] ?? NO_VALUE },
        { title: t('column.created'), cell: ({ createdAtMs }) => at(createdAtMs) },
        { title: t('column.arrived'), cell: ({ arrivedAtMs }) => at(arrivedAtMs) },
        { title: t('column.done'), cell: ({ doneAtMs }) => at(doneAtMs) },
        { title: t('column.state'), cell: ({ state }) => t(`dispatch:state.${state}`) },
      ]}
    />
  );
}
