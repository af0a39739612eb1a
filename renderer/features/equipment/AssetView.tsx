import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Asset, Point, Site } from '#shared/domain/site/site.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { useKeyCommands } from '#renderer/ui/key-commands.tsx';
import { Panel } from '#renderer/ui/Panel.tsx';
import { usePreferences } from '#renderer/ui/preferences.tsx';
import { CommandHistory } from '#renderer/widgets/commands/CommandHistory.tsx';
import { CommandList, commandsOf } from '#renderer/widgets/commands/CommandList.tsx';
import { AssetOrders } from '#renderer/widgets/work-orders/AssetOrders.tsx';
import { AlarmHistory } from './AlarmHistory.tsx';
import { PointChart } from './PointChart.tsx';
import { PointTable } from './PointTable.tsx';
import type { EquipmentPorts } from './ports.ts';
import styles from './AssetView.module.css';

export interface AssetViewProps extends Pick<
  EquipmentPorts,
  'history' | 'commanding' | 'locate' | 'openOrder'
> {
  readonly site: Site;
  readonly asset: Asset;
}

/** One asset: where and what it is, its points now, one of them over time, what its alarms did. */
export function AssetView({ site, asset, history, commanding, locate, openOrder }: AssetViewProps) {
  const { t } = useTranslation('equipment');
  const [{ language }] = usePreferences();
  const [chosen, setChosen] = useState<Point | undefined>(undefined);
  const point = chosen && chosen.asset === asset ? chosen : mainPoint(asset);
  const rules = useMemo(() => site.boundRules.filter((bound) => bound.point.asset === asset), [site, asset]);
  const pointRules = useMemo(() => rules.filter((bound) => bound.point === point), [rules, point]);
  const show = (): void => locate(`asset:${asset.id}`);
  useKeyCommands([{ keys: ['g'], text: t('keys.locate'), group: t('title'), run: show }]);
  const { zone } = asset;
  const commandable = commandsOf(site, asset).length > 0;
  return (
    <div className={styles.view}>
      <header className={styles.header}>
        <div className={styles.what}>
          <h1 className={styles.name}>{asset.name[language]}</h1>
          <p className={styles.where}>
            {[
              asset.id,
              asset.className[language],
              zone.name[language],
              zone.storey.name[language],
              servesText(site, asset, language, t('asset.serves')),
            ]
              .filter(Boolean)
              .join(' · ')}
          </p>
        </div>
        <Button onClick={show}>{t('asset.locate')}</Button>
      </header>
      <Panel title={t('points.title')} className={styles.points}>
        <PointTable
          asset={asset}
          rules={rules}
          timeZone={site.timeZone}
          selected={point}
          onSelect={setChosen}
        />
      </Panel>
      <Panel title={t('chart.title')} className={styles.chart}>
        {point && (
          <PointChart
            key={point.id}
            point={point}
            rules={pointRules}
            timeZone={site.timeZone}
            history={history}
          />
        )}
      </Panel>
      <div className={styles.side}>
        {commandable && (
          <Panel title={t('commands.title')} className={styles.commands}>
            <div className={styles.commandList}>
              <CommandList key={asset.id} site={site} asset={asset} {...commanding} />
              <CommandHistory site={site} asset={asset} />
            </div>
          </Panel>
        )}
        <Panel title={t('orders.title')} className={styles.orders}>
          <AssetOrders site={site} asset={asset} ports={{ openOrder }} />
        </Panel>
        <Panel title={t('history.title')} className={styles.history}>
          <AlarmHistory asset={asset} timeZone={site.timeZone} />
        </Panel>
      </div>
    </div>
  );
}

/** The first measured number, since it tells more over time than a switch does. */
function mainPoint(asset: Asset): Point | undefined {
  return asset.points.find((point) => point.kind === 'analog') ?? asset.points[0];
}

/** Meters count something else than the room they hang in. */
function servesText(site: Site, asset: Asset, language: 'zh' | 'en', word: string): string {
  if (asset.serves === asset.zone.id) return '';
  const served =
    site.zoneById.get(asset.serves)?.name ??
    site.storeyById.get(asset.serves)?.name ??
    site.buildings.find((building) => building.id === asset.serves)?.name ??
    (asset.serves === site.id ? site.name : undefined);
  return served ? `${word} ${served[language]}` : '';
}
