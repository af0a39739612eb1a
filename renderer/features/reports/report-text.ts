/** What a report says, in the words of the reader's language. */
import type { TFunction } from 'i18next';
import type { IncidentReport, MeasuredTime, ReportCommand } from '#shared/domain/report/report.ts';
import { planTask, type Language } from '#renderer/widgets/incident/incident-text.ts';

export type ReportTexts = TFunction<'reports'>;

/** E.g. `7F-E2 East office, 7F-E1 …`, the affected places first. */
export function placeText({ places, map }: IncidentReport, language: Language): string {
  const affected = new Set(
    map.flatMap(({ zones }) => zones.flatMap((zone) => (zone.affected ? [zone.id] : []))),
  );
  return places
    .filter(({ zoneId }) => affected.has(zoneId))
    .map(({ zoneId, name }) => {
      const words = name?.[language] ?? '';
      return words.includes(zoneId) ? words : `${zoneId} ${words}`.trim();
    })
    .join(', ');
}

/** E.g. `7F east door · Lock · Release`. */
export function commandText(
  { assetName, name, value, valueName, pointId }: ReportCommand,
  language: Language,
): string {
  return [assetName?.[language] ?? pointId, name?.[language], valueName?.[language] ?? value]
    .filter(Boolean)
    .join(' · ');
}

export function taskText(report: IncidentReport, id: string | undefined, language: Language): string {
  return planTask(report, id)?.text[language] ?? id ?? '';
}

export function timeText(
  report: IncidentReport,
  { what, ref }: MeasuredTime,
  language: Language,
  t: ReportTexts,
): string {
  switch (what) {
    case 'acknowledged':
    case 'commanded':
      return t(`measured.${what}`);
    case 'task':
      return t('measured.task', { name: taskText(report, ref, language) });
    case 'response': {
      const order = report.orders.find(({ id }) => id === ref);
      return t('measured.response', { name: [order?.title[language], ref].filter(Boolean).join(' · ') });
    }
  }
}
