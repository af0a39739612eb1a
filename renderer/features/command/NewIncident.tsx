import { useEffect, useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { IncidentLayer } from '#shared/domain/incident/incident.ts';
import type { Plan } from '#shared/domain/plan/document.ts';
import type { Site } from '#shared/domain/site/site.ts';
import { useRequest } from '#renderer/link/hooks.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { usePreferences } from '#renderer/ui/preferences.tsx';
import styles from './Forms.module.css';

/** Opens an incident by hand, or a drill: a plan and a place. */
export function NewIncident({
  site,
  layer,
  by,
  onOpened,
  onCancel,
}: {
  readonly site: Site;
  readonly layer: IncidentLayer;
  readonly by: string | undefined;
  readonly onOpened: (id: string) => void;
  readonly onCancel: () => void;
}) {
  const { t } = useTranslation('command');
  const [{ language }] = usePreferences();
  const ask = useRequest();
  const plans = usePlans();
  const [plan, setPlan] = useState('');
  const [zone, setZone] = useState('');
  const [refused, setRefused] = useState<string>();
  const [busy, setBusy] = useState(false);
  const first = useRef<HTMLSelectElement>(null);
  useEffect(() => first.current?.focus(), []);
  const open = async (): Promise<void> => {
    if (by === undefined || chosen === '' || busy) return;
    setBusy(true);
    // The incident may stand on the screen before the disk has answered: Enter is then for its first step, not for another one.
    (document.activeElement as HTMLElement | null)?.blur();
    const zones = zone === '' ? [] : [zone];
    const answer = await ask('incident.open', { by, layer, plan: chosen, alarm: undefined, zones });
    setBusy(false);
    if (answer.ok) onOpened(answer.value.id);
    else setRefused(answer.error.code);
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void open();
  };
  const chosen = plan === '' ? (plans[0]?.id ?? '') : plan;
  return (
    <form
      className={styles.line}
      onSubmit={submit}
      onKeyDown={(event) => event.key === 'Escape' && onCancel()}
    >
      <select
        ref={first}
        aria-label={t('open.plan')}
        value={chosen}
        onChange={(event) => setPlan(event.target.value)}
      >
        {plans.map(({ id, name }) => (
          <option key={id} value={id}>
            {name[language]}
          </option>
        ))}
      </select>
      <select aria-label={t('open.zone')} value={zone} onChange={(event) => setZone(event.target.value)}>
        <option value="">{t('open.noZone')}</option>
        {site.zones.map(({ id, name }) => (
          <option key={id} value={id}>
            {`${id} · ${name[language]}`}
          </option>
        ))}
      </select>
      <Button type="submit" look="primary" disabled={by === undefined || chosen === '' || busy}>
        {t(layer === 'drill' ? 'drill.start' : 'open.start')}
      </Button>
      <Button look="quiet" onClick={onCancel}>
        {t('cancel')}
      </Button>
      <p className={styles.note}>
        {refused === undefined ? t(layer === 'drill' ? 'drill.note' : 'open.note') : t(`refused.${refused}`)}
      </p>
    </form>
  );
}

/** The plans of this site; empty until they have come. */
function usePlans(): readonly Plan[] {
  const ask = useRequest();
  const [plans, setPlans] = useState<readonly Plan[]>([]);
  useEffect(() => {
    let gone = false;
    void ask('incident.plans', {}).then((answer) => {
      if (answer.ok && !gone) setPlans(answer.value.plans);
    });
    return () => {
      gone = true;
    };
  }, [ask]);
  return plans;
}
