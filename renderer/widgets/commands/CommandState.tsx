import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { isOpen, type Command, type Violation } from '#shared/domain/command/command.ts';
import { valueText } from '#shared/domain/overlay/reading-text.ts';
import type { Point, Site } from '#shared/domain/site/site.ts';
import { useLive } from '#renderer/link/hooks.ts';
import { cx } from '#renderer/ui/cx.ts';
import { formatQuantity } from '#renderer/ui/format.ts';
import { MeterBar } from '#renderer/ui/MeterBar.tsx';
import { usePreferences } from '#renderer/ui/preferences.tsx';
import { useTick, useTimeTexts } from '#renderer/ui/use-time-texts.ts';
import styles from './CommandState.module.css';
import { OUTCOME_SHAPES, outcomeOf, remainingOf, stateKey } from './command-view.ts';

const TICK_MS = 250;

/** How far a command came, in a shape and in words; while its clock runs, what is left of it. */
export function CommandState({ command, site }: { readonly command: Command; readonly site: Site }) {
  const { t } = useTranslation('commands');
  const [{ language }] = usePreferences();
  const time = useTimeTexts(site.timeZone);
  const live = useLive();
  const nowMs = live.engineNowMs();
  const outcome = outcomeOf(command);
  const asked = command.valueName?.[language] ?? String(command.value);
  const text = stateText(command, site, language, t);
  const people = [...new Set([command.origin.by, command.confirmedBy].filter(Boolean))].join(' + ');
  return (
    <div className={styles.state} data-outcome={outcome} data-phase={command.phase}>
      <span className={cx(styles.shape, styles[outcome])} aria-hidden="true">
        {OUTCOME_SHAPES[outcome]}
      </span>
      <div className={styles.words}>
        <p role="status">
          <strong className={styles.asked}>{asked}</strong>
          {` · ${text}`}
        </p>
        {command.violations.map((violation) => (
          <p key={violation.pointId + violation.why.en} className={styles.why}>
            {violationText(violation, site.pointById.get(violation.pointId), language, t)}
          </p>
        ))}
        <p className={styles.origin}>
          {[
            people,
            time.moment(command.askedAtMs, nowMs),
            command.sentAtMs !== undefined &&
              command.endedAtMs !== undefined &&
              t('took', { time: time.span(command.endedAtMs - command.sentAtMs) }),
            command.storedSeq === 0 && !isOpen(command) && t('notStored'),
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
      </div>
      {isOpen(command) && <Countdown command={command} />}
    </div>
  );
}

function Countdown({ command }: { readonly command: Command }) {
  const { t } = useTranslation('commands');
  const live = useLive();
  useTick(TICK_MS);
  const remaining = remainingOf(command, live.engineNowMs());
  if (!remaining) return null;
  return (
    <div className={styles.clock} role="timer" aria-label={t('left')}>
      <span>{t('seconds', { seconds: Math.ceil(remaining.leftMs / 1000) })}</span>
      <MeterBar part={remaining.part} ramp={0.3} className={styles.bar} />
    </div>
  );
}

/** How far it came, in words. */
export function stateText(
  command: Command,
  site: Site,
  language: 'zh' | 'en',
  t: TFunction<'commands'>,
): string {
  const feedback = site.pointById.get(command.feedbackId);
  const value =
    feedback && command.feedback !== undefined
      ? valueText(feedback, command.feedback, language, formatQuantity)
      : '';
  return t(`state.${stateKey(command)}`, { by: command.origin.by, value });
}

/** Which condition does not hold, and what is known of its point. */
export function violationText(
  { assetName, pointName, why, because, value }: Violation,
  point: Point | undefined,
  language: 'zh' | 'en',
  t: TFunction<'commands'>,
): string {
  const now =
    point && value !== null ? valueText(point, value, language, formatQuantity) : String(value ?? '');
  return t(`because.${because}`, {
    why: why[language],
    point: `${assetName[language]} ${pointName[language]}`,
    value: now,
  });
}
