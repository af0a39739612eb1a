import { useTranslation } from 'react-i18next';
import type { Alarm } from '#shared/domain/alarm/alarm.ts';
import type { DisciplineStatus } from '#shared/domain/overlay/status.ts';
import type { Asset, Site, Storey, Zone } from '#shared/domain/site/site.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { formatNumber, formatQuantity } from '#renderer/ui/format.ts';
import { Panel } from '#renderer/ui/Panel.tsx';
import { usePreferences } from '#renderer/ui/preferences.tsx';
import { PriorityShape } from '#renderer/ui/PriorityShape.tsx';
import { CommandList } from '#renderer/widgets/commands/CommandList.tsx';
import { AlarmDetails } from './AlarmDetails.tsx';
import styles from './Details.module.css';
import { PointRow } from './PointRow.tsx';
import type { OverviewPorts } from './ports.ts';
import type { Selection } from './selection.ts';
import { Transitions } from './Transitions.tsx';

export interface DetailsProps {
  readonly site: Site;
  readonly alarms: readonly Alarm[];
  readonly selection: Selection | undefined;
  readonly status: readonly DisciplineStatus[];
  readonly ports: OverviewPorts;
}

/** Of what is selected; of the whole site when nothing is. */
export function Details({ site, alarms, selection, status, ports }: DetailsProps) {
  const { t } = useTranslation('overview');
  const clear = selection && (
    <Button look="quiet" onClick={() => ports.select(undefined)}>
      {t('details.clear')}
    </Button>
  );
  return (
    <Panel title={t(`details.title.${selection?.kind ?? 'site'}`)} actions={clear} className={styles.panel}>
      <div className={styles.body}>
        {selection === undefined && (
          <>
            <SiteDetails status={status} />
            <Transitions
              title={t('details.lately')}
              assetId={undefined}
              limit={12}
              version={alarms.map((alarm) => `${alarm.id}#${alarm.occurrence}#${alarm.phase}`).join()}
              site={site}
            />
          </>
        )}
        {selection?.kind === 'alarm' && <AlarmDetails site={site} alarm={selection.alarm} ports={ports} />}
        {selection?.kind === 'asset' && (
          <AssetDetails asset={selection.asset} site={site} alarms={alarms} ports={ports} />
        )}
        {selection?.kind === 'zone' && (
          <ZoneDetails zone={selection.zone} site={site} alarms={alarms} ports={ports} />
        )}
        {selection?.kind === 'storey' && (
          <StoreyDetails storey={selection.storey} site={site} alarms={alarms} ports={ports} />
        )}
      </div>
    </Panel>
  );
}

/** How much of each discipline can be trusted. Numbers that are as they should be stay grey. */
function SiteDetails({ status }: { readonly status: readonly DisciplineStatus[] }) {
  const { t } = useTranslation(['overview', 'codes']);
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th>{t('details.discipline')}</th>
          <th>{t('details.assets')}</th>
          <th>{t('details.points')}</th>
          <th>{t('details.stale')}</th>
          <th>{t('details.doubtful')}</th>
          <th>{t('details.never')}</th>
        </tr>
      </thead>
      <tbody>
        {status.map((row) => (
          <tr key={row.discipline}>
            <th scope="row">{t(`codes:discipline.${row.discipline}`)}</th>
            <td>{formatNumber(row.assets)}</td>
            <td>{formatNumber(row.points)}</td>
            <Count count={row.stale} />
            <Count count={row.doubtful} />
            <Count count={row.never} />
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Count({ count }: { readonly count: number }) {
  return <td className={count > 0 ? styles.notable : undefined}>{formatNumber(count)}</td>;
}

interface PlaceProps {
  readonly site: Site;
  readonly alarms: readonly Alarm[];
  readonly ports: OverviewPorts;
}

function PlaceAlarms({ alarms, ports }: Omit<PlaceProps, 'site'>) {
  const { t } = useTranslation(['overview', 'codes']);
  const [{ language }] = usePreferences();
  if (alarms.length === 0) return <p className={styles.quiet}>{t('details.noAlarms')}</p>;
  return (
    <ul className={styles.links}>
      {alarms.map((alarm) => (
        <li key={alarm.id}>
          <Button look="quiet" onClick={() => ports.select(`alarm:${alarm.id}`)}>
            <PriorityShape level={alarm.priority} />
            {`${alarm.name[language]} · ${t(`codes:phase.${alarm.phase}`)}`}
          </Button>
        </li>
      ))}
      <li>
        <Button onClick={() => ports.acknowledge(alarms)}>{t('details.acknowledgeThese')}</Button>
      </li>
    </ul>
  );
}

function AssetDetails({ asset, site, alarms, ports }: PlaceProps & { readonly asset: Asset }) {
  const { t } = useTranslation('overview');
  const [{ language }] = usePreferences();
  return (
    <>
      <h3 className={styles.name}>{asset.name[language]}</h3>
      <p
        className={styles.quiet}
      >{`${asset.zone.storey.label} · ${asset.zone.name[language]} · ${asset.className[language]}`}</p>
      <CommandList key={asset.id} site={site} asset={asset} {...ports.commanding} />
      {asset.points.map((point) => (
        <PointRow key={point.id} point={point} timeZone={site.timeZone} />
      ))}
      <PlaceAlarms alarms={alarms.filter((alarm) => alarm.assetId === asset.id)} ports={ports} />
      <Button onClick={() => ports.openEquipment(asset.id)}>{t('details.openEquipment')}</Button>
    </>
  );
}

/** Enough to see what is in the room; the equipment screen has the rest. */
const MOST_ASSETS = 40;

function ZoneDetails({ zone, site, alarms, ports }: PlaceProps & { readonly zone: Zone }) {
  const { t } = useTranslation('overview');
  const [{ language }] = usePreferences();
  const assets = site.assets.filter((asset) => asset.zone === zone);
  const sensors = assets.filter((asset) => asset.discipline === 'environment');
  return (
    <>
      <h3 className={styles.name}>{zone.name[language]}</h3>
      <p
        className={styles.quiet}
      >{`${zone.storey.label} · ${zone.id} · ${formatQuantity(zone.areaM2, 'm²', 0)}`}</p>
      <PlaceAlarms alarms={alarms.filter((alarm) => alarm.zoneId === zone.id)} ports={ports} />
      {sensors.flatMap((asset) =>
        asset.points.map((point) => (
          <PointRow
            key={point.id}
            point={point}
            timeZone={site.timeZone}
            of={sensors.length > 1 ? asset.id : undefined}
          />
        )),
      )}
      <ul className={styles.links}>
        {assets.slice(0, MOST_ASSETS).map((asset) => (
          <li key={asset.id}>
            <Button look="quiet" onClick={() => ports.select(`asset:${asset.id}`)}>
              {asset.name[language]}
            </Button>
          </li>
        ))}
      </ul>
      {assets.length > MOST_ASSETS && (
        <p className={styles.quiet}>{t('hover.more', { count: assets.length - MOST_ASSETS })}</p>
      )}
    </>
  );
}

function StoreyDetails({ storey, site, alarms, ports }: PlaceProps & { readonly storey: Storey }) {
  const { t } = useTranslation('overview');
  const [{ language }] = usePreferences();
  const assets = site.assets.filter((asset) => asset.zone.storey === storey);
  return (
    <>
      <h3 className={styles.name}>{storey.name[language]}</h3>
      <p className={styles.quiet}>
        {[
          formatQuantity(storey.areaM2, 'm²', 0),
          t('details.zoneCount', { count: storey.zones.length }),
          t('details.assetCount', { count: assets.length }),
        ].join(' · ')}
      </p>
      <PlaceAlarms alarms={alarms.filter((alarm) => alarm.storeyId === storey.id)} ports={ports} />
      <ul className={styles.links}>
        {storey.zones.map((zone) => (
          <li key={zone.id}>
            <Button look="quiet" onClick={() => ports.select(`zone:${zone.id}`)}>
              {zone.name[language]}
            </Button>
          </li>
        ))}
      </ul>
    </>
  );
}
