import { useTranslation } from 'react-i18next';
import { placeText } from '#shared/domain/overlay/reading-text.ts';
import type { Point, Site } from '#shared/domain/site/site.ts';
import type { SceneEvents, SceneTarget } from '#renderer/scene/view.ts';
import { formatQuantity } from '#renderer/ui/format.ts';
import { usePreferences } from '#renderer/ui/preferences.tsx';
import styles from './HoverCard.module.css';
import { PointRow } from './PointRow.tsx';

const MOST_POINTS = 6;

/** What is under the pointer: where, and its values with their age. */
export function HoverCard({
  site,
  hover,
}: {
  readonly site: Site;
  readonly hover: NonNullable<SceneEvents['hover']>;
}) {
  const { t } = useTranslation('overview');
  const [{ language }] = usePreferences();
  const { title, place, points } = describe(site, hover.target, language);
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
      {points.slice(0, MOST_POINTS).map((point) => (
        <PointRow key={point.id} point={point} timeZone={site.timeZone} />
      ))}
      {points.length > MOST_POINTS && (
        <p className={styles.place}>{t('hover.more', { count: points.length - MOST_POINTS })}</p>
      )}
    </div>
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
      const zone = site.zoneById.get(target.id);
      const points = site.assets
        .filter((asset) => asset.zone === zone && asset.discipline === 'environment')
        .flatMap((asset) => asset.points);
      return {
        title: zone?.name[language] ?? target.id,
        place: zone ? `${placeText(zone, language)} · ${formatQuantity(zone.areaM2, 'm²')}` : '',
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
