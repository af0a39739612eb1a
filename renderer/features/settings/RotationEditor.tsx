import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MOST_STEPS, PAUSE_SECONDS, STEP_SECONDS, type WallShow } from '#shared/domain/wall/show.ts';
import { useRequest } from '#renderer/link/hooks.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Field } from '#renderer/ui/Field.tsx';
import { Select } from '#renderer/ui/Select.tsx';
import styles from './settings.module.css';
import {
  nameProblem,
  rotationForm,
  rotationOf,
  secondsProblem,
  withMovedStep,
  withoutStep,
  withStep,
  type RotationForm,
} from './wall-form.ts';
import type { TellOutcome } from './WallPanel.tsx';

export interface RotationEditorProps {
  readonly shows: ReadonlyMap<string, WallShow>;
  /** Name of the rotation that is changed; undefined: a new one. */
  readonly edited: string | undefined;
  readonly onDone: () => void;
  readonly onOutcome: TellOutcome;
}

/** Scenes in order, each for so many seconds. */
export function RotationEditor({ shows, edited, onDone, onOutcome }: RotationEditorProps) {
  const { t } = useTranslation('settings');
  const ask = useRequest();
  const before = edited === undefined ? undefined : shows.get(edited);
  const [form, setForm] = useState(() => rotationForm(before?.kind === 'rotation' ? before : undefined));
  const rotation = rotationOf(form, shows);
  const taken = nameProblem(form.name, 'rotation', shows) === 'name-taken';
  const save = async (event: React.FormEvent): Promise<void> => {
    event.preventDefault();
    if (!rotation) return;
    const answer = await ask('wall.save', { show: rotation });
    onOutcome(answer, t('wall.saved', { name: rotation.name }));
    if (!answer.ok) return;
    setForm(rotationForm(undefined));
    onDone();
  };
  return (
    <form className={styles.form} onSubmit={(event) => void save(event)} aria-label={t('wall.rotationForm')}>
      <h3 className={styles.subtitle}>
        {edited === undefined ? t('wall.newRotation') : t('wall.editRotation', { name: edited })}
      </h3>
      <div className={styles.fields}>
        <Field
          label={t('wall.rotationName')}
          value={form.name}
          onChange={(name) => setForm({ ...form, name })}
          autoComplete="off"
          error={taken ? t('wall.problem.name-taken') : undefined}
        />
        <Field
          label={t('wall.pause')}
          value={form.pause}
          inputMode="numeric"
          onChange={(pause) => setForm({ ...form, pause })}
          error={
            secondsProblem(form.pause, PAUSE_SECONDS) ? t('wall.problem.seconds', PAUSE_SECONDS) : undefined
          }
        />
      </div>
      <StepRows form={form} shows={shows} onChange={setForm} />
      <footer className={styles.actions}>
        <AddStep form={form} shows={shows} onChange={setForm} />
        <Button type="submit" disabled={!rotation}>
          {t('wall.saveRotation')}
        </Button>
        {edited !== undefined && <Button onClick={onDone}>{t('wall.cancel')}</Button>}
      </footer>
    </form>
  );
}

interface StepsProps {
  readonly form: RotationForm;
  readonly shows: ReadonlyMap<string, WallShow>;
  readonly onChange: (form: RotationForm) => void;
}

function StepRows({ form, shows, onChange }: StepsProps) {
  const { t } = useTranslation('settings');
  if (form.steps.length === 0) return <p className={styles.note}>{t('wall.noSteps')}</p>;
  const scenes = sceneNames(shows);
  const change = (index: number, part: { scene?: string; seconds?: string }): void =>
    onChange({ ...form, steps: form.steps.map((step, at) => (at === index ? { ...step, ...part } : step)) });
  return (
    <ol className={styles.steps} aria-label={t('wall.order')}>
      {form.steps.map(({ key, scene, seconds }, index) => (
        <li key={key}>
          <Select
            label={t('wall.stepScene', { number: index + 1 })}
            value={scene}
            onChange={(name) => change(index, { scene: name })}
            options={(scenes.includes(scene) ? scenes : [scene, ...scenes]).map(asOption)}
          />
          <Field
            label={t('wall.stepSeconds')}
            value={seconds}
            inputMode="numeric"
            onChange={(text) => change(index, { seconds: text })}
            error={secondsProblem(seconds) ? t('wall.problem.seconds', STEP_SECONDS) : undefined}
          />
          <Button
            aria-label={t('wall.earlier', { number: index + 1 })}
            disabled={index === 0}
            onClick={() => onChange(withMovedStep(form, index, -1))}
          >
            ↑
          </Button>
          <Button
            aria-label={t('wall.later', { number: index + 1 })}
            disabled={index === form.steps.length - 1}
            onClick={() => onChange(withMovedStep(form, index, 1))}
          >
            ↓
          </Button>
          <Button
            aria-label={t('wall.dropStep', { number: index + 1 })}
            onClick={() => onChange(withoutStep(form, index))}
          >
            ✕
          </Button>
        </li>
      ))}
    </ol>
  );
}

/** Adds the first scene that is not in the rotation yet, so that "all of them in turn" is a few presses of one key. */
function AddStep({ form, shows, onChange }: StepsProps) {
  const { t } = useTranslation('settings');
  const scenes = sceneNames(shows);
  const next = scenes.find((name) => form.steps.every(({ scene }) => scene !== name)) ?? scenes[0];
  return (
    <Button
      disabled={next === undefined || form.steps.length >= MOST_STEPS}
      onClick={() => next !== undefined && onChange(withStep(form, next))}
    >
      {t('wall.addStep')}
    </Button>
  );
}

function sceneNames(shows: ReadonlyMap<string, WallShow>): string[] {
  return [...shows.values()].flatMap(({ kind, name }) => (kind === 'scene' ? [name] : [])).sort();
}

function asOption(name: string): { readonly value: string; readonly text: string } {
  return { value: name, text: name };
}
