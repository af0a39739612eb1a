import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ALARM_RECORD_KINDS, fromStored } from '#shared/domain/alarm/record.ts';
import type { Alarm } from '#shared/domain/alarm/alarm.ts';
import type { Site } from '#shared/domain/site/site.ts';
import type { JournalEntry } from '#shared/protocol/requests.ts';
import { useLive, useRequest } from '#renderer/link/hooks.ts';
import { usePreferences } from '#renderer/ui/preferences.tsx';
import { PriorityShape } from '#renderer/ui/PriorityShape.tsx';
import { useTimeTexts } from '#renderer/ui/use-time-texts.ts';
import styles from './Transitions.module.css';

export interface TransitionsProps {
  readonly title: string;
  /** Undefined: of all assets. */
  readonly assetId: string | undefined;
  readonly limit: number;
  /** Asked anew when this changes. */
  readonly version: string;
  readonly site: Site;
}

/** What happened lately, newest first, from the journal. Nothing is shown where nothing is recorded. */
export function Transitions({ title, assetId, limit, version, site }: TransitionsProps) {
  const { t } = useTranslation(['overview', 'codes']);
  const [{ language }] = usePreferences();
  const live = useLive();
  const time = useTimeTexts(site.timeZone);
  const rows = useEntries(assetId, limit, version).flatMap(readEntry);
  if (rows.length === 0) return null;
  const nowMs = live.engineNowMs();
  return (
    <section>
      <h4 className={styles.heading}>{title}</h4>
      <ul className={styles.rows}>
        {rows.map(({ entry, alarm, by }) => (
          <li key={entry.seq}>
            <span>{time.moment(entry.atMs, nowMs)}</span>
            <span className={styles.what}>
              <PriorityShape level={alarm.priority} hollow className={styles.shape} />
              {`${alarm.zoneId} ${alarm.name[language]}`}
            </span>
            <span>
              {[
                t(`codes:transition.${entry.kind.replace('alarm.', '')}`),
                entry.kind === ALARM_RECORD_KINDS.acknowledge && by,
              ]
                .filter(Boolean)
                .join(' · ')}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** In a flood the alarms change with every frame: the journal is asked once they pause. */
const SETTLE_MS = 300;

function useEntries(assetId: string | undefined, limit: number, version: string): readonly JournalEntry[] {
  const ask = useRequest();
  const [entries, setEntries] = useState<readonly JournalEntry[]>([]);
  useEffect(() => {
    let gone = false;
    const read = async (): Promise<void> => {
      const answer = await ask('alarm.history', { assetId, limit });
      if (!gone && answer.ok) setEntries(answer.value.entries);
    };
    const timer = setTimeout(() => void read(), SETTLE_MS);
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [ask, assetId, limit, version]);
  return entries;
}

const transitionKinds: readonly string[] = Object.values(ALARM_RECORD_KINDS);

/** A journal outlives the program that wrote it: what cannot be read is left out. */
function readEntry(
  entry: JournalEntry,
): { readonly entry: JournalEntry; readonly alarm: Alarm; readonly by: string | undefined }[] {
  if (!transitionKinds.includes(entry.kind) || typeof entry.body !== 'object' || entry.body === null)
    return [];
  const body = entry.body as { readonly alarm?: unknown; readonly by?: unknown };
  const alarm = fromStored(body.alarm, entry.seq);
  return alarm ? [{ entry, alarm, by: typeof body.by === 'string' ? body.by : undefined }] : [];
}
