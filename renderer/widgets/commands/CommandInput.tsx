import { useState, type FormEvent, type KeyboardEvent, type MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Command } from '#shared/domain/command/command.ts';
import type { PointCommand } from '#shared/domain/site/command.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { usePreferences } from '#renderer/ui/preferences.tsx';
import styles from './CommandInput.module.css';
import { isSecondStep } from './use-command.ts';

export interface CommandInputProps {
  readonly command: PointCommand;
  readonly latest: Command | undefined;
  readonly disabled: boolean;
  /** Says why it is disabled. */
  readonly describedBy: string | undefined;
  readonly onPress: (value: string | number) => void;
}

/** A key that is held down, and the second click of a double click, are one press: two steps are two decisions. */
const onePress = {
  onKeyDown(event: KeyboardEvent): void {
    if (event.repeat && (event.key === 'Enter' || event.key === ' ')) event.preventDefault();
  },
  onClickCapture(event: MouseEvent): void {
    if (event.detail <= 1) return;
    event.stopPropagation();
    event.preventDefault();
  },
};

/** What may be asked: a button a choice, a number, or words. */
export function CommandInput(props: CommandInputProps) {
  const { input } = props.command;
  return (
    <div className={styles.input} {...onePress}>
      {input.type === 'choice' && <Choices {...props} choices={input.choices} />}
      {input.type === 'range' && <NumberInput {...props} range={input} />}
      {input.type === 'text' && <TextInput {...props} maxLength={input.maxLength} />}
    </div>
  );
}

type Choice = Extract<PointCommand['input'], { type: 'choice' }>['choices'][number];
type Range = Extract<PointCommand['input'], { type: 'range' }>;

function Choices({
  choices,
  latest,
  disabled,
  describedBy,
  onPress,
}: CommandInputProps & { readonly choices: readonly Choice[] }) {
  const { t } = useTranslation('commands');
  const [{ language }] = usePreferences();
  return choices.map(({ id, name }) => {
    const again = isSecondStep(latest, id);
    return (
      <Button
        key={id}
        look={again ? 'primary' : 'plain'}
        disabled={disabled}
        aria-describedby={describedBy}
        data-command
        onClick={() => onPress(id)}
      >
        {again ? t('again', { value: name[language] }) : name[language]}
      </Button>
    );
  });
}

function NumberInput({
  command,
  range,
  latest,
  disabled,
  describedBy,
  onPress,
}: CommandInputProps & { readonly range: Range }) {
  const { t } = useTranslation('commands');
  const [text, setText] = useState('');
  const value = Number(text);
  const allowed = text.trim() !== '' && value >= range.min && value <= range.max;
  const again = allowed && isSecondStep(latest, value);
  return (
    <Entry onSubmit={() => allowed && onPress(value)}>
      <input
        type="number"
        className={styles.number}
        min={range.min}
        max={range.max}
        step={range.step ?? 10 ** -command.feedback.decimals}
        value={text}
        disabled={disabled}
        aria-describedby={describedBy}
        aria-label={t('number', { min: range.min, max: range.max, unit: command.feedback.unit })}
        placeholder={`${range.min}–${range.max}`}
        data-command
        onChange={(event) => setText(event.target.value)}
      />
      <span className={styles.unit}>{command.feedback.unit}</span>
      <Button type="submit" look={again ? 'primary' : 'plain'} disabled={disabled || !allowed}>
        {again ? t('again', { value: t('set') }) : t('set')}
      </Button>
    </Entry>
  );
}

function TextInput({
  latest,
  maxLength,
  disabled,
  describedBy,
  onPress,
}: CommandInputProps & { readonly maxLength: number }) {
  const { t } = useTranslation('commands');
  const [text, setText] = useState('');
  const words = text.trim();
  const again = words !== '' && isSecondStep(latest, words);
  return (
    <Entry onSubmit={() => words !== '' && onPress(words)}>
      <input
        className={styles.words}
        value={text}
        maxLength={maxLength}
        disabled={disabled}
        aria-describedby={describedBy}
        aria-label={t('words')}
        placeholder={t('words')}
        autoComplete="off"
        data-command
        onChange={(event) => setText(event.target.value)}
      />
      <Button type="submit" look={again ? 'primary' : 'plain'} disabled={disabled || words === ''}>
        {again ? t('again', { value: t('announce') }) : t('announce')}
      </Button>
    </Entry>
  );
}

function Entry({
  onSubmit,
  children,
}: {
  readonly onSubmit: () => void;
  readonly children: React.ReactNode;
}) {
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <form className={styles.entry} onSubmit={submit}>
      {children}
    </form>
  );
}
