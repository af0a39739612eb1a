import { useTranslation } from 'react-i18next';
import type { Site } from '#shared/domain/site/site.ts';
import { KNOWN_ACTS } from '#shared/domain/work-order/fold.ts';
import type { WorkOrderEvent } from '#shared/domain/work-order/work-order.ts';
import { useLive } from '#renderer/link/hooks.ts';
import { cx } from '#renderer/ui/cx.ts';
import { DetailsHeading } from '#renderer/ui/Details.tsx';
import { usePreferences } from '#renderer/ui/preferences.tsx';
import { useTimeTexts } from '#renderer/ui/use-time-texts.ts';
import { actorName, personName } from '#renderer/widgets/work-orders/names.ts';
import styles from './History.module.css';

/** Everything that happened to the order, the latest first; what had no effect is shown too, and says why. */
export function History({
  site,
  events,
}: {
  readonly site: Site;
  readonly events: readonly WorkOrderEvent[];
}) {
  const { t } = useTranslation('dispatch');
  return (
    <section aria-label={t('history.title')}>
      <DetailsHeading>{t('history.title')}</DetailsHeading>
      <ol className={styles.list}>
        {[...events].reverse().map((event) => (
          <Line key={event.stamp} site={site} event={event} />
        ))}
      </ol>
    </section>
  );
}

function Line({ site, event }: { readonly site: Site; readonly event: WorkOrderEvent }) {
  const { t } = useTranslation('dispatch');
  const [{ language }] = usePreferences();
  const live = useLive();
  const time = useTimeTexts(site.timeZone);
  const who = actorName(site, event.by, language, {
    engine: t('actor.engine'),
    resident: t('actor.resident'),
  });
  const whom =
    event.staffId !== undefined && event.staffId !== event.by
      ? personName(site, event.staffId, language)
      : undefined;
  const reason =
    event.kind === 'escalate' && event.reason !== undefined ? t(`escalation.${event.reason}`) : event.reason;
  const what =
    event.edited.length > 0
      ? t('event.edit', {
          fields: event.edited.map((name) => t(`field.${name}`, name)).join(t('people.and')),
        })
      : // One that this program does not know is told by its own name.
        KNOWN_ACTS.includes(event.kind)
        ? t(`event.${event.kind}`)
        : t('event.other', { kind: event.kind });
  return (
    <li className={cx(styles.line, event.void !== undefined && styles.void)}>
      <span className={styles.time}>{time.moment(event.atMs, live.engineNowMs())}</span>
      <span>
        {[what, whom, reason, t('history.by', { who }), event.void && t(`void.${event.void}`)]
          .filter(Boolean)
          .join(' · ')}
      </span>
    </li>
  );
}
