import { useTranslation } from 'react-i18next';
import type { IncidentReport, ReportCommand } from '#shared/domain/report/report.ts';
import { NO_VALUE } from '#renderer/ui/format.ts';
import { usePreferences } from '#renderer/ui/preferences.tsx';
import { useTimeTexts } from '#renderer/ui/use-time-texts.ts';
import { commandText } from './report-text.ts';
import { ReportTable } from './ReportTable.tsx';

const MARKS: Readonly<Record<string, string>> = { proved: '✓', failed: '✗', refused: '✗', 'no-answer': '?' };

export function CommandTable({ report }: { readonly report: IncidentReport }) {
  const { t } = useTranslation(['reports', 'command']);
  const [{ language }] = usePreferences();
  const time = useTimeTexts(report.site.timeZone);
  const outcome = ({ state, reason }: ReportCommand): string => {
    const said = t(`command:commandState.${state}`);
    const why = reason === undefined ? '' : t(`reason.${reason}`);
    return [MARKS[state] ?? '', [said, why].filter(Boolean).join(': ')].filter(Boolean).join(' ');
  };
  return (
    <ReportTable
      label={t('section.commands')}
      rows={report.commands}
      keyOf={({ id }) => id}
      isNotable={({ state }) => state !== 'proved' && state !== 'rehearsed' && state !== 'withdrawn'}
      none={t('none.commands')}
      columns={[
        { title: t('column.number'), figures: true, cell: ({ number }) => number },
        { title: t('column.command'), cell: (row) => commandText(row, language) },
        {
          title: t('column.by'),
          cell: ({ by, confirmedBy }) =>
            confirmedBy === undefined || confirmedBy === by ? by : `${by} + ${confirmedBy}`,
        },
        { title: t('column.asked'), cell: ({ askedAtMs }) => time.clock(askedAtMs) },
        {
          title: t('column.took'),
          figures: true,
          cell: ({ sentAtMs, endedAtMs }) =>
            sentAtMs === undefined || endedAtMs === undefined ? NO_VALUE : time.span(endedAtMs - sentAtMs),
        },
        {
          title: t('column.target'),
          figures: true,
          cell: ({ deadlineMs }) => (deadlineMs === undefined ? NO_VALUE : time.span(deadlineMs)),
        },
        { title: t('column.outcome'), cell: outcome },
      ]}
    />
  );
}
