import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Alarm } from '#shared/domain/alarm/alarm.ts';
import { needsAcknowledgement } from '#shared/domain/alarm/machine.ts';
import type { Site } from '#shared/domain/site/site.ts';
import { useAlarms, useOrigin, useSite } from '#renderer/link/hooks.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { useKeyCommands } from '#renderer/ui/key-commands.tsx';
import { Panel } from '#renderer/ui/Panel.tsx';
import { VirtualList } from '#renderer/ui/VirtualList.tsx';
import { AlarmDetails } from './AlarmDetails.tsx';
import { AlarmColumns, AlarmRow } from './AlarmRow.tsx';
import styles from './AlarmsScreen.module.css';
import { filterAlarms, livingMarks, NO_FILTER } from './filter.ts';
import { FilterBar } from './FilterBar.tsx';
import type { AlarmsPorts } from './ports.ts';

export interface AlarmsScreenProps extends AlarmsPorts {
  /** Id of the alarm whose details are shown. */
  readonly selected: string | undefined;
}

export function AlarmsScreen(props: AlarmsScreenProps) {
  const { t } = useTranslation('alarms');
  const site = useSite();
  if (!site) return <EmptyState title={t('noSite')} />;
  return <SiteAlarms {...props} site={site} />;
}

function SiteAlarms({ site, selected, ...ports }: AlarmsScreenProps & { readonly site: Site }) {
  const { t } = useTranslation('alarms');
  const alarms = useAlarms();
  const known = useOrigin() === 'engine';
  const [filter, setFilter] = useState(NO_FILTER);
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set());
  const marks = useMemo(() => livingMarks(marked, alarms), [marked, alarms]);
  const shown = useMemo(() => filterAlarms(alarms, filter, site), [alarms, filter, site]);
  const current = alarms.find((alarm) => alarm.id === selected);
  const toggle = (alarm: Alarm): void => {
    const next = new Set(marks);
    if (!next.delete(alarm.id)) next.add(alarm.id);
    setMarked(next);
  };
  const acknowledge = (which: readonly Alarm[]): void => {
    ports.acknowledge(which);
    setMarked(new Set());
  };
  const targets = useTargets(alarms, shown, marks, current);
  useAlarmKeys({ targets, current, acknowledge, toggle, locate: ports.locate, command: ports.command });
  return (
    <div className={styles.screen}>
      <Panel title={t('title', { shown: shown.length, all: alarms.length })} className={styles.list}>
        <div className={styles.column}>
          <FilterBar site={site} filter={filter} onFilter={setFilter} />
          <AckBar
            targets={targets}
            storey={current && site.storeyById.get(current.storeyId)?.label}
            onAcknowledge={acknowledge}
          />
          {shown.length > 0 && <AlarmColumns />}
          <div className={styles.rows}>
            <VirtualList
              label={t('list')}
              items={shown}
              keyOf={(alarm) => alarm.id}
              rowRem={4.8}
              selectedKey={selected}
              markedKeys={marks}
              autoFocus
              onSelect={(alarm) => ports.selectAlarm(alarm.id)}
              onActivate={() => document.getElementById(DETAILS_ID)?.focus()}
              renderRow={(alarm) => (
                <AlarmRow site={site} alarm={alarm} marked={marks.has(alarm.id)} onMark={toggle} />
              )}
              empty={
                <NoAlarms known={known} filtered={alarms.length > 0} onClear={() => setFilter(NO_FILTER)} />
              }
            />
          </div>
        </div>
      </Panel>
      <Panel title={t('details.title')} className={styles.details}>
        <div id={DETAILS_ID} tabIndex={-1} className={styles.detailsBody}>
          {current ? (
            <AlarmDetails
              key={`${current.id}#${current.occurrence}`}
              site={site}
              alarm={current}
              ports={ports}
            />
          ) : (
            <EmptyState title={t('details.none')} reason={t('details.noneReason')} />
          )}
        </div>
      </Panel>
    </div>
  );
}

const DETAILS_ID = 'alarm-details';

interface Targets {
  /** What `A` acknowledges: the marked ones, else the selected one. */
  readonly chosen: readonly Alarm[];
  readonly shown: readonly Alarm[];
  /** On the storey of the selected alarm. */
  readonly storey: readonly Alarm[];
}

function useTargets(
  alarms: readonly Alarm[],
  shown: readonly Alarm[],
  marks: ReadonlySet<string>,
  current: Alarm | undefined,
): Targets {
  return useMemo(() => {
    const open = (list: readonly Alarm[]): Alarm[] =>
      list.filter((alarm) => needsAcknowledgement(alarm.phase));
    const marked = alarms.filter((alarm) => marks.has(alarm.id));
    return {
      chosen: open(marked.length > 0 ? marked : current ? [current] : []),
      shown: open(shown),
      storey: open(current ? alarms.filter((alarm) => alarm.storeyId === current.storeyId) : []),
    };
  }, [alarms, shown, marks, current]);
}

function useAlarmKeys(use: {
  readonly targets: Targets;
  readonly current: Alarm | undefined;
  readonly acknowledge: (alarms: readonly Alarm[]) => void;
  readonly toggle: (alarm: Alarm) => void;
  readonly locate: (word: string) => void;
  readonly command: (alarmId: string | undefined) => void;
}): void {
  const { t } = useTranslation('alarms');
  const { targets, current, acknowledge, toggle, locate, command } = use;
  const group = t('keys.group');
  useKeyCommands([
    { keys: ['Space'], text: t('keys.mark'), group, run: () => current && toggle(current) },
    { keys: ['a'], text: t('keys.acknowledge'), group, run: () => acknowledge(targets.chosen) },
    { keys: ['Shift+a'], text: t('keys.acknowledgeShown'), group, run: () => acknowledge(targets.shown) },
    { keys: ['s'], text: t('keys.acknowledgeStorey'), group, run: () => acknowledge(targets.storey) },
    { keys: ['p'], text: t('keys.incident'), group, run: () => command(current?.id) },
    { keys: ['g'], text: t('keys.locate'), group, run: () => current && locate(`alarm:${current.id}`) },
  ]);
}

function AckBar({
  targets,
  storey,
  onAcknowledge,
}: {
  readonly targets: Targets;
  readonly storey: string | undefined;
  readonly onAcknowledge: (alarms: readonly Alarm[]) => void;
}) {
  const { t } = useTranslation('alarms');
  return (
    <div className={styles.ackBar} role="toolbar" aria-label={t('ack.label')}>
      <Button
        look="primary"
        disabled={targets.chosen.length === 0}
        onClick={() => onAcknowledge(targets.chosen)}
      >
        {t('ack.chosen', { count: targets.chosen.length })}
      </Button>
      {storey !== undefined && (
        <Button disabled={targets.storey.length === 0} onClick={() => onAcknowledge(targets.storey)}>
          {t('ack.storey', { storey, count: targets.storey.length })}
        </Button>
      )}
      <Button disabled={targets.shown.length === 0} onClick={() => onAcknowledge(targets.shown)}>
        {t('ack.shown', { count: targets.shown.length })}
      </Button>
    </div>
  );
}

function NoAlarms({
  known,
  filtered,
  onClear,
}: {
  readonly known: boolean;
  readonly filtered: boolean;
  readonly onClear: () => void;
}) {
  const { t } = useTranslation('alarms');
  if (filtered)
    return (
      <EmptyState
        title={t('empty.filtered')}
        reason={t('empty.filteredReason')}
        action={<Button onClick={onClear}>{t('filter.clear')}</Button>}
      />
    );
  if (!known) return <EmptyState title={t('empty.unknown')} reason={t('empty.unknownReason')} />;
  return <EmptyState title={t('empty.none')} reason={t('empty.noneReason')} />;
}
