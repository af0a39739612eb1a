import { useTranslation } from 'react-i18next';
import type { Site } from '#shared/domain/site/site.ts';
import type { StaffMemberState, StaffStatus } from '#shared/domain/staff/staff.ts';
import { useCollection, useLive } from '#renderer/link/hooks.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { cx } from '#renderer/ui/cx.ts';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { NO_VALUE } from '#renderer/ui/format.ts';
import { usePreferences } from '#renderer/ui/preferences.tsx';
import { useTick, useTimeTexts } from '#renderer/ui/use-time-texts.ts';
import { skillName, zoneName } from '#renderer/widgets/work-orders/names.ts';
import styles from './People.module.css';

const order: Readonly<Record<StaffStatus, number>> = { busy: 0, free: 1, unknown: 2, off: 3 };

/** Who is at work, what each can do, where he was last seen and how old that is. */
export function People({
  site,
  onOrder,
  locate,
}: {
  readonly site: Site;
  readonly onOrder: (orderId: string) => void;
  readonly locate: (word: string) => void;
}) {
  const { t } = useTranslation('dispatch');
  const staff = useCollection('staff');
  useTick(1000);
  if (site.document.staff.length === 0)
    return <EmptyState title={t('people.none')} reason={t('people.noneReason')} />;
  const sorted = [...staff.values()].sort(
    (a, b) => order[a.status] - order[b.status] || (a.id < b.id ? -1 : 1),
  );
  return (
    <div className={styles.list} role="list" aria-label={t('people.label')}>
      {sorted.map((person) => (
        <Person key={person.id} site={site} person={person} onOrder={onOrder} locate={locate} />
      ))}
    </div>
  );
}

function Person({
  site,
  person,
  onOrder,
  locate,
}: {
  readonly site: Site;
  readonly person: StaffMemberState;
  readonly onOrder: (orderId: string) => void;
  readonly locate: (word: string) => void;
}) {
  const { t } = useTranslation('dispatch');
  const [{ language }] = usePreferences();
  const { status, place } = person;
  return (
    <div role="listitem" className={cx(styles.row, status === 'off' && styles.off)}>
      <span className={styles.name}>{person.name[language]}</span>
      <span>{t(`status.${status}`)}</span>
      <span className={styles.cut}>
        {person.skills.map((skill) => skillName(site, skill, language)).join(t('people.and'))}
      </span>
      <span className={styles.cut}>
        {place ? (
          <Button look="quiet" onClick={() => locate(`zone:${place.zoneId}`)}>
            {zoneName(site, place.zoneId, language)}
          </Button>
        ) : (
          NO_VALUE
        )}
      </span>
      <span className={styles.cut}>
        <PlaceAge site={site} person={person} />
      </span>
      <span>
        {person.orderIds.map((id) => (
          <Button key={id} look="quiet" onClick={() => onOrder(id)}>
            {id}
          </Button>
        ))}
      </span>
    </div>
  );
}

function PlaceAge({ site, person: { place } }: { readonly site: Site; readonly person: StaffMemberState }) {
  const { t } = useTranslation('dispatch');
  const live = useLive();
  const time = useTimeTexts(site.timeZone);
  if (!place) return <>{t('people.noPlace')}</>;
  if (place.atMs === undefined) return <strong>{t('people.unknownAge')}</strong>;
  const ageMs = Math.max(0, live.engineNowMs() - place.atMs);
  const age = t('people.age', { age: time.span(ageMs) });
  return ageMs > site.document.dispatch.placeStaleS * 1000 ? (
    <strong>{t('people.stale', { age: time.span(ageMs) })}</strong>
  ) : (
    <>{age}</>
  );
}
