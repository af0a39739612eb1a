import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ALARM_RECORD_KINDS, fromStored } from '#shared/domain/alarm/record.ts';
import type { Alarm } from '#shared/domain/alarm/alarm.ts';
import type { Asset } from '#shared/domain/site/site.ts';
import type { JournalEntry } from '#shared/protocol/requests.ts';
import { useAlarms, useOrigin } from '#renderer/link/hooks.ts';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { usePreferences } from '#renderer/ui/preferences.tsx';
import { PriorityShape } from '#renderer/ui/PriorityShape.tsx';
import { useTimeTexts } from '#renderer/ui/use-time-texts.ts';
import { VirtualList } from '#renderer/ui/VirtualList.tsx';
import { useAssetJournal } from '#renderer/widgets/use-asset-journal.ts';
import styles from './AlarmHistory.module.css';

const ENTRIES = 200;
const WHAT = {
  [ALARM_RECORD_KINDS.raise]: 'raised',
  [ALARM_RECORD_KINDS.clear]: 'cleared',
  [ALARM_RECORD_KINDS.acknowledge]: 'acknowledged',
} as const;

interface Row {
  readonly seq: number;
  readonly atMs: number;
  readonly what: 'raised' | 'cleared' | 'acknowledged';
  readonly by: string;
  readonly alarm: Alarm;
}

/** What the alarms of an asset did, from the journal, newest first. */
export function AlarmHistory({ asset, timeZone }: { readonly asset: Asset; readonly timeZone: string }) {
  const { t } = useTranslation('equipment');
  const [{ language }] = usePreferences();
  const texts = useTimeTexts(timeZone);
  const origin = useOrigin();
  const answer = useAlarmHistory(asset.id);
  const [selected, setSelected] = useState<string | undefined>(undefined);
  const rows = useMemo(() => (answer ?? []).flatMap(rowOf), [answer]);
  if (origin !== 'engine')
    return <EmptyState title={t('history.offline')} reason={t('history.offlineReason')} />;
  if (answer === undefined) return <EmptyState title={t('history.reading')} />;
  if (answer === null)
    return <EmptyState title={t('history.unreadable')} reason={t('history.unreadableReason')} />;
  return (
    <VirtualList
      label={t('history.label')}
      items={rows}
      keyOf={(row) => String(row.seq)}
      rowRem={4.8}
      selectedKey={selected}
      onSelect={(row) => setSelected(String(row.seq))}
      empty={<EmptyState title={t('history.none')} reason={t('history.noneReason')} />}
      renderRow={({ alarm, atMs, what, by }) => (
        <div className={styles.row}>
          <PriorityShape level={alarm.priority} hollow={what !== 'raised'} />
          <div className={styles.text}>
            <p className={styles.name}>{alarm.name[language]}</p>
            <p className={styles.what}>
              {what === 'acknowledged' ? t('history.acknowledged', { by }) : t(`history.${what}`)}
            </p>
          </div>
          <time className={styles.time}>{texts.full(atMs)}</time>
        </div>
      )}
    />
  );
}

/** Read again when an alarm of the asset changes. */
function useAlarmHistory(assetId: string): readonly JournalEntry[] | null | undefined {
  const alarms = useAlarms();
  const changes = useMemo(
    () =>
      alarms
        .filter((alarm) => alarm.assetId === assetId)
        .map(({ id, storedSeq }) => `${id}@${storedSeq}`)
        .join(),
    [alarms, assetId],
  );
  return useAssetJournal('alarm.history', assetId, ENTRIES, changes);
}

function rowOf({ seq, atMs, kind, body }: JournalEntry): Row[] {
  const what = (WHAT as Readonly<Record<string, Row['what']>>)[kind];
  const { alarm: stored, by } = (body ?? {}) as { alarm?: unknown; by?: unknown };
  const alarm = fromStored(stored, seq);
  return what && alarm ? [{ seq, atMs, what, by: typeof by === 'string' ? by : '', alarm }] : [];
}
