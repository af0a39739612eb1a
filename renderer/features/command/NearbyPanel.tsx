import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Places } from '#shared/domain/incident/places.ts';
import type { IncidentView } from '#shared/domain/incident/view.ts';
import { valueText } from '#shared/domain/overlay/reading-text.ts';
import { hasValue, isStale, QUALITY_BAD, qualityOf } from '#shared/domain/sample.ts';
import type { Asset } from '#shared/domain/site/site.ts';
import { useLive } from '#renderer/link/hooks.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { formatQuantity } from '#renderer/ui/format.ts';
import { usePreferences } from '#renderer/ui/preferences.tsx';
import { useTick } from '#renderer/ui/use-time-texts.ts';
import styles from './SidePanels.module.css';

/** What a commander looks for around an incident, by marker or by what it measures; other equipment is a key away. */
const RELEVANT_MARKERS: ReadonlySet<string> = new Set(['camera', 'door', 'lift', 'leak']);
const RELEVANT_QUANTITY = /valve|hydrant|extinguisher|sprinkler|smoke-exhaust|pump|gas|aed|public-address/;
const MOST_SHOWN = 40;

/** Cameras, doors, valves and the like in the affected zones and next to them, with their state now. */
export function NearbyPanel({
  incident,
  places,
  onOpen,
}: {
  readonly incident: IncidentView;
  readonly places: Places;
  readonly onOpen: (assetId: string) => void;
}) {
  const { t } = useTranslation('command');
  const assets = useMemo(
    () => places.assetsIn('neighbours', incident.zones).filter(isRelevant),
    [places, incident.zones],
  );
  if (assets.length === 0) return <p className={styles.body}>{t('nearby.none')}</p>;
  return (
    <div className={styles.body}>
      <ul className={styles.list} aria-label={t('nearby.title')}>
        {assets.slice(0, MOST_SHOWN).map((asset) => (
          <AssetRow key={asset.id} asset={asset} onOpen={onOpen} />
        ))}
        {assets.length > MOST_SHOWN && (
          <li className={styles.quiet}>{t('nearby.more', { count: assets.length - MOST_SHOWN })}</li>
        )}
      </ul>
    </div>
  );
}

function isRelevant({ marker, points }: Asset): boolean {
  return RELEVANT_MARKERS.has(marker) || points.some(({ quantity }) => RELEVANT_QUANTITY.test(quantity));
}

function AssetRow({ asset, onOpen }: { readonly asset: Asset; readonly onOpen: (assetId: string) => void }) {
  const { t } = useTranslation('command');
  const [{ language }] = usePreferences();
  const live = useLive();
  useTick(1000);
  const states = asset.points
    .filter(({ kind }) => kind === 'binary' || kind === 'multistate')
    .slice(0, 2)
    .map((point) => {
      const { value } = live.reading(point.index);
      const status = live.statusOf(point.index);
      const known = hasValue(status) && qualityOf(status) !== QUALITY_BAD;
      const words = known ? valueText(point, value, language, formatQuantity) : t('nearby.silent');
      const name = point.name[language];
      const told = words === name ? words : `${name} ${words}`;
      return isStale(status) ? t('nearby.stale', { words: told }) : told;
    });
  return (
    <li className={styles.row}>
      <Button look="quiet" onClick={() => onOpen(asset.id)}>
        {`${asset.zone.id} · ${asset.name[language]}`}
      </Button>
      <span className={styles.quiet}>{states.join(' · ')}</span>
    </li>
  );
}
