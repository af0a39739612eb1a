import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Alarm } from '#shared/domain/alarm/alarm.ts';
import { needsAcknowledgement } from '#shared/domain/alarm/machine.ts';
import type { Site } from '#shared/domain/site/site.ts';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { Field } from '#renderer/ui/Field.tsx';
import { formatNumber } from '#renderer/ui/format.ts';
import { useKeyCommands } from '#renderer/ui/key-commands.tsx';
import { usePreferences } from '#renderer/ui/preferences.tsx';
import { PriorityShape } from '#renderer/ui/PriorityShape.tsx';
import { VirtualList } from '#renderer/ui/VirtualList.tsx';
import { createAssetIndex, treeRows, type TreeRow } from './asset-tree.ts';
import styles from './AssetTree.module.css';

export interface AssetTreeProps {
  readonly site: Site;
  readonly alarms: readonly Alarm[];
  readonly selectedAssetId: string | undefined;
  readonly onSelect: (assetId: string) => void;
}

export function AssetTree({ site, alarms, selectedAssetId, onSelect }: AssetTreeProps) {
  const { t } = useTranslation('equipment');
  const [query, setQuery] = useState('');
  const [input, setInput] = useState<HTMLInputElement | null>(null);
  const [cursor, setCursor] = useState<string | undefined>(undefined);
  const selectedStorey =
    selectedAssetId === undefined ? undefined : site.assetById.get(selectedAssetId)?.zone.storey.id;
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const [shownStorey, setShownStorey] = useState<string | undefined>(undefined);
  // An asset reached from elsewhere stands in an open storey; closing it by hand is respected until the next one.
  if (selectedStorey !== shownStorey) {
    setShownStorey(selectedStorey);
    if (selectedStorey !== undefined) setOpen(new Set([...open, selectedStorey]));
  }
  const index = useMemo(() => createAssetIndex(site), [site]);
  const rows = useMemo(() => treeRows(index, query, open), [index, query, open]);
  const alarmOf = useMemo(() => mostUrgentByAsset(alarms), [alarms]);
  useKeyCommands([{ keys: ['/'], text: t('keys.search'), group: t('title'), run: () => input?.focus() }]);

  const toggle = (storeyId: string): void => {
    const next = new Set(open);
    if (!next.delete(storeyId)) next.add(storeyId);
    setOpen(next);
  };
  const choose = (row: TreeRow): void => {
    setCursor(row.key);
    if (row.kind === 'asset') onSelect(row.asset.id);
  };
  const openOrToggle = (row: TreeRow): void => {
    if (row.kind === 'storey') toggle(row.storey.id);
    else onSelect(row.asset.id);
  };
  return (
    <div className={styles.tree}>
      <Field
        label={t('search.label')}
        placeholder={t('search.hint')}
        type="search"
        value={query}
        onChange={setQuery}
        inputRef={setInput}
        className={styles.search}
      />
      <div className={styles.list}>
        <VirtualList
          label={t('tree.label')}
          items={rows}
          keyOf={(row) => row.key}
          rowRem={3.4}
          selectedKey={cursor ?? (selectedAssetId === undefined ? undefined : `asset:${selectedAssetId}`)}
          onSelect={choose}
          autoFocus
          onActivate={openOrToggle}
          empty={<EmptyState title={t('search.none')} reason={t('search.noneReason', { query })} />}
          renderRow={(row) =>
            row.kind === 'storey' ? (
              <StoreyRow
                row={row}
                current={row.storey.id === selectedStorey}
                onToggle={() => toggle(row.storey.id)}
              />
            ) : (
              <AssetRow
                row={row}
                alarm={alarmOf.get(row.asset.id)}
                chosen={row.asset.id === selectedAssetId}
              />
            )
          }
        />
      </div>
    </div>
  );
}

function StoreyRow({
  row,
  current,
  onToggle,
}: {
  readonly row: TreeRow & { kind: 'storey' };
  readonly current: boolean;
  readonly onToggle: () => void;
}) {
  const [{ language }] = usePreferences();
  return (
    <div
      className={styles.storey}
      aria-expanded={row.open}
      data-current={current || undefined}
      onClick={onToggle}
    >
      <span className={styles.arrow}>{row.open ? '▾' : '▸'}</span>
      <span className={styles.storeyLabel}>{row.storey.label}</span>
      <span className={styles.storeyName}>{row.storey.name[language]}</span>
      <span className={styles.count}>{formatNumber(row.assets)}</span>
    </div>
  );
}

function AssetRow({
  row,
  alarm,
  chosen,
}: {
  readonly row: TreeRow & { kind: 'asset' };
  readonly alarm: Alarm | undefined;
  readonly chosen: boolean;
}) {
  const [{ language }] = usePreferences();
  const { asset } = row;
  return (
    <div className={styles.asset} data-chosen={chosen || undefined}>
      <span className={styles.shape}>
        {alarm && <PriorityShape level={alarm.priority} blinking={needsAcknowledgement(alarm.phase)} />}
      </span>
      <span className={styles.name}>{asset.name[language]}</span>
      <span className={styles.zone}>{asset.zone.name[language]}</span>
    </div>
  );
}

/** Alarms come most urgent first, so the first of an asset is the one to show. */
function mostUrgentByAsset(alarms: readonly Alarm[]): ReadonlyMap<string, Alarm> {
  const byAsset = new Map<string, Alarm>();
  for (const alarm of alarms) if (!byAsset.has(alarm.assetId)) byAsset.set(alarm.assetId, alarm);
  return byAsset;
}
