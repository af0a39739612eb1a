import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TaskState } from '#shared/domain/incident/incident.ts';
import type { PlanTask } from '#shared/domain/plan/document.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { usePreferences } from '#renderer/ui/preferences.tsx';
import styles from './TaskCard.module.css';
import { ReasonForm } from './ReasonForm.tsx';
import type { Acting } from './use-act.ts';

/** Whom to tell, and what to keep for the report. */
export function EvidenceList({
  plan,
  state,
  acting,
}: {
  readonly plan: PlanTask;
  readonly state: TaskState;
  readonly acting: Acting;
}) {
  const { t } = useTranslation('command');
  const [{ language }] = usePreferences();
  const [open, setOpen] = useState<string>();
  return (
    <>
      {plan.notify.map(({ id, name, contact }) => (
        <div key={id} className={styles.actions}>
          <span>{[t('notify.tell', { name: name[language] }), contact].filter(Boolean).join(' ')}</span>
          {state.notified.includes(id) ? (
            <span className={styles.note}>{t('notify.told')}</span>
          ) : (
            <Button
              look="quiet"
              disabled={acting.by === undefined}
              onClick={() => void acting.act('notified', { task: plan.id, who: id })}
            >
              {t('notify.mark')}
            </Button>
          )}
        </div>
      ))}
      {plan.evidence.map(({ id, kind, text }) => {
        const kept = state.evidence.filter(({ item }) => item === id);
        return (
          <div key={id} className={styles.actions}>
            <span>{`${t(`evidence.${kind}`)} · ${text[language]}`}</span>
            {kept.map((one) => (
              <span key={one.atMs} className={styles.note}>{`${one.text} (${one.by})`}</span>
            ))}
            {open !== id && (
              <Button look="quiet" disabled={acting.by === undefined} onClick={() => setOpen(id)}>
                {t('evidence.add')}
              </Button>
            )}
            {open === id && (
              <ReasonForm
                label={text[language]}
                action={t('evidence.keep')}
                onCancel={() => setOpen(undefined)}
                onDone={(words) => {
                  setOpen(undefined);
                  void acting.act('evidence', { task: plan.id, item: id, text: words });
                }}
              />
            )}
          </div>
        );
      })}
    </>
  );
}
