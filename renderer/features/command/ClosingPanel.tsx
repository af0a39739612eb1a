import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { closingStates, readColumns } from '#shared/domain/incident/conditions.ts';
import { isSettled } from '#shared/domain/incident/incident.ts';
import type { Places } from '#shared/domain/incident/places.ts';
import type { IncidentView } from '#shared/domain/incident/view.ts';
import type { Site } from '#shared/domain/site/site.ts';
import { useLive } from '#renderer/link/hooks.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { useKeyCommands } from '#renderer/ui/key-commands.tsx';
import { usePreferences } from '#renderer/ui/preferences.tsx';
import { useTick } from '#renderer/ui/use-time-texts.ts';
import { ReasonForm } from './ReasonForm.tsx';
import styles from './SidePanels.module.css';
import type { Acting } from './use-act.ts';

/** What must be normal before it may end, and what is not yet. */
export function ClosingPanel({
  site,
  incident,
  acting,
  places,
  toReport,
}: {
  readonly site: Site;
  readonly incident: IncidentView;
  readonly acting: Acting;
  readonly places: Places;
  readonly toReport: (incidentId: string) => void;
}) {
  const { t } = useTranslation('command');
  const [{ language }] = usePreferences();
  const live = useLive();
  const [asking, setAsking] = useState(false);
  useTick(1000);
  const isOpen = incident.phase === 'open';
  const can = acting.by !== undefined && incident.phase !== 'joined';
  const isDrill = incident.layer === 'drill';
  const states = isDrill ? [] : closingStates(incident, places, readColumns(live.columns()));
  const duties = incident.tasks.filter(
    ({ id, status }) => !isSettled(status) && !incident.plan.tasks.find((task) => task.id === id)?.optional,
  ).length;
  const ready = duties === 0 && states.every(({ met }) => met);
  const press = (): void => {
    if (!can) return;
    if (isOpen && ready) void acting.act('close');
    else setAsking(true);
  };
  useKeyCommands([
    { keys: ['Shift+e'], text: t('keys.close'), group: t('keys.group'), run: press },
    { keys: ['Shift+r'], text: t('keys.report'), group: t('keys.group'), run: () => toReport(incident.id) },
  ]);
  const action = t(isOpen ? (ready ? 'closing.close' : 'closing.closeAnyway') : 'closing.reopen');
  return (
    <div className={styles.body}>
      {isOpen && (
        <ul className={styles.list}>
          <Condition
            met={duties === 0}
            text={t('closing.duties')}
            abnormal={duties > 0 ? String(duties) : ''}
          />
          {states.map(({ condition, met, abnormal }) => (
            <Condition
              key={condition.id}
              met={met}
              text={condition.text[language]}
              abnormal={named(abnormal, incident, site, language)}
            />
          ))}
        </ul>
      )}
      {isOpen && isDrill && <p className={styles.quiet}>{t('closing.drill')}</p>}
      {!isOpen && <Ended incident={incident} onReport={() => toReport(incident.id)} />}
      {!asking && incident.phase !== 'joined' && (
        <Button look={ready && isOpen ? 'primary' : 'plain'} disabled={!can} onClick={press}>
          {action}
        </Button>
      )}
      {asking && (
        <ReasonForm
          label={t('closing.why')}
          action={action}
          onCancel={() => setAsking(false)}
          onDone={(reason) => {
            setAsking(false);
            void acting.act(isOpen ? 'close' : 'reopen', { reason });
          }}
        />
      )}
    </div>
  );
}

/** How it ended, and where that is told. */
function Ended({ incident, onReport }: { readonly incident: IncidentView; readonly onReport: () => void }) {
  const { t } = useTranslation('command');
  return (
    <>
      {incident.closeReason !== undefined && (
        <p className={styles.quiet}>{t('closing.reason', { reason: incident.closeReason })}</p>
      )}
      {incident.joinedInto !== undefined && (
        <p className={styles.quiet}>{t('closing.joined', { id: incident.joinedInto })}</p>
      )}
      <Button look="primary" onClick={onReport}>
        {t('closing.report')}
      </Button>
    </>
  );
}

function Condition({
  met,
  text,
  abnormal,
}: {
  readonly met: boolean;
  readonly text: string;
  readonly abnormal: string;
}) {
  const { t } = useTranslation('command');
  return (
    <li className={styles.row}>
      <span>
        <span aria-hidden="true">{met ? '✓ ' : '✗ '}</span>
        {text}
      </span>
      <span className={met ? styles.quiet : styles.notable}>
        {met ? t('closing.met') : t('closing.unmet', { what: abnormal })}
      </span>
    </li>
  );
}

const MOST_NAMED = 2;

/** The equipment that is not as it should be, with its place, each once. @param ids of alarms or points. */
function named(ids: readonly string[], { alarms }: IncidentView, site: Site, language: 'zh' | 'en'): string {
  const names = new Set(
    ids.map((id) => {
      const point = site.pointById.get(alarms.find((alarm) => alarm.id === id)?.pointId ?? id);
      return point ? `${point.asset.zone.id} ${point.asset.name[language]}` : id;
    }),
  );
  const shown = [...names].slice(0, MOST_NAMED);
  const more = names.size > MOST_NAMED ? [`+${names.size - MOST_NAMED}`] : [];
  return [...shown, ...more].join(' · ');
}
