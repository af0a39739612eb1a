import { useTranslation } from 'react-i18next';
import type { IncidentReport } from '#shared/domain/report/report.ts';
import { usePreferences } from '#renderer/ui/preferences.tsx';
import { useTimeTexts } from '#renderer/ui/use-time-texts.ts';
import { Facts } from './Facts.tsx';
import styles from './Report.module.css';

/** The whole in one glance. */
export function Summary({ report }: { readonly report: IncidentReport }) {
  const { t } = useTranslation('reports');
  const [{ language }] = usePreferences();
  const time = useTimeTexts(report.site.timeZone);
  const { summary, commanders, plan } = report;
  const { tasks, commands, targets } = summary;
  const needed = tasks.done + tasks.skipped + tasks.open;
  const figures: readonly (readonly [name: string, value: string])[] = [
    [t('figure.duration'), time.stopwatch(summary.durationMs)],
    [t('figure.steps'), t('ofAll', { part: tasks.done, all: needed })],
    [t('figure.targets'), t('ofAll', { part: targets.met, all: targets.met + targets.missed })],
    [t('figure.commands'), t('ofAll', { part: commands.proved, all: commands.asked })],
    [t('figure.alarms'), String(summary.alarms)],
    [t('figure.orders'), String(summary.orders)],
    [t('figure.people'), String(summary.people.length)],
  ];
  const commander = commanders.map(({ name }) => name).filter((name, at, all) => all.indexOf(name) === at);
  return (
    <>
      <p>
        {t('sentence', {
          plan: plan.name[language],
          commander: commander.length > 0 ? commander.join(' → ') : t('nobody'),
        })}
        {tasks.skipped > 0 && ` ${t('sentenceSkipped', { count: tasks.skipped })}`}
        {tasks.late > 0 && ` ${t('sentenceLate', { count: tasks.late })}`}
        {tasks.open > 0 && ` ${t('sentenceOpen', { count: tasks.open })}`}
      </p>
      <Facts facts={figures} className={styles.figures} />
    </>
  );
}
