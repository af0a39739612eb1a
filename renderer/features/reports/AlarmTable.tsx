import { useTranslation } from 'react-i18next';
import type { IncidentReport } from '#shared/domain/report/report.ts';
import { NO_VALUE } from '#renderer/ui/format.ts';
import { usePreferences } from '#renderer/ui/preferences.tsx';
import { useTimeTexts } from '#renderer/ui/use-time-texts.ts';
import { ReportTable } from './ReportTable.tsx';

export function AlarmTable({ report }: { readonly report: IncidentReport }) {
  const { t } = useTranslation(['reports', 'command']);
  const [{ language }] = usePreferences();
  const time = useTimeTexts(report.site.timeZone);
  const at = (ms: number | undefined): string => (ms === undefined ? NO_VALUE : time.clock(ms));
  return (
    <ReportTable
      label={t('section.alarms')}
      rows={report.alarms}
      keyOf={({ id }) => id}
      isNotable={({ acknowledgedAtMs }) => acknowledgedAtMs === undefined}
      none={t(report.incident.layer === 'drill' ? 'none.alarmsDrill' : 'none.alarms')}
      columns={[
        { title: t('column.number'), figures: true, cell: ({ number }) => number },
        { title: t('column.priority'), figures: true, cell: ({ priority }) => priority },
        { title: t('column.alarm'), cell: ({ name }) => name[language] },
        {
          title: t('column.asset'),
          cell: ({ assetId, zoneId }) => [assetId, zoneId].filter(Boolean).join(' · '),
        },
        { title: t('column.raised'), cell: ({ raisedAtMs }) => at(raisedAtMs) },
        {
          title: t('column.acknowledged'),
          cell: ({ acknowledgedAtMs, acknowledgedBy }) =>
            [at(acknowledgedAtMs), acknowledgedBy].filter(Boolean).join(' · '),
        },
        { title: t('column.normal'), cell: ({ normalAtMs }) => at(normalAtMs) },
      ]}
    />
  );
}
