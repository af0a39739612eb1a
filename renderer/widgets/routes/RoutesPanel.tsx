import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Site, Zone } from '#shared/domain/site/site.ts';
import { createOccupancy } from '#shared/domain/walking/occupancy.ts';
import { assemblyPointOf } from '#shared/domain/walking/route.ts';
import { useLive } from '#renderer/link/hooks.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { cx } from '#renderer/ui/cx.ts';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { formatNumber, formatQuantity } from '#renderer/ui/format.ts';
import { Panel } from '#renderer/ui/Panel.tsx';
import { usePreferences } from '#renderer/ui/preferences.tsx';
import { useTimeTexts } from '#renderer/ui/use-time-texts.ts';
import { effectiveColumns } from '../effective-columns.ts';
import styles from './RoutesPanel.module.css';
import type { EscapePicture } from './use-escapes.ts';
import { exitName, zoneEscapes, type ZoneEscape } from './zone-escapes.ts';

export interface RoutesPanelProps {
  readonly site: Site;
  /** Undefined while it is being found. */
  readonly picture: EscapePicture | undefined;
  readonly zones: readonly Zone[];
  readonly onZone: (zone: Zone) => void;
  readonly className?: string | undefined;
}

/** The ways out in words: where to, how far, how long, how many people, and what is not to be relied on. */
export function RoutesPanel({ site, picture, zones, onZone, className }: RoutesPanelProps) {
  const { t } = useTranslation('routes');
  const live = useLive();
  const occupancy = useMemo(() => createOccupancy(site), [site]);
  const columns = effectiveColumns(live);
  const rows = picture ? zoneEscapes(picture, zones, occupancy, columns) : [];
  const people = occupancy.count(zones, columns);
  return (
    <Panel
      title={t('title')}
      className={className}
      actions={
        people && <span className={styles.sum}>{t('peopleOf', { people: formatNumber(people.people) })}</span>
      }
    >
      {picture && rows.length === 0 && <EmptyState title={t('none.title')} reason={t('none.reason')} />}
      <ul className={styles.list} aria-label={t('title')}>
        {picture &&
          rows.map((row) => (
            <li key={row.zone.id} className={styles.row}>
              <Row row={row} picture={picture} timeZone={site.timeZone} onZone={onZone} />
            </li>
          ))}
      </ul>
    </Panel>
  );
}

interface RowProps {
  readonly row: ZoneEscape;
  readonly picture: EscapePicture;
  readonly timeZone: string;
  readonly onZone: (zone: Zone) => void;
}

function Row({ row, picture, timeZone, onZone }: RowProps) {
  const { t } = useTranslation('routes');
  const [{ language }] = usePreferences();
  const { zone, escape, inDanger } = row;
  const way = escape.kind === 'none' ? undefined : escape;
  return (
    <>
      <div className={styles.head}>
        <Button look="quiet" onClick={() => onZone(zone)}>
          <span className={styles.zone}>{zone.name[language]}</span>
        </Button>
        {inDanger && <span className={styles.danger}>{t('inDanger')}</span>}
        <span className={styles.figures}>
          {way && `${formatQuantity(way.lengthM, 'm')} · ${durationText(way.timeS, t)}`}
        </span>
      </div>
      {way && <p className={styles.quiet}>{whereTo(picture, way.exit, t('exit'), language)}</p>}
      <People row={row} timeZone={timeZone} />
      <Doubts row={row} />
    </>
  );
}

function whereTo(picture: EscapePicture, exit: number, exitWord: string, language: 'zh' | 'en'): string {
  const assembly = assemblyPointOf(picture.graph, exit);
  const name = exitName(picture.graph, exit, exitWord, language);
  return assembly ? `${name} → ${assembly.name?.[language] ?? assembly.id}` : name;
}

function People({ row: { people }, timeZone }: Pick<RowProps, 'row' | 'timeZone'>) {
  const { t } = useTranslation('routes');
  const live = useLive();
  const time = useTimeTexts(timeZone);
  if (!people) return null;
  const facts = {
    people: formatNumber(people.people),
    age: time.span(live.engineNowMs() - people.oldestMs),
  };
  return (
    <p className={cx(styles.quiet, people.stale && styles.doubt)}>
      {people.stale ? t('peopleStale', facts) : t('peopleFresh', facts)}
    </p>
  );
}

/** Why the way is not to be relied on, or why there is none: always in words. */
function Doubts({ row: { escape } }: Pick<RowProps, 'row'>) {
  const { t } = useTranslation('routes');
  if (escape.kind === 'none') {
    const doors = escape.lockedDoors.map(({ id }) => id).join(', ');
    return (
      <p className={styles.noWay}>
        <strong>{t('noWay.title')}</strong> {t(`noWay.${escape.because}`, { doors })}
      </p>
    );
  }
  const zones = escape.beside.map(({ id }) => id).join(', ');
  const doors = escape.unknownDoors.map(({ id }) => id).join(', ');
  return (
    <>
      {escape.kind === 'beside-alarm' && (
        <p className={styles.doubt}>{zones ? t('beside', { zones }) : t('besideOwn')}</p>
      )}
      {doors !== '' && <p className={styles.doubt}>{t('staleDoors', { doors })}</p>}
    </>
  );
}

function durationText(
  seconds: number,
  t: (key: string, facts: Readonly<Record<string, number>>) => string,
): string {
  const whole = Math.round(seconds);
  return whole < 60
    ? t('seconds', { s: whole })
    : t('minutes', { min: Math.floor(whole / 60), s: whole % 60 });
}
