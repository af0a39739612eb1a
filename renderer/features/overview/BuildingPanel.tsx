import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Alarm } from '#shared/domain/alarm/alarm.ts';
import { alarmFacts, valueText } from '#shared/domain/overlay/reading-text.ts';
import type { Site } from '#shared/domain/site/site.ts';
import { useLive } from '#renderer/link/hooks.ts';
import type { BuildingView, Insets, SceneEvents, SceneTarget } from '#renderer/scene/view.ts';
import { formatQuantity } from '#renderer/ui/format.ts';
import { usePreferences } from '#renderer/ui/preferences.tsx';
import { useRem } from '#renderer/ui/rem.ts';
import { useTimeTexts } from '#renderer/ui/use-time-texts.ts';
import { effectiveColumns } from '#renderer/widgets/effective-columns.ts';
import { assetStatuses, disciplinesOf } from './asset-states.ts';
import styles from './BuildingPanel.module.css';
import { HoverCard } from './HoverCard.tsx';
import { LegendBox } from './LegendBox.tsx';
import type { LookStore, Wish } from './look.ts';
import { markersOf } from '#renderer/widgets/building/markers.ts';
import type { OverlayView } from './overlay-view.ts';
import { useBuildingView, type ShownBuilding } from '#renderer/widgets/building/use-building-view.ts';
import type { OverlayKind } from './use-overlay.ts';
import type { Place } from './use-place.ts';
import type { ShownRoutes } from './use-routes.ts';
import { useThemeColors } from '#renderer/widgets/building/use-theme-colors.ts';
import { ViewButtons } from './ViewButtons.tsx';
import { usePeople } from '#renderer/widgets/work-orders/use-people.ts';
import { paintZones } from '#renderer/widgets/building/zone-colors.ts';

export interface BuildingPanelProps {
  readonly site: Site;
  readonly alarms: readonly Alarm[];
  readonly overlay: OverlayKind;
  readonly view: OverlayView;
  /** Changes when values have. */
  readonly settled: number;
  readonly place: Place;
  readonly routes: ShownRoutes;
  readonly look: LookStore;
  readonly onTarget: (target: SceneTarget | undefined) => void;
  readonly onOrder: (orderId: string) => void;
}

export function BuildingPanel(props: BuildingPanelProps) {
  const { site, view, place, onTarget, onOrder } = props;
  const { t } = useTranslation('overview');
  const host = useRef<HTMLDivElement>(null);
  const [hover, setHover] = useState<SceneEvents['hover']>();
  const [{ language, textScale }] = usePreferences();
  const colors = useThemeColors();
  const labelScale = useRem() / 10;
  const { people, open } = usePeople(site, onTarget, onOrder);
  const shown = useBuildingView(
    host,
    site,
    { language, colors: colors.scene, labelScale, still: navigator.webdriver, insets: insetsOf(labelScale) },
    {
      onSelect: onTarget,
      onActivate(activated) {
        onTarget(activated);
        shown?.view.flyTo(activated);
      },
      onHover: setHover,
      onPerson: (person) => open(person),
    },
  );
  useShownState(shown, props, language);
  useEffect(() => shown?.view.setPeople(people), [shown, people]);
  useEffect(() => shown?.view.setLanguage(language), [shown, language]);
  useEffect(() => shown?.view.setColors(colors.scene), [shown, colors]);
  useEffect(() => shown?.view.setLabelScale(labelScale), [shown, labelScale, textScale]);
  return (
    <div className={styles.panel} aria-label={t('building.label')} role="region">
      <div ref={host} className={styles.host} />
      <ViewButtons
        state={place.view}
        flat={shown?.kind === 'plan'}
        canIsolate={place.storey !== undefined}
        routes={props.routes.on}
        onRoutes={props.routes.toggle}
        onState={place.changeView}
        onHome={() => shown?.view.home()}
        onMove={(move) => shown && move(shown.view)}
      />
      <LegendBox legend={view.legend} name={view.name} />
      {shown?.kind === 'plan' && <p className={styles.plan}>{t('building.noWebGl')}</p>}
      {hover && <HoverCard site={site} hover={hover} view={view} />}
    </div>
  );
}

/** Room for the view buttons on the right and the storey labels on the left, at this scale. */
function insetsOf(scale: number): Insets {
  return { top: 20 * scale, right: 92 * scale, bottom: 20 * scale, left: 72 * scale };
}

/** Tells the building what is so; telling it twice costs nothing. */
function useShownState(
  shown: ShownBuilding | undefined,
  props: BuildingPanelProps,
  language: 'zh' | 'en',
): void {
  const { site, alarms, overlay, view, settled, place, routes, look } = props;
  const { target, wish, view: state } = place;
  const live = useLive();
  const { overlay: colors } = useThemeColors();
  const time = useTimeTexts(site.timeZone);
  const paint = useMemo(() => new Float32Array(site.zones.length * 3), [site]);
  useEffect(
    () => shown?.view.setZoneColors(paintZones(view.zonePlace, colors, paint)),
    [shown, view, colors, paint],
  );
  useEffect(
    () =>
      shown?.view.setAssets({
        visibleDisciplines: disciplinesOf[overlay],
        status: assetStatuses(site, effectiveColumns(live)),
      }),
    [shown, overlay, site, live, settled],
  );
  useEffect(() => {
    const linesOf = (alarm: Alarm): string[] => {
      const { point } = alarmFacts(site, alarm);
      const value =
        point && Number.isFinite(alarm.raisedValue)
          ? valueText(point, alarm.raisedValue, language, formatQuantity)
          : undefined;
      return [[alarm.assetId, time.clock(alarm.raisedAtMs), value].filter(Boolean).join(' · ')];
    };
    shown?.view.setMarkers(markersOf(site, alarms, language, linesOf));
  }, [shown, site, alarms, language, time]);
  useEffect(() => shown?.view.setRoutes(routes.scene), [shown, routes.scene]);
  useEffect(() => shown?.view.setView(state), [shown, state]);
  useEffect(() => shown?.view.select(target), [shown, target]);
  // A building that has just been made is brought where the last one was, or to the place that came with the address.
  const fulfilled = useRef<{ readonly view: BuildingView; readonly wish: Wish } | undefined>(undefined);
  useEffect(() => {
    if (!shown || (fulfilled.current?.view === shown.view && fulfilled.current.wish === wish)) return;
    fulfilled.current = { view: shown.view, wish };
    if (wish.kind === 'fly' && target) shown.view.flyTo(target);
    else shown.view.setPose(look.get().pose);
  }, [shown, wish, target, look]);
  useEffect(() => shown && look.attach(() => shown.view.pose()), [shown, look]);
}
