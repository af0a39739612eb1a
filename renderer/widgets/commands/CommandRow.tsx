import { useEffect, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { isOpen, type Command } from '#shared/domain/command/command.ts';
import type { CommandElsewhere } from '#shared/domain/command/elsewhere.ts';
import { violationsOf } from '#shared/domain/command/interlock.ts';
import { valueText } from '#shared/domain/overlay/reading-text.ts';
import { hasValue, isStale, QUALITY_GOOD, qualityOf } from '#shared/domain/sample.ts';
import type { PointCommand } from '#shared/domain/site/command.ts';
import type { Site } from '#shared/domain/site/site.ts';
import { useLive, usePointReading } from '#renderer/link/hooks.ts';
import { useAnnounce } from '#renderer/ui/announce.tsx';
import { Button } from '#renderer/ui/Button.tsx';
import { cx } from '#renderer/ui/cx.ts';
import { formatQuantity } from '#renderer/ui/format.ts';
import { usePreferences } from '#renderer/ui/preferences.tsx';
import { useTick } from '#renderer/ui/use-time-texts.ts';
import { effectiveColumns } from '../effective-columns.ts';
import { CommandInput } from './CommandInput.tsx';
import styles from './CommandRow.module.css';
import { CommandState, stateText, violationText } from './CommandState.tsx';
import { NameEntry } from './NameEntry.tsx';
import type { CommandPorts } from './ports.ts';
import { useCommand, type Commanding } from './use-command.ts';

export interface CommandRowProps extends CommandPorts {
  readonly site: Site;
  readonly command: PointCommand;
  readonly latest: Command | undefined;
  /** What other stations have open at this point. */
  readonly elsewhere: readonly CommandElsewhere[];
  /** Nothing can be sent now. */
  readonly disabled: boolean;
  /** Id of the words that say why. */
  readonly describedBy: string | undefined;
}

/** One command: what its feedback says now, what may be asked, and what became of the last one. */
export function CommandRow({
  site,
  command,
  latest,
  elsewhere,
  disabled,
  describedBy,
  ...ports
}: CommandRowProps) {
  const { t } = useTranslation('commands');
  const [{ language }] = usePreferences();
  const commanding = useCommand(command, latest, ports);
  const id = useId();
  const asked = latest?.phase === 'asked' ? latest : undefined;
  const pressed = useRef<HTMLElement>(null);
  /** A name was typed in place: the keyboard goes back to where it was. */
  const goBack = (): void => pressed.current?.focus();
  useOutcomeAnnounced(latest, site);
  return (
    <li className={styles.row} aria-labelledby={id} data-point={command.point.id}>
      <div className={styles.head}>
        <h4 id={id} className={styles.name}>
          {command.name[language]}
        </h4>
        <Feedback command={command} />
        <CommandInput
          command={command}
          latest={latest}
          disabled={disabled}
          describedBy={describedBy}
          onPress={(value) => {
            if (document.activeElement instanceof HTMLElement) pressed.current = document.activeElement;
            commanding.press(value);
          }}
        />
      </div>
      <Elsewhere commands={elsewhere} />
      {commanding.wantsName && (
        <NameEntry
          label={t('yourName')}
          action={t('goOn')}
          leave={t('leave')}
          onName={(name) => {
            commanding.giveName(name);
            goBack();
          }}
          onLeave={() => {
            commanding.forget();
            goBack();
          }}
        />
      )}
      {commanding.failure !== undefined && (
        <p role="alert" className={styles.failure}>
          {t(`failure.${commanding.failure}`)}
        </p>
      )}
      {latest && <CommandState command={latest} site={site} />}
      {asked && <Confirmation asked={asked} commanding={commanding} onDone={goBack} />}
      {!(latest && isOpen(latest)) && command.interlocks.length > 0 && (
        <Blocked site={site} command={command} refused={latest?.reason === 'interlock'} />
      )}
    </li>
  );
}

/** What was asked waits: for a second name, or for the same press again. */
function Confirmation({
  asked,
  commanding,
  onDone,
}: {
  readonly asked: Command;
  readonly commanding: Commanding;
  readonly onDone: () => void;
}) {
  const { t } = useTranslation('commands');
  if (asked.confirmation === 'two-people')
    return (
      <NameEntry
        label={t('secondPerson')}
        action={t('confirm')}
        leave={t('takeBack')}
        onName={(name) => {
          commanding.confirmAs(name);
          onDone();
        }}
        onLeave={() => {
          commanding.takeBack();
          onDone();
        }}
      />
    );
  if (asked.confirmation !== 'two-step') return null;
  return (
    <Button look="quiet" className={styles.takeBack} onClick={commanding.takeBack}>
      {t('takeBack')}
    </Button>
  );
}

/** Somebody else is at the same device: who, where, with what. */
function Elsewhere({ commands }: { readonly commands: readonly CommandElsewhere[] }) {
  const { t } = useTranslation('commands');
  const [{ language }] = usePreferences();
  return commands.map(({ id, by, stationId, phase, value, valueName }) => (
    <p key={id} className={styles.elsewhere} data-elsewhere={phase}>
      {t(`elsewhere.${phase}`, {
        by,
        station: stationId,
        value: valueName?.[language] ?? String(value),
      })}
    </p>
  ));
}

function Feedback({ command: { feedback } }: { readonly command: PointCommand }) {
  const { t } = useTranslation('commands');
  const [{ language }] = usePreferences();
  const { value, status } = usePointReading(feedback.index);
  const doubt = !hasValue(status)
    ? t('doubt.never')
    : isStale(status)
      ? t('doubt.stale')
      : qualityOf(status) === QUALITY_GOOD
        ? undefined
        : t('doubt.bad');
  const text = hasValue(status) ? valueText(feedback, value, language, formatQuantity) : undefined;
  return (
    <span className={cx(styles.feedback, doubt !== undefined && styles.doubtful)}>
      {[text, doubt].filter(Boolean).join(' · ')}
    </span>
  );
}

/** Conditions that would refuse it now, said before anybody presses. The engine judges again. */
function Blocked({
  site,
  command,
  refused,
}: {
  readonly site: Site;
  readonly command: PointCommand;
  /** The last one was refused for it: its own words stand there already. */
  readonly refused: boolean;
}) {
  const { t } = useTranslation('commands');
  const [{ language }] = usePreferences();
  const live = useLive();
  useTick(1000);
  if (refused) return null;
  const choices = command.input.type === 'choice' ? command.input.choices : [undefined];
  const columns = effectiveColumns(live);
  return choices.flatMap((choice) =>
    violationsOf(command, choice?.id ?? '', columns).map((violation) => {
      const why = violationText(violation, site.pointById.get(violation.pointId), language, t);
      return (
        <p key={`${choice?.id} ${violation.pointId}`} className={styles.blocked}>
          {choice ? t('blocked', { value: choice.name[language], why }) : why}
        </p>
      );
    }),
  );
}

/** An end is read aloud once; one that was there before the row was shown is old news. */
function useOutcomeAnnounced(latest: Command | undefined, site: Site): void {
  const { t } = useTranslation('commands');
  const [{ language }] = usePreferences();
  const announce = useAnnounce();
  const known = useRef(latest);
  useEffect(() => {
    const before = known.current;
    known.current = latest;
    if (!latest || isOpen(latest) || (before?.id === latest.id && !isOpen(before)) || before === latest)
      return;
    const text = stateText(latest, site, language, t);
    announce(`${latest.name[language]}: ${text}`, latest.phase === 'proved' ? 'polite' : 'assertive');
  }, [latest, site, announce, language, t]);
}
