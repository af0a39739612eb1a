import { useRef, useState, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { isSettled, type TaskState } from '#shared/domain/incident/incident.ts';
import type { Places } from '#shared/domain/incident/places.ts';
import type { IncidentView } from '#shared/domain/incident/view.ts';
import type { PlanTask } from '#shared/domain/plan/document.ts';
import type { Site } from '#shared/domain/site/site.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { useKeyCommands } from '#renderer/ui/key-commands.tsx';
import { usePreferences } from '#renderer/ui/preferences.tsx';
import { TaskMark } from '#renderer/widgets/incident/TaskMark.tsx';
import { doerOf, planTask, taskState, type Language } from '#renderer/widgets/incident/incident-text.ts';
import { EvidenceList } from './EvidenceList.tsx';
import { ReasonForm } from './ReasonForm.tsx';
import styles from './TaskCard.module.css';
import { TaskClock } from './TaskClock.tsx';
import { TaskCommands } from './TaskCommands.tsx';
import type { Acting } from './use-act.ts';

export interface TaskCardProps {
  readonly site: Site;
  readonly incident: IncidentView;
  readonly acting: Acting;
  readonly places: Places;
  readonly task: string | undefined;
  readonly onSettled: () => void;
}

/** One step: what to do, and everything one can do about it. Enter does it. */
export function TaskCard({ site, incident, acting, places, task: id, onSettled }: TaskCardProps) {
  const { t } = useTranslation('command');
  const [{ language }] = usePreferences();
  const [asking, setAsking] = useState<'skip' | 'redo'>();
  const answers = useRef<HTMLDivElement>(null);
  const plan = planTask(incident, id);
  const state = taskState(incident, id);
  const can = incident.phase === 'open' && acting.by !== undefined;
  const done = (answer?: string): void => {
    if (!id || !can) return;
    (document.activeElement as HTMLElement | null)?.blur();
    void acting
      .act('done', answer === undefined ? { task: id } : { task: id, answer })
      .then((ok) => ok && onSettled());
  };
  const group = t('keys.group');
  useKeyCommands([
    {
      keys: ['Enter', 'c'],
      text: t('keys.do'),
      group,
      run: () =>
        plan?.ask
          ? answers.current?.querySelector('button')?.focus()
          : state && !isSettled(state.status) && done(),
    },
    { keys: ['k'], text: t('keys.skip'), group, run: () => can && setAsking('skip') },
  ]);
  if (!plan || !state) {
    const none = incident.phase === 'open' ? 'none' : 'over';
    return <EmptyState title={t(`step.${none}`)} reason={t(`step.${none}Reason`)} />;
  }
  const settled = isSettled(state.status);
  return (
    <div className={styles.card}>
      <h3 className={styles.text}>
        <TaskMark status={state.status} late={state.late} />
        {plan.text[language]}
      </h3>
      <p className={styles.who}>
        {`${doerOf(incident, plan, language)} · ${t(`status.${state.status}`)}`}
        <TaskClock site={site} incident={incident} task={state} />
      </p>
      {plan.detail && <p className={styles.detail}>{plan.detail[language]}</p>}
      {plan.ask && !settled && <p className={styles.question}>{plan.ask.text[language]}</p>}
      {settled ? (
        <Outcome plan={plan} state={state} can={can} language={language} onRedo={() => setAsking('redo')} />
      ) : (
        <Answers
          plan={plan}
          can={can}
          language={language}
          hold={answers}
          onDone={done}
          onSkip={() => setAsking('skip')}
        />
      )}
      {asking && (
        <ReasonForm
          label={t(`step.${asking}Reason`)}
          action={t(`step.${asking}`)}
          onCancel={() => setAsking(undefined)}
          onDone={(reason) => {
            setAsking(undefined);
            void acting.act(asking, { task: plan.id, reason }).then((ok) => ok && onSettled());
          }}
        />
      )}
      <TaskCommands site={site} incident={incident} places={places} plan={plan} by={acting.by} />
      <EvidenceList plan={plan} state={state} acting={acting} />
    </div>
  );
}

interface PartProps {
  readonly plan: PlanTask;
  readonly can: boolean;
  readonly language: Language;
}

function Answers({
  plan,
  can,
  language,
  hold,
  onDone,
  onSkip,
}: PartProps & {
  readonly hold: RefObject<HTMLDivElement | null>;
  readonly onDone: (answer?: string) => void;
  readonly onSkip: () => void;
}) {
  const { t } = useTranslation('command');
  return (
    <div ref={hold} className={styles.actions} role="group" aria-label={t('step.answers')}>
      {plan.ask?.answers.map(({ id, text }) => (
        <Button key={id} disabled={!can} onClick={() => onDone(id)}>
          {text[language]}
        </Button>
      )) ?? (
        <Button look="primary" disabled={!can} onClick={() => onDone()}>
          {t('step.done')}
        </Button>
      )}
      <Button look="quiet" disabled={!can} onClick={onSkip}>
        {t('step.skip')}
      </Button>
    </div>
  );
}

function Outcome({
  plan,
  state,
  can,
  language,
  onRedo,
}: PartProps & { readonly state: TaskState; readonly onRedo: () => void }) {
  const { t } = useTranslation('command');
  const answer = plan.ask?.answers.find(({ id }) => id === state.answer)?.text[language];
  return (
    <div className={styles.actions}>
      <span className={styles.note}>{[answer, state.note, state.by].filter(Boolean).join(' · ')}</span>
      {state.by !== undefined && (
        <Button look="quiet" disabled={!can} onClick={onRedo}>
          {t('step.redo')}
        </Button>
      )}
    </div>
  );
}
