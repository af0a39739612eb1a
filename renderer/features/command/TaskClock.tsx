import { useTranslation } from 'react-i18next';
import { dueAtMs, type Incident, type TaskState } from '#shared/domain/incident/incident.ts';
import type { Site } from '#shared/domain/site/site.ts';
import { useLive } from '#renderer/link/hooks.ts';
import { useTick, useTimeTexts } from '#renderer/ui/use-time-texts.ts';
import styles from './PlanList.module.css';

/** How long is left, how late it is, or how long it took. */
export function TaskClock({
  site,
  incident,
  task,
}: {
  readonly site: Site;
  readonly incident: Incident;
  readonly task: TaskState;
}) {
  const { t } = useTranslation('command');
  const live = useLive();
  const time = useTimeTexts(site.timeZone);
  useTick(1000);
  if (task.settledAtMs !== undefined) {
    const took =
      task.activeSinceMs === undefined ? undefined : time.stopwatch(task.settledAtMs - task.activeSinceMs);
    const words = took === undefined ? '' : t('clock.took', { span: took });
    return (
      <span className={styles.clock}>
        {[task.late && t('clock.wasLate'), words].filter(Boolean).join(' · ')}
      </span>
    );
  }
  if (task.status !== 'active') return null;
  const due = dueAtMs(incident, task);
  const nowMs = live.engineNowMs();
  if (due === undefined)
    return <span className={styles.clock}>{time.stopwatch(nowMs - (task.activeSinceMs ?? nowMs))}</span>;
  if (!task.late && due >= nowMs)
    return <span className={styles.clock}>{t('clock.left', { span: time.stopwatch(due - nowMs) })}</span>;
  return <strong className={styles.late}>{t('clock.late', { span: time.stopwatch(nowMs - due) })}</strong>;
}
