import { useTranslation } from 'react-i18next';
import { Panel } from '#renderer/ui/Panel.tsx';
import { usePreferences } from '#renderer/ui/preferences.tsx';
import { useTimeTexts } from '#renderer/ui/use-time-texts.ts';
import type { Site } from '#shared/domain/site/site.ts';
import { useLive } from '#renderer/link/hooks.ts';
import { TaskMark } from '#renderer/widgets/incident/TaskMark.tsx';
import { doerOf, planTask } from '#renderer/widgets/incident/incident-text.ts';
import { useFirstIncident } from './IncidentBanner.tsx';
import styles from './PlanPanel.module.css';

const MOST_STEPS = 5;

/** The steps around the next one, for those who watch; commanding is done on the command screen. */
export function PlanPanel({ site }: { readonly site: Site }) {
  const { t } = useTranslation('overview');
  const [{ language }] = usePreferences();
  const live = useLive();
  const time = useTimeTexts(site.timeZone);
  const { first: incident } = useFirstIncident();
  if (!incident) return null;
  const needed = incident.tasks.filter(({ status }) => status !== 'not-needed');
  const at = Math.max(
    0,
    needed.findIndex(({ id }) => id === incident.nextTask),
  );
  const from = Math.max(0, Math.min(at - 2, needed.length - MOST_STEPS));
  const nowMs = live.engineNowMs();
  return (
    <Panel
      title={t('incident.plan', { name: incident.plan.name[language], id: incident.id })}
      className={styles.panel}
    >
      <ol className={styles.list}>
        {needed.slice(from, from + MOST_STEPS).map((task) => {
          const plan = planTask(incident, task.id);
          const when =
            task.settledAtMs === undefined ? '' : `${time.moment(task.settledAtMs, nowMs)} ${task.by ?? ''}`;
          return (
            <li key={task.id} className={task.id === incident.nextTask ? styles.next : undefined}>
              <TaskMark status={task.status} late={task.late} />
              <span>{plan?.text[language]}</span>
              <span className={styles.who}>
                {when === '' && plan ? doerOf(incident, plan, language) : when}
              </span>
            </li>
          );
        })}
      </ol>
    </Panel>
  );
}
