/** What exactly was wrong with a message, in the reader's language. */
import type { TFunction } from 'i18next';
import type { QuarantineEntry } from '#shared/protocol/requests.ts';

export function noteText(
  { note: { code, facts }, more }: Pick<QuarantineEntry, 'note' | 'more'>,
  t: TFunction<'settings'>,
): string {
  const expected =
    facts['expected'] === undefined ? '' : t(`quarantine.expected.${facts['expected']}`, { ...facts });
  const text = t(`quarantine.note.${code}`, { ...facts, expected });
  const names = Number(facts['more'] ?? 0);
  return [
    text,
    names > 0 && t('quarantine.moreNames', { count: names }),
    more > 0 && t('quarantine.moreWrong', { count: more }),
  ]
    .filter(Boolean)
    .join(' ');
}
