import { useTranslation } from 'react-i18next';
import { scoreDrill, type DrillOutcome, type TaskScore } from '#shared/domain/incident/score.ts';
import type { IncidentView } from '#shared/domain/incident/view.ts';
import type { Site } from '#shared/domain/site/site.ts';
import { cx } from '#renderer/ui/cx.ts';
import { usePreferences } from '#renderer/ui/preferences.tsx';
import { useTimeTexts } from '#renderer/ui/use-time-texts.ts';
import { TaskMark } from '#renderer/widgets/incident/TaskMark.tsx';
import { planTask } from '#renderer/widgets/incident/incident-text.ts';
import styles from './ScorePanel.module.css';

const marks = {
  'in-time': 'done',
  late: 'done',
  'out-of-order': 'done',
  skipped: 'skipped',
  missed: 'waiting',
  'not-needed': 'not-needed',
} as const satisfies Readonly<Record<DrillOutcome, string>>;

/** How an ended drill went: the whole in one figure, and what it is made of. */
export function ScorePanel({ site, incident }: { readonly site: Site; readonly incident: IncidentView }) {
  const { t } = useTranslation('command');
  const { tasks, points, outOf, percent } = scoreDrill(incident);
  const needed = tasks.filter(({ outcome }) => outcome !== 'not-needed');
  return (
    <div className={styles.score}>
      <p className={styles.whole}>
        <strong>{t('score.percent', { percent })}</strong>
        <span>{t('score.points', { points, outOf })}</span>
      </p>
      <p className={styles.basis}>{t('score.basis')}</p>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t('score.task')}</th>
            <th scope="col">{t('score.outcome')}</th>
            <th scope="col">{t('score.took')}</th>
            <th scope="col">{t('score.target')}</th>
            <th scope="col">{t('score.got')}</th>
          </tr>
        </thead>
        <tbody>
          {needed.map((score) => (
            <ScoreRow key={score.task} site={site} incident={incident} score={score} />
          ))}
        </tbody>
      </table>
      {needed.length < tasks.length && (
        <p className={styles.basis}>{t('plan.spared', { count: tasks.length - needed.length })}</p>
      )}
    </div>
  );
}

function ScoreRow({
  site,
  incident,
  score: { task, outcome, tookS, targetS, points, outOf },
}: {
  readonly site: Site;
  readonly incident: IncidentView;
  readonly score: TaskScore;
}) {
  const { t } = useTranslation('command');
  const [{ language }] = usePreferences();
  const time = useTimeTexts(site.timeZone);
  const span = (seconds: number | undefined): string =>
    seconds === undefined ? '–' : time.stopwatch(seconds * 1000);
  return (
    <tr className={cx(points < outOf && styles.lost)}>
      <th scope="row">
        <TaskMark status={marks[outcome]} late={outcome === 'late'} />
        {planTask(incident, task)?.text[language] ?? task}
      </th>
      <td>{t(`score.is.${outcome}`)}</td>
      <td>{span(tookS)}</td>
      <td>{span(targetS)}</td>
      <td>{outOf === 0 ? t('score.uncounted') : t('score.of', { points, outOf })}</td>
    </tr>
  );
}
