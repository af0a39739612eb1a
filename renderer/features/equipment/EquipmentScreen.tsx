import { useTranslation } from 'react-i18next';
import { useAlarms, useSite } from '#renderer/link/hooks.ts';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { Panel } from '#renderer/ui/Panel.tsx';
import { AssetTree } from './AssetTree.tsx';
import { AssetView } from './AssetView.tsx';
import type { EquipmentPorts } from './ports.ts';
import styles from './EquipmentScreen.module.css';

export interface EquipmentScreenProps extends EquipmentPorts {
  /** Id of the asset shown. */
  readonly selected: string | undefined;
}

export function EquipmentScreen({
  selected,
  history,
  commanding,
  openEquipment,
  locate,
  openOrder,
}: EquipmentScreenProps) {
  const { t } = useTranslation('equipment');
  const site = useSite();
  const alarms = useAlarms();
  if (!site) return <EmptyState title={t('noSite.title')} reason={t('noSite.reason')} />;
  const asset = selected === undefined ? undefined : site.assetById.get(selected);
  return (
    <div className={styles.screen}>
      <Panel title={t('title')} className={styles.tree}>
        <AssetTree site={site} alarms={alarms} selectedAssetId={asset?.id} onSelect={openEquipment} />
      </Panel>
      {asset ? (
        <AssetView
          site={site}
          asset={asset}
          history={history}
          commanding={commanding}
          locate={locate}
          openOrder={openOrder}
        />
      ) : (
        <div className={styles.empty}>
          <EmptyState
            title={selected === undefined ? t('choose.title') : t('choose.unknown', { id: selected })}
            reason={selected === undefined ? t('choose.reason') : t('choose.unknownReason')}
          />
        </div>
      )}
    </div>
  );
}
