import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Command } from '#shared/domain/command/command.ts';
import { fromCommandRecord } from '#shared/domain/command/record.ts';
import type { Asset, Site } from '#shared/domain/site/site.ts';
import type { JournalEntry } from '#shared/protocol/requests.ts';
import { useCollection, useOrigin } from '#renderer/link/hooks.ts';
import { cx } from '#renderer/ui/cx.ts';
import { usePreferences } from '#renderer/ui/preferences.tsx';
import { useTimeTexts } from '#renderer/ui/use-time-texts.ts';
import { useAssetJournal } from '#renderer/widgets/use-asset-journal.ts';
import styles from './CommandHistory.module.css';
import { stateText } from './CommandState.tsx';
import { OUTCOME_SHAPES, outcomeOf } from './command-view.ts';
import stateStyles from './CommandState.module.css';

/** Steps asked for, and commands shown: enough for what happened lately; the journal has the rest. */
const STEPS = 100;
const SHOWN = 10;

/** Earlier commands of an asset, from the journal, newest first; without those that their rows still show. */
export function CommandHistory({ site, asset }: { readonly site: Site; readonly asset: Asset }) {
  const { t } = useTranslation('commands');
  const [{ language }] = usePreferences();
  const time = useTimeTexts(site.timeZone);
  const origin = useOrigin();
  const shown = useCollection('commands');
  const entries = useCommandHistory(asset.id, shown);
  const earlier = useMemo(
    () => lastSteps(entries ?? []).filter(({ id, drill }) => drill || !shown.has(id)),
    [entries, shown],
  );
  if (origin !== 'engine') return null;
  return (
    <section aria-label={t('earlier.title')} className={styles.section}>
      <h4 className={styles.title}>{t('earlier.title')}</h4>
      {entries === null && <p className={styles.quiet}>{t('earlier.unreadable')}</p>}
      {entries && earlier.length === 0 && <p className={styles.quiet}>{t('earlier.none')}</p>}
      <ul className={styles.list}>
        {earlier.slice(0, SHOWN).map((command) => {
          const outcome = outcomeOf(command);
          return (
            <li key={command.id} className={styles.row}>
              <span className={cx(stateStyles.shape, stateStyles[outcome])} aria-hidden="true">
                {OUTCOME_SHAPES[outcome]}
              </span>
              <span>
                {`${command.name[language]}: ${command.valueName?.[language] ?? String(command.value)} · ${stateText(command, site, language, t)}`}
                <span className={styles.origin}>
                  {` · ${command.origin.by} · ${time.full(command.askedAtMs)}`}
                </span>
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** Each command as its newest step left it. @param entries newest first. */
export function lastSteps(entries: readonly JournalEntry[]): Command[] {
  const last = new Map<string, Command>();
  for (const { seq, body } of entries) {
    const command = fromCommandRecord(body, seq);
    if (command && !last.has(command.id)) last.set(command.id, command);
  }
  return [...last.values()];
}

/** Read again when a command of the asset makes way for another. */
function useCommandHistory(
  assetId: string,
  shown: ReadonlyMap<string, Command>,
): readonly JournalEntry[] | null | undefined {
  const ids = useMemo(
    () =>
      [...shown.values()]
        .filter((command) => command.assetId === assetId)
        .map(({ id }) => id)
        .join(),
    [shown, assetId],
  );
  return useAssetJournal('command.history', assetId, STEPS, ids);
}
