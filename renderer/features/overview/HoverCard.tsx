import { useTranslation } from 'react-i18next';
import type { Point, Site, Zone } from '#shared/domain/site/site.ts';
import type { SceneEvents, SceneTarget } from '#renderer/scene/view.ts';
import { formatQuantity } from '#renderer/ui/format.ts';
import { usePreferences } from '#renderer/ui/preferences.tsx';
import styles from './HoverCard.module.css';
import type { OverlayView } from './overlay-view.ts';
import { PointRow } from './PointRow.tsx';

const MOST_POINTS = 6;

/** What is under the pointer: where, and its values with their age. */
export function HoverCard({
  site,
  hover,
  view,
}: {
  readonly site: Site;
  readonly view: OverlayView;
  readonly hover: NonNullable<SceneEvents['hover']>;
}) {
  const { t } = useTranslation('overview');
  const [{ language }] = usePreferences();
  const { title, place, points } = describe(site, hover.target, language);
  const zone = hover.target.kind === 'zone' ? site.zoneById.get(hover.target.id) : undefined;
  const right = hover.clientX > window.innerWidth / 2;
  const below = hover.clientY > window.innerHeight / 2;
  return (
    <div
      className={styles.card}
      style={{
        left: right ? undefined : hover.clientX + 18,
        right: right ? window.innerWidth - hover.clientX + 18 : undefined,
        top: below ? undefined : hover.clientY + 18,
        bottom: below ? window.innerHeight - hover.clientY + 18 : undefined,
      }}
    >
      <p className={styles.title}>{title}</p>
      <p className={styles.place}>{place}</p>
      {zone && <ZoneFigure zone={zone} view={view} />}
      {points.slice(0, MOST_POINTS).map((point) => (
        <PointRow key={point.id} point={point} timeZone={site.timeZone} />
      ))}
      {points.length > MOST_POINTS && (
        <p className={styles.place}>{t('hover.more', { count: points.length - MOST_POINTS })}</p>
      )}
    </div>
  );
}

/** What the overlay says of the zone under the pointer: the number behind its colour. */
function ZoneFigure({ zone, view }: { readonly zone: Zone; readonly view: OverlayView }) {
  const { t } = useTranslation('overview');
  const [{ language }] = usePreferences();
  const { legend, name, zoneValue, zoneDecimals, spread } = view;
  const value = zoneValue[zone.index] ?? Number.NaN;
  if (legend.kind === 'states')
    return (
      <p className={styles.figure}>{t(`security.state.${legend.states[value]?.code ?? 'unmonitored'}`)}</p>
    );
  return (
    <p className={styles.figure}>
      {`${name?.[language] ?? t(`legend.${legend.quantity}`)} ${formatQuantity(value, legend.unit, zoneDecimals)}`}
      {spread(zone.index) && <span className={styles.note}>{t('hover.spread')}</span>}
    </p>
  );
}

function describe(
  site: Site,
  target: SceneTarget,
  language: 'zh' | 'en',
): { title: string; place: string; points: readonly Point[] } {
  switch (target.kind) {
    case 'asset': {
      const asset = site.assetById.get(target.id);
      return {
        title: asset?.name[language] ?? target.id,
        place: asset ? `${asset.zone.storey.label} · ${asset.zone.name[language]}` : '',
        points: asset?.points ?? [],
      };
    }
    case 'zone': {
      const environment = new Set(site.document.overlays.environment.map((layer) => layer.quantity));
      const zone = site.zoneById.get(target.id);
      const points = site.assets
        .filter((asset) => asset.zone === zone)
        .flatMap((asset) => asset.points)
        .filter((point) => environment.has(point.quantity));
      return {
        title: zone?.name[language] ?? target.id,
        place: zone ? `${zone.storey.label} · ${formatQuantity(zone.areaM2, 'm²')}` : '',
        points,
      };
    }
    case 'storey': {
      const storey = site.storeyById.get(target.id);
      return {
        title: storey?.name[language] ?? target.id,
        place: storey ? formatQuantity(storey.areaM2, 'm²') : '',
        points: [],
      };
    }
  }
}
