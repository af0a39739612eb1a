import { useTranslation } from 'react-i18next';
import type { IncidentView } from '#shared/domain/incident/view.ts';
import type { Site } from '#shared/domain/site/site.ts';
import { cx } from '#renderer/ui/cx.ts';
import { usePreferences } from '#renderer/ui/preferences.tsx';
import { TaskMark } from '#renderer/widgets/incident/TaskMark.tsx';
import { doerOf, planTask } from '#renderer/widgets/incident/incident-text.ts';
import styles from './PlanList.module.css';
import { TaskClock } from './TaskClock.tsx';

/** Every step of the plan that is or may become needed, with its state in shape and word. */
export function PlanList({
  site,
  incident,
  chosen,
  onChoose,
}: {
  readonly site: Site;
  readonly incident: IncidentView;
  readonly chosen: string | undefined;
  readonly onChoose: (task: string) => void;
}) {
  const { t } = useTranslation('command');
  const [{ language }] = usePreferences();
  const needed = incident.tasks.filter(({ status }) => status !== 'not-needed');
  const spared = incident.tasks.length - needed.length;
  return (
    <>
      <ol className={styles.list} aria-label={t('plan.label')}>
        {needed.map((task) => {
          const plan = planTask(incident, task.id);
          if (!plan) return null;
          const words = [
            t(`status.${task.status}`),
            task.by ?? doerOf(incident, plan, language),
            task.status === 'skipped' && task.note,
            task.outOfOrder && t('deviation.out-of-order'),
            plan.optional && t('plan.optional'),
            ...incident.orders
              .filter((order) => order.task === task.id)
              .map(({ state, person }) =>
                [person?.[language], t(`orderState.${state}`)].filter(Boolean).join(' '),
              ),
          ];
          return (
            <li
              key={task.id}
              className={cx(
                styles.row,
                task.id === chosen && styles.chosen,
                task.status === 'waiting' && styles.waiting,
              )}
            >
              <button
                type="button"
                aria-current={task.id === chosen ? 'step' : undefined}
                onClick={() => onChoose(task.id)}
              >
                <TaskMark status={task.status} late={task.late} />
                <span className={styles.text}>{plan.text[language]}</span>
                <span className={styles.words}>{words.filter(Boolean).join(' · ')}</span>
                <TaskClock site={site} incident={incident} task={task} />
              </button>
            </li>
          );
        })}
      </ol>
      {spared > 0 && <p className={styles.spared}>{t('plan.spared', { count: spared })}</p>}
    </>
  );
}
