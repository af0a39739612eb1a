import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { AlarmPriority } from '#shared/domain/site/document.ts';
import type { Site } from '#shared/domain/site/site.ts';
import { WORK_ORDER_KINDS, type WorkOrderKind } from '#shared/domain/work-order/work-order.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Field } from '#renderer/ui/Field.tsx';
import { usePreferences } from '#renderer/ui/preferences.tsx';
import { Select } from '#renderer/ui/Select.tsx';
import { assetName, zoneName } from '#renderer/widgets/work-orders/names.ts';
import { useOrderRequest } from '#renderer/widgets/work-orders/use-order-request.ts';
import styles from './NewOrder.module.css';
import type { DispatchPorts } from './ports.ts';

const PRIORITIES = ['1', '2', '3', '4'] as const;

/** An order by hand: what, where, how urgent. It is then proposed to somebody like any other. */
export function NewOrder({
  site,
  ports,
  onClose,
}: {
  readonly site: Site;
  readonly ports: DispatchPorts;
  readonly onClose: (made?: string) => void;
}) {
  const { t } = useTranslation('dispatch');
  const { busy, outcome, send } = useOrderRequest();
  const [title, setTitle] = useState('');
  const [description, setDescription] = useState('');
  const [kind, setKind] = useState<WorkOrderKind>('corrective');
  const [priority, setPriority] = useState<(typeof PRIORITIES)[number]>('3');
  const [zoneId, setZoneId] = useState<string>(site.zones[0]?.id ?? '');
  const [assetId, setAssetId] = useState('');
  const both = (text: string) => ({ zh: text.trim(), en: text.trim() });
  const save = (event: FormEvent): void => {
    event.preventDefault();
    if (title.trim() === '' || busy) return;
    const order = {
      kind,
      priority: Number(priority) as AlarmPriority,
      zoneId,
      assetId: assetId === '' ? undefined : assetId,
      title: both(title),
      ...(description.trim() === '' ? {} : { description: both(description) }),
      source: { from: 'hand' as const, ref: undefined },
    };
    ports.actAs(
      (by) => void send('workOrder.create', { order, by }).then((made) => made && onClose(made.id)),
    );
  };
  return (
    <form
      className={styles.form}
      onSubmit={save}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose();
      }}
    >
      <Field label={t('new.what')} value={title} onChange={setTitle} autoFocus maxLength={120} />
      <Field label={t('new.more')} value={description} onChange={setDescription} maxLength={1000} />
      <Select
        label={t('new.kind')}
        value={kind}
        onChange={setKind}
        options={WORK_ORDER_KINDS.map((value) => ({ value, text: t(`kind.${value}`) }))}
      />
      <Select
        label={t('new.priority')}
        value={priority}
        onChange={setPriority}
        options={PRIORITIES.map((value) => ({ value, text: t(`priority.${value}`) }))}
      />
      <Place site={site} zoneId={zoneId} assetId={assetId} onZone={setZoneId} onAsset={setAssetId} />
      <div className={styles.buttons}>
        <Button type="submit" look="primary" disabled={busy || title.trim() === ''}>
          {t('new.make')}
        </Button>
        <Button onClick={() => onClose()}>{t('new.cancel')}</Button>
      </div>
      {outcome && <p role="status">{t(`failure.${outcome.code}`)}</p>}
    </form>
  );
}

function Place({
  site,
  zoneId,
  assetId,
  onZone,
  onAsset,
}: {
  readonly site: Site;
  readonly zoneId: string;
  readonly assetId: string;
  readonly onZone: (zoneId: string) => void;
  readonly onAsset: (assetId: string) => void;
}) {
  const { t } = useTranslation('dispatch');
  const [{ language }] = usePreferences();
  const here = site.assets.filter(({ zone }) => zone.id === zoneId);
  return (
    <>
      <Select<string>
        label={t('new.zone')}
        value={zoneId}
        onChange={(zone) => {
          onZone(zone);
          onAsset('');
        }}
        options={site.zones.map(({ id }) => ({ value: id, text: zoneName(site, id, language) }))}
      />
      <Select<string>
        label={t('new.asset')}
        value={assetId}
        onChange={onAsset}
        options={[
          { value: '', text: t('new.noAsset') },
          ...here.map(({ id }) => ({ value: id, text: assetName(site, id, language) })),
        ]}
      />
    </>
  );
}
