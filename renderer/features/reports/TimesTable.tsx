import { useTranslation } from 'react-i18next';
import type { IncidentReport, MeasuredTime } from '#shared/domain/report/report.ts';
import { NO_VALUE } from '#renderer/ui/format.ts';
import { usePreferences } from '#renderer/ui/preferences.tsx';
import { useTimeTexts } from '#renderer/ui/use-time-texts.ts';
import { timeText } from './report-text.ts';
import { ReportTable } from './ReportTable.tsx';

const MARKS: Readonly<Record<MeasuredTime['outcome'], string>> = {
  met: '✓',
  missed: '✗',
  open: '…',
  none: '',
};

export function TimesTable({ report }: { readonly report: IncidentReport }) {
  const { t } = useTranslation('reports');
  const [{ language }] = usePreferences();
  const time = useTimeTexts(report.site.timeZone);
  return (
    <ReportTable
      label={t('section.times')}
      rows={report.times}
      keyOf={({ what, ref }) => `${what} ${ref ?? ''}`}
      isNotable={({ outcome }) => outcome === 'missed'}
      none={t('none.times')}
      columns={[
        { title: t('column.what'), cell: (row) => timeText(report, row, language, t) },
        {
          title: t('column.took'),
          figures: true,
          cell: ({ tookMs }) => (tookMs === undefined ? NO_VALUE : time.span(tookMs)),
        },
        {
          title: t('column.target'),
          figures: true,
          cell: ({ targetMs }) => (targetMs === undefined ? NO_VALUE : time.span(targetMs)),
        },
        {
          title: t('column.outcome'),
          cell: ({ outcome }) => `${MARKS[outcome]} ${t(`outcome.${outcome}`)}`.trim(),
        },
      ]}
    />
  );
}
