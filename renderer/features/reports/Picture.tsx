import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { IncidentReport } from '#shared/domain/report/report.ts';
import type { Site } from '#shared/domain/site/site.ts';
import type { SceneMarker } from '#renderer/scene/view.ts';
import { usePreferences } from '#renderer/ui/preferences.tsx';
import { useBuildingView, type ShownBuilding } from '#renderer/widgets/building/use-building-view.ts';
import {
  themeColorsOf,
  useThemeColors,
  type ThemeColors,
} from '#renderer/widgets/building/use-theme-colors.ts';
import styles from './Maps.module.css';

interface Taken {
  readonly onScreen: string;
  readonly onPaper: string;
}

/**
 * The building with the affected zones, as a picture: taken once, once in the colours of the room and once in those of paper.
 * Nothing is shown where there is no WebGL, or the site is another one than the report's: the storeys beside it are the report's own.
 */
export function Picture({ site, report }: { readonly site: Site; readonly report: IncidentReport }) {
  const [taken, setTaken] = useState<Taken>();
  const { t } = useTranslation('reports');
  const isKnown = site.id === report.site.id && report.map.length > 0;
  if (!isKnown) return null;
  return (
    <>
      {!taken && <Taking site={site} report={report} onTaken={setTaken} />}
      {taken && (
        <figure className={styles.figure}>
          <div className={styles.picture}>
            <img className={styles.onScreen} src={taken.onScreen} alt={t('map.building')} />
            <img className={styles.onPaper} src={taken.onPaper} alt={t('map.building')} />
          </div>
          <figcaption>{t('map.building')}</figcaption>
        </figure>
      )}
    </>
  );
}

function Taking({
  site,
  report,
  onTaken,
}: {
  readonly site: Site;
  readonly report: IncidentReport;
  readonly onTaken: (taken: Taken) => void;
}) {
  const [{ language }] = usePreferences();
  const host = useRef<HTMLDivElement>(null);
  const paper = useRef<HTMLDivElement>(null);
  const colors = useThemeColors();
  const shown = useBuildingView(
    host,
    site,
    { language, colors: colors.scene, labelScale: 1, still: true },
    { onSelect: none, onActivate: none, onHover: none, onPerson: none },
  );
  useEffect(() => {
    if (!shown || !paper.current) return;
    const ink = themeColorsOf(paper.current);
    const onScreen = take(shown, site, report, colors, language);
    const onPaper = take(shown, site, report, ink, language);
    if (onScreen !== undefined && onPaper !== undefined) onTaken({ onScreen, onPaper });
  }, [shown, site, report, colors, language, onTaken]);
  return (
    <>
      <div ref={host} className={styles.host} aria-hidden="true" />
      <div ref={paper} data-theme="light" hidden />
    </>
  );
}

function none(): void {}

function take(
  { view }: ShownBuilding,
  site: Site,
  report: IncidentReport,
  colors: ThemeColors,
  language: 'zh' | 'en',
): string | undefined {
  const affected = new Set(
    report.map.flatMap(({ zones }) => zones.flatMap((zone) => (zone.affected ? [zone.id] : []))),
  );
  const paint = new Float32Array(site.zones.length * 3).fill(Number.NaN);
  // The ramp's middle, as on the command screen: red is for alarms.
  const middle = colors.overlay.ramp[2] ?? [0.5, 0.5, 0.5];
  site.zones.forEach(({ id, index }) => affected.has(id) && paint.set(middle, index * 3));
  view.setColors(colors.scene);
  view.setZoneColors(paint);
  view.setMarkers(markersOf(site, report, language));
  const first = report.map.find(({ zones }) => zones.some((zone) => zone.affected));
  view.setView({
    exploded: false,
    isolatedStorey: undefined,
    section: undefined,
    spotlight: site.storeys.find(({ id }) => id === first?.storeyId)?.id,
  });
  return view.picture();
}

/** Priority 1 fills its zone; numbers are on the storeys. */
function markersOf(site: Site, report: IncidentReport, language: 'zh' | 'en'): SceneMarker[] {
  return report.alarms.flatMap(({ assetId, priority, name }) => {
    const asset = site.assetById.get(assetId);
    if (!asset) return [];
    return [
      {
        assetIndex: asset.index,
        zoneIndex: asset.zone.index,
        priority,
        unacknowledged: false,
        title: name[language],
        lines: [],
      },
    ];
  });
}
