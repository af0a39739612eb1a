import { useTranslation } from 'react-i18next';
import { progressOf } from '#shared/domain/incident/incident.ts';
import { compareIncidents, type IncidentView } from '#shared/domain/incident/view.ts';
import type { Site } from '#shared/domain/site/site.ts';
import { useCollection, useLive } from '#renderer/link/hooks.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { usePreferences } from '#renderer/ui/preferences.tsx';
import { PriorityShape } from '#renderer/ui/PriorityShape.tsx';
import { useTick, useTimeTexts } from '#renderer/ui/use-time-texts.ts';
import { placeOf, planTask } from '#renderer/widgets/incident/incident-text.ts';
import styles from './IncidentBanner.module.css';

/** The most urgent open incident; an exercise only when there is nothing else. */
export function useFirstIncident(): { readonly first: IncidentView | undefined; readonly others: number } {
  const all = useCollection('incidents');
  const open = [...all.values()].filter(({ phase }) => phase === 'open').sort(compareIncidents);
  return { first: open[0], others: Math.max(0, open.length - 1) };
}

/** What is going on and what comes next, over the whole overview; nothing where nothing is going on. */
export function IncidentBanner({ site, onOpen }: { readonly site: Site; readonly onOpen: () => void }) {
  const { first, others } = useFirstIncident();
  return first ? <Banner site={site} incident={first} others={others} onOpen={onOpen} /> : null;
}

function Banner({
  site,
  incident,
  others,
  onOpen,
}: {
  readonly site: Site;
  readonly incident: IncidentView;
  readonly others: number;
  readonly onOpen: () => void;
}) {
  const { t } = useTranslation('overview');
  const [{ language }] = usePreferences();
  const live = useLive();
  const time = useTimeTexts(site.timeZone);
  useTick(1000);
  const nowMs = live.engineNowMs();
  const { settled, total } = progressOf(incident);
  const next = planTask(incident, incident.nextTask)?.text[language];
  const isDrill = incident.layer === 'drill';
  const late = incident.tasks.some((task) => task.late && task.status === 'active');
  return (
    <section className={isDrill ? styles.drill : styles.banner} aria-label={t('incident.label')}>
      <h2>
        <PriorityShape level={incident.severity} hollow={isDrill} />
        {[isDrill && t('incident.drill'), incident.plan.name[language], incident.id]
          .filter(Boolean)
          .join(' ')}
      </h2>
      <span>
        {[
          placeOf(site, incident),
          t('incident.started', { at: time.moment(incident.openedAtMs, nowMs) }),
          t('incident.lasted', { span: time.stopwatch(nowMs - incident.openedAtMs) }),
        ].join(' · ')}
      </span>
      <span>{t('incident.steps', { settled, total })}</span>
      <strong className={styles.next}>
        {next === undefined
          ? t('incident.noStep')
          : t(late ? 'incident.nextLate' : 'incident.next', { step: next })}
      </strong>
      {others > 0 && <span>{t('incident.others', { count: others })}</span>}
      <span className={styles.commander}>
        {incident.commander === undefined
          ? t('incident.nobody')
          : t('incident.commander', { name: incident.commander })}
      </span>
      <Button look="primary" className={styles.open} onClick={onOpen}>
        {t('incident.open')}
      </Button>
    </section>
  );
}
