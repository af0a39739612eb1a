import { useTranslation } from 'react-i18next';
import type { AlarmPhase } from '#shared/domain/alarm/alarm.ts';
import type { AlarmPriority } from '#shared/domain/site/document.ts';
import type { Site } from '#shared/domain/site/site.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Field } from '#renderer/ui/Field.tsx';
import { PriorityShape } from '#renderer/ui/PriorityShape.tsx';
import { Select } from '#renderer/ui/Select.tsx';
import { ALARM_ORDERS, NO_FILTER, type AlarmFilter } from './filter.ts';
import styles from './FilterBar.module.css';

const priorities: readonly AlarmPriority[] = [1, 2, 3, 4];
const phases: readonly Exclude<AlarmPhase, 'normal'>[] = [
  'unacknowledged',
  'acknowledged',
  'returned-unacknowledged',
];

export function FilterBar({
  site,
  filter,
  onFilter,
}: {
  readonly site: Site;
  readonly filter: AlarmFilter;
  readonly onFilter: (filter: AlarmFilter) => void;
}) {
  const { t } = useTranslation(['alarms', 'codes']);
  const change = (part: Partial<AlarmFilter>): void => onFilter({ ...filter, ...part });
  const togglePriority = (priority: AlarmPriority): void => {
    const next = new Set(filter.priorities);
    if (!next.delete(priority)) next.add(priority);
    change({ priorities: next });
  };
  const disciplines = [...new Set(site.assets.map((asset) => asset.discipline))];
  return (
    <div className={styles.bar} role="search" aria-label={t('filter.label')}>
      <PriorityFilter chosen={filter.priorities} onToggle={togglePriority} />
      <Select
        label={t('filter.state')}
        value={filter.phase}
        onChange={(phase) => change({ phase })}
        options={[
          { value: 'all', text: t('filter.all') },
          ...phases.map((phase) => ({ value: phase, text: t(`codes:phase.${phase}`) })),
        ]}
      />
      <Select
        label={t('filter.storey')}
        value={filter.storeyId}
        onChange={(storeyId) => change({ storeyId })}
        options={[
          { value: '', text: t('filter.all') },
          ...[...site.storeys].reverse().map((storey) => ({ value: storey.id, text: storey.label })),
        ]}
      />
      <Select
        label={t('filter.discipline')}
        value={filter.discipline}
        onChange={(discipline) => change({ discipline })}
        options={[
          { value: '', text: t('filter.all') },
          ...disciplines.map((discipline) => ({
            value: discipline,
            text: t(`codes:discipline.${discipline}`),
          })),
        ]}
      />
      <Select
        label={t('filter.order')}
        value={filter.order}
        onChange={(order) => change({ order })}
        options={ALARM_ORDERS.map((order) => ({ value: order, text: t(`order.${order}`) }))}
      />
      <Field
        label={t('filter.text')}
        type="search"
        value={filter.text}
        onChange={(text) => change({ text })}
        className={styles.text}
      />
      <Button disabled={filter === NO_FILTER} onClick={() => onFilter(NO_FILTER)}>
        {t('filter.clear')}
      </Button>
    </div>
  );
}

function PriorityFilter({
  chosen,
  onToggle,
}: {
  readonly chosen: ReadonlySet<AlarmPriority>;
  readonly onToggle: (priority: AlarmPriority) => void;
}) {
  const { t } = useTranslation('alarms');
  return (
    <div className={styles.priorities} role="group" aria-label={t('filter.priority')}>
      {priorities.map((priority) => (
        <Button key={priority} pressed={chosen.has(priority)} onClick={() => onToggle(priority)}>
          <PriorityShape level={priority} />
          {priority}
        </Button>
      ))}
    </div>
  );
}
