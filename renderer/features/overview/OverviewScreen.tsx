import { useMemo, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import type { Site } from '#shared/domain/site/site.ts';
import { useAlarms, useLive, useOrigin, useSite } from '#renderer/link/hooks.ts';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { RoutesPanel } from '#renderer/widgets/routes/RoutesPanel.tsx';
import { ActiveAlarms } from './ActiveAlarms.tsx';
import { BuildingPanel } from './BuildingPanel.tsx';
import { DemandPanel } from './DemandPanel.tsx';
import { Details } from './Details.tsx';
import { EnvironmentPanel } from './EnvironmentPanel.tsx';
import { IncidentBanner } from './IncidentBanner.tsx';
import { LeftColumn } from './LeftColumn.tsx';
import styles from './OverviewScreen.module.css';
import { overlayView } from './overlay-view.ts';
import type { OverviewPorts } from './ports.ts';
import { PlanPanel } from './PlanPanel.tsx';
import { SecurityPanel } from './SecurityPanel.tsx';
import { wordOf } from './selection.ts';
import { StoreyList } from './StoreyList.tsx';
import { useSettledPoints } from './use-overlay.ts';
import { useAllFigures } from './use-all-figures.ts';
import { usePlace } from './use-place.ts';
import { useRoutes } from './use-routes.ts';
import { WorkOrdersPanel } from './WorkOrdersPanel.tsx';

export interface OverviewScreenProps extends OverviewPorts {
  /** E.g. `zone:7F-E2`. */
  readonly selected: string | undefined;
}

export function OverviewScreen(props: OverviewScreenProps) {
  const site = useSite();
  const { t } = useTranslation('overview');
  if (!site) return <EmptyState title={t('noSite')} />;
  return (
    <div className={styles.page}>
      <IncidentBanner site={site} onOpen={() => props.command(undefined)} />
      <SiteOverview {...props} site={site} />
    </div>
  );
}

function SiteOverview({ site, selected, ...ports }: OverviewScreenProps & { readonly site: Site }) {
  const live = useLive();
  const alarms = useAlarms();
  const known = useOrigin() === 'engine';
  const settled = useSettledPoints();
  const { overlays, figures, status } = useAllFigures(site, settled);
  const { look } = ports;
  const { overlay, layer } = useSyncExternalStore(look.subscribe, look.get);
  const place = usePlace(site, alarms, selected, ports);
  const { selection } = place;
  const routes = useRoutes(site, alarms, place);
  const view = useMemo(
    () => overlayView(site, overlay, layer, overlays, figures),
    [site, overlay, layer, overlays, figures],
  );
  return (
    <div className={styles.screen}>
      <LeftColumn
        overlay={overlay}
        onOverlay={(kind) => look.change({ overlay: kind })}
        layer={layer}
        onLayer={(index) => look.change({ layer: index })}
        layers={overlays.environment}
        unit={view.unit}
      >
        <StoreyList
          site={site}
          view={view}
          alarms={alarms}
          selected={place.storey}
          isolated={place.view.isolatedStorey !== undefined}
          onSelect={place.selectStorey}
          onIsolate={place.isolate}
        />
      </LeftColumn>
      <BuildingPanel
        site={site}
        alarms={alarms}
        overlay={overlay}
        view={view}
        settled={settled}
        place={place}
        routes={routes}
        look={look}
        onTarget={(chosen) => ports.select(chosen && wordOf(chosen))}
        onOrder={ports.openOrder}
      />
      <div className={styles.right}>
        <ActiveAlarms
          site={site}
          alarms={alarms}
          known={known}
          nowMs={live.engineNowMs()}
          selected={selection?.kind === 'alarm' ? selection.alarm : undefined}
          onLocate={(alarm) => place.locate(`alarm:${alarm.id}`)}
          onAcknowledge={ports.acknowledge}
          onCommand={(alarm) => ports.command(alarm?.id)}
        />
        <PlanPanel site={site} />
        {routes.on && (
          <RoutesPanel
            site={site}
            picture={routes.picture}
            zones={routes.zones}
            onZone={(zone) => ports.select(`zone:${zone.id}`)}
            className={styles.routes}
          />
        )}
        <Details site={site} alarms={alarms} selection={selection} status={status} ports={ports} />
      </div>
      <div className={styles.bottom}>
        <BottomPanels site={site} overlays={overlays} figures={figures} ports={ports} />
      </div>
    </div>
  );
}

/** The course of the day, the air, and what people are busy with; doors and detectors where nobody can be sent. */
function BottomPanels({
  site,
  overlays,
  figures,
  ports,
}: Pick<ReturnType<typeof useAllFigures>, 'overlays' | 'figures'> & {
  readonly site: Site;
  readonly ports: OverviewPorts;
}) {
  return (
    <>
      <DemandPanel site={site} energy={overlays.energy} figures={figures.energy} history={ports.history} />
      <EnvironmentPanel layers={overlays.environment} figures={figures.environment} history={ports.history} />
      {site.document.staff.length > 0 ? (
        <WorkOrdersPanel site={site} onOpen={ports.openOrder} />
      ) : (
        <SecurityPanel figures={figures.security} />
      )}
    </>
  );
}
