import { useTranslation } from 'react-i18next';
import type { Alarm } from '#shared/domain/alarm/alarm.ts';
import { needsAcknowledgement } from '#shared/domain/alarm/machine.ts';
import type { Site, Storey } from '#shared/domain/site/site.ts';
import { cx } from '#renderer/ui/cx.ts';
import { formatNumber, formatQuantity } from '#renderer/ui/format.ts';
import { MeterBar } from '#renderer/ui/MeterBar.tsx';
import { usePreferences } from '#renderer/ui/preferences.tsx';
import { PriorityShape, type ShapeLevel } from '#renderer/ui/PriorityShape.tsx';
import type { OverlayView } from './overlay-view.ts';
import styles from './StoreyList.module.css';

export interface StoreyListProps {
  readonly site: Site;
  readonly view: OverlayView;
  readonly alarms: readonly Alarm[];
  readonly selected: Storey | undefined;
  readonly isolated: boolean;
  readonly onSelect: (storey: Storey) => void;
  readonly onIsolate: (storey: Storey) => void;
}

/** Highest first, as the building stands. One tab stop; arrows select, Enter isolates. */
export function StoreyList({ site, view, alarms, selected, isolated, onSelect, onIsolate }: StoreyListProps) {
  const { t } = useTranslation('overview');
  const [{ language }] = usePreferences();
  const order = site.buildings.flatMap((building) => [...building.storeys].reverse());
  const move = (event: React.KeyboardEvent): void => {
    const at = selected ? order.indexOf(selected) : -1;
    const next =
      event.key === 'ArrowDown'
        ? order[at + 1]
        : event.key === 'ArrowUp'
          ? order[at < 0 ? 0 : at - 1]
          : undefined;
    if (event.key === 'Enter' && selected) onIsolate(selected);
    else if (next) onSelect(next);
    if (next || event.key === 'Enter') event.preventDefault();
  };
  return (
    <div
      role="listbox"
      tabIndex={0}
      aria-label={t('storeys.label')}
      aria-activedescendant={selected && `storey-${selected.id}`}
      className={styles.list}
      onKeyDown={move}
    >
      {site.buildings.map((building) => (
        <div key={building.id} role="presentation">
          {site.buildings.length > 1 && <p className={styles.building}>{building.name[language]}</p>}
          {order
            .filter((storey) => storey.buildingId === building.id)
            .map((storey) => (
              <StoreyRow
                key={storey.id}
                storey={storey}
                figure={view.storeys[site.storeys.indexOf(storey)]}
                unit={view.unit}
                decimals={view.decimals}
                alarms={alarms.filter((alarm) => alarm.storeyId === storey.id)}
                selected={storey === selected}
                isolated={isolated && storey === selected}
                onSelect={onSelect}
                onIsolate={onIsolate}
              />
            ))}
        </div>
      ))}
    </div>
  );
}

interface StoreyRowProps extends Pick<StoreyListProps, 'onSelect' | 'onIsolate' | 'alarms' | 'isolated'> {
  readonly storey: Storey;
  readonly figure: OverlayView['storeys'][number] | undefined;
  readonly unit: string;
  readonly decimals: number;
  readonly selected: boolean;
}

function StoreyRow({
  storey,
  figure,
  unit,
  decimals,
  alarms,
  selected,
  isolated,
  onSelect,
  onIsolate,
}: StoreyRowProps) {
  const [{ language }] = usePreferences();
  const value = figure?.value ?? Number.NaN;
  return (
    <div
      id={`storey-${storey.id}`}
      role="option"
      aria-selected={selected}
      title={storey.name[language]}
      className={cx(styles.row, isolated && styles.isolated)}
      onClick={() => onSelect(storey)}
      onDoubleClick={() => onIsolate(storey)}
    >
      <span className={styles.label}>{storey.label}</span>
      <MeterBar part={figure?.part ?? Number.NaN} ramp={figure?.ramp ?? Number.NaN} className={styles.bar} />
      <span className={styles.value}>
        <StoreyValue value={value} unit={unit} decimals={decimals} />
      </span>
      <AlarmMarks alarms={alarms} />
    </div>
  );
}

function StoreyValue({
  value,
  unit,
  decimals,
}: Pick<StoreyRowProps, 'unit' | 'decimals'> & { readonly value: number }) {
  const { t } = useTranslation('overview');
  if (Number.isNaN(value)) return t('storeys.noValue');
  return unit === ''
    ? t('storeys.doorsOpen', { count: formatNumber(value) })
    : formatQuantity(value, unit, decimals);
}

/** The most urgent priority by shape and number; the number counts its alarms. */
function AlarmMarks({ alarms }: { readonly alarms: readonly Alarm[] }) {
  const { t } = useTranslation('overview');
  const worst = alarms.reduce<ShapeLevel | undefined>(
    (most, { priority }) => (most === undefined || priority < most ? priority : most),
    undefined,
  );
  if (worst === undefined) return <span className={styles.marks} />;
  const members = alarms.filter((alarm) => alarm.priority === worst);
  return (
    <span
      className={cx(styles.marks, styles[`priority${worst}`])}
      title={t('storeys.alarms', { count: alarms.length, priority: worst })}
    >
      <PriorityShape
        level={worst}
        blinking={members.some((alarm) => needsAcknowledgement(alarm.phase))}
        className={styles.shape}
      />
      {members.length}
      {alarms.length > members.length && (
        <span className={styles.more}>+{alarms.length - members.length}</span>
      )}
    </span>
  );
}
