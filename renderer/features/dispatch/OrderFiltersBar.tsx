import { useTranslation } from 'react-i18next';
import type { Site } from '#shared/domain/site/site.ts';
import { WORK_ORDER_STATES } from '#shared/domain/work-order/work-order.ts';
import { Field } from '#renderer/ui/Field.tsx';
import { usePreferences } from '#renderer/ui/preferences.tsx';
import { Select } from '#renderer/ui/Select.tsx';
import { zoneName } from '#renderer/widgets/work-orders/names.ts';
import { isDay, type OrderFilters } from './order-filters.ts';
import styles from './OrderTable.module.css';

/** State, place, equipment, person and days: each narrows what the table shows. */
export function OrderFiltersBar({
  site,
  filters,
  onFilters,
}: {
  readonly site: Site;
  readonly filters: OrderFilters;
  readonly onFilters: (filters: OrderFilters) => void;
}) {
  const { t } = useTranslation('dispatch');
  const [{ language }] = usePreferences();
  const put = (part: Partial<OrderFilters>): void => onFilters({ ...filters, ...part });
  const any = { value: '', text: t('filter.any') };
  const here = site.assets.filter(({ zone }) => filters.zoneId === '' || zone.id === filters.zoneId);
  return (
    <div className={styles.filters} role="group" aria-label={t('filter.label')}>
      <Select<OrderFilters['state']>
        label={t('table.state')}
        value={filters.state}
        onChange={(state) => put({ state })}
        options={[
          { value: '', text: t('filter.any') },
          ...WORK_ORDER_STATES.map((value) => ({ value, text: t(`state.${value}`) })),
        ]}
      />
      <Select<string>
        label={t('table.place')}
        value={filters.zoneId}
        onChange={(zoneId) => put({ zoneId, assetId: '' })}
        options={[any, ...site.zones.map(({ id }) => ({ value: id, text: zoneName(site, id, language) }))]}
      />
      <Select<string>
        label={t('new.asset')}
        value={filters.assetId}
        onChange={(assetId) => put({ assetId })}
        options={[any, ...here.map(({ id, name }) => ({ value: id, text: `${id} ${name[language]}` }))]}
      />
      <Select<string>
        label={t('table.person')}
        value={filters.staffId}
        onChange={(staffId) => put({ staffId })}
        options={[any, ...site.document.staff.map(({ id, name }) => ({ value: id, text: name[language] }))]}
      />
      <Day label={t('filter.from')} value={filters.from} onChange={(from) => put({ from })} />
      <Day label={t('filter.to')} value={filters.to} onChange={(to) => put({ to })} />
    </div>
  );
}

/** Typed, not picked: the platform's own field speaks the platform's language, not the reader's. */
function Day({
  label,
  value,
  onChange,
}: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}) {
  const { t } = useTranslation('dispatch');
  return (
    <Field
      label={label}
      value={value}
      onChange={onChange}
      placeholder={t('filter.day')}
      maxLength={10}
      aria-invalid={value !== '' && !isDay(value)}
    />
  );
}
