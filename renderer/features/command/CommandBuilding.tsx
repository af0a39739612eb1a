import { useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { IncidentView } from '#shared/domain/incident/view.ts';
import type { Site } from '#shared/domain/site/site.ts';
import { useAlarms } from '#renderer/link/hooks.ts';
import { usePreferences } from '#renderer/ui/preferences.tsx';
import { useRem } from '#renderer/ui/rem.ts';
import { markersOf } from '#renderer/widgets/building/markers.ts';
import { useBuildingView } from '#renderer/widgets/building/use-building-view.ts';
import { usePeople } from '#renderer/widgets/work-orders/use-people.ts';
import { useThemeColors } from '#renderer/widgets/building/use-theme-colors.ts';
import type { SceneMarker, SceneRoute } from '#renderer/scene/view.ts';
import styles from './CommandBuilding.module.css';

interface BuildingProps {
  readonly site: Site;
  readonly incident: IncidentView;
  /** Ways out of the affected zones. */
  readonly routes: readonly SceneRoute[];
}

/** The building with the affected zones, their storey brought forward. In a drill it shows what was played in, and no alarm. */
export function CommandBuilding({ drawn, ...building }: BuildingProps & { readonly drawn: boolean }) {
  const { t } = useTranslation('command');
  return (
    <div className={styles.panel} role="region" aria-label={t('building')}>
      {drawn && <DrawnBuilding {...building} />}
    </div>
  );
}

function DrawnBuilding({ site, incident, routes }: BuildingProps) {
  const { t } = useTranslation('command');
  const [{ language }] = usePreferences();
  const host = useRef<HTMLDivElement>(null);
  const colors = useThemeColors();
  const labelScale = useRem() / 10;
  const shown = useBuildingView(
    host,
    site,
    { language, colors: colors.scene, labelScale, still: navigator.webdriver },
    {
      onSelect: () => undefined,
      onActivate: () => undefined,
      onHover: () => undefined,
      onPerson: () => undefined,
    },
  );
  const alarms = useAlarms();
  const { people } = usePeople(site);
  const markers = useMemo(
    () =>
      incident.layer === 'drill'
        ? drillMarkers(site, incident, language, t('drill.word'))
        : markersOf(site, alarms, language, (alarm) => [alarm.assetId]),
    [site, incident, alarms, language, t],
  );
  const first = site.zoneById.get(incident.zones[0] ?? '');
  const zones = incident.zones.join();
  useEffect(() => {
    const affected = new Set(zones.split(','));
    const paint = new Float32Array(site.zones.length * 3).fill(Number.NaN);
    // The ramp's middle: what is affected stands out, red stays with the alarms.
    const [red, green, blue] = colors.overlay.ramp[2] ?? [0.5, 0.5, 0.5];
    site.zones.forEach(({ id, index }) => affected.has(id) && paint.set([red, green, blue], index * 3));
    shown?.view.setZoneColors(paint);
  }, [shown, site, zones, colors]);
  useEffect(() => shown?.view.setMarkers(markers), [shown, markers]);
  useEffect(() => shown?.view.setRoutes(routes), [shown, routes]);
  useEffect(() => shown?.view.setPeople(people), [shown, people]);
  useEffect(
    () =>
      shown?.view.setView({
        exploded: false,
        isolatedStorey: undefined,
        section: undefined,
        spotlight: first?.storey.id,
      }),
    [shown, first],
  );
  useEffect(() => shown?.view.setLanguage(language), [shown, language]);
  useEffect(() => shown?.view.setColors(colors.scene), [shown, colors]);
  useEffect(() => shown?.view.setLabelScale(labelScale), [shown, labelScale]);
  return <div ref={host} className={styles.host} />;
}

function drillMarkers(
  site: Site,
  incident: IncidentView,
  language: 'zh' | 'en',
  word: string,
): SceneMarker[] {
  return incident.injected.flatMap(({ pointId, text }) => {
    const asset = site.pointById.get(pointId ?? '')?.asset;
    if (!asset) return [];
    return [
      {
        assetIndex: asset.index,
        zoneIndex: asset.zone.index,
        priority: 4 as const,
        unacknowledged: false,
        title: `${word} · ${asset.zone.id}`,
        lines: [text[language]],
      },
    ];
  });
}
