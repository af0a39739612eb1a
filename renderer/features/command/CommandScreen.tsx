import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AlarmId } from '#shared/domain/alarm/alarm.ts';
import { compareIncidents, type IncidentView } from '#shared/domain/incident/view.ts';
import type { Site } from '#shared/domain/site/site.ts';
import { useCollection, useRequest, useSite } from '#renderer/link/hooks.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { useKeyCommands } from '#renderer/ui/key-commands.tsx';
import { usePreferences } from '#renderer/ui/preferences.tsx';
import { placeOf } from '#renderer/widgets/incident/incident-text.ts';
import styles from './CommandScreen.module.css';
import { currentOf } from './current.ts';
import { IncidentDesk } from './IncidentDesk.tsx';
import { NameForm } from './NameForm.tsx';
import { NewIncident } from './NewIncident.tsx';
import type { CommandPorts } from './ports.ts';

export interface CommandScreenProps extends CommandPorts {
  /** Id of the incident; undefined: the most urgent. */
  readonly selected: string | undefined;
  /** Open one for this alarm, as soon as it is known who asks. */
  readonly alarm: string | undefined;
}

export function CommandScreen(props: CommandScreenProps) {
  const site = useSite();
  const { t } = useTranslation('command');
  if (!site) return <EmptyState title={t('noSite')} />;
  return <SiteCommand {...props} site={site} />;
}

function SiteCommand({ site, selected, alarm, ...ports }: CommandScreenProps & { readonly site: Site }) {
  const { t } = useTranslation('command');
  const all = useCollection('incidents');
  const incidents = useMemo(() => [...all.values()].sort(compareIncidents), [all]);
  const [{ language }] = usePreferences();
  const [making, setMaking] = useState<'live' | 'drill'>();
  const refused = useOpeningFor(alarm, ports);
  const worst = incidents.find(({ phase }) => phase === 'open');
  const [shown, setShown] = useState<string>();
  const current = currentOf(incidents, selected, shown);
  if (current?.phase === 'open' && current.id !== shown) setShown(current.id);
  const step = (by: number): void => {
    const at = incidents.findIndex(({ id }) => id === current?.id);
    const next = incidents[(at + by + incidents.length) % incidents.length];
    if (next) ports.openIncident(next.id);
  };
  const group = t('keys.group');
  useKeyCommands([
    { keys: [']'], text: t('keys.next'), group, run: () => step(1) },
    { keys: ['['], text: t('keys.previous'), group, run: () => step(-1) },
    { keys: ['Shift+i'], text: t('keys.open'), group, run: () => setMaking('live') },
    { keys: ['Shift+d'], text: t('keys.drill'), group, run: () => setMaking('drill') },
  ]);
  return (
    <div className={styles.screen}>
      <nav className={styles.tabs} aria-label={t('list')}>
        {incidents.map((incident) => (
          <IncidentTab
            key={incident.id}
            site={site}
            incident={incident}
            current={incident.id === current?.id}
            onOpen={() => {
              setMaking(undefined);
              ports.openIncident(incident.id);
            }}
          />
        ))}
        <span className={styles.spring} />
        <Button onClick={() => setMaking('live')}>{t('open.title')}</Button>
        <Button onClick={() => setMaking('drill')}>{t('drill.title')}</Button>
      </nav>
      {ports.operatorName === undefined && <NameForm onName={ports.nameOperator} />}
      {refused !== undefined && <p className={styles.refused}>{t(`refused.${refused}`)}</p>}
      {making && (
        <NewIncident
          key={making}
          site={site}
          layer={making}
          by={ports.operatorName}
          onOpened={(id) => {
            setMaking(undefined);
            ports.openIncident(id);
          }}
          onCancel={() => setMaking(undefined)}
        />
      )}
      {current && worst && current.phase !== 'open' && (
        <p className={styles.goOn}>
          {t('goOn.still')}
          <Button look="primary" onClick={() => ports.openIncident(worst.id)}>
            {t('goOn.to', { name: `${worst.plan.name[language]} ${placeOf(site, worst)}` })}
          </Button>
        </p>
      )}
      {current ? (
        <IncidentDesk key={current.id} site={site} incident={current} ports={ports} />
      ) : (
        <EmptyState title={t('none.title')} reason={t('none.reason')} />
      )}
    </div>
  );
}

/** Opens the incident of an alarm once, and leads to it. @returns why it could not. */
function useOpeningFor(
  alarm: string | undefined,
  { operatorName, openIncident }: Pick<CommandPorts, 'operatorName' | 'openIncident'>,
): string | undefined {
  const ask = useRequest();
  const asked = useRef<string>(undefined);
  const [refused, setRefused] = useState<string>();
  useEffect(() => {
    if (alarm === undefined || operatorName === undefined || asked.current === alarm) return;
    asked.current = alarm;
    const open = async (): Promise<void> => {
      const answer = await ask('incident.open', {
        by: operatorName,
        layer: 'live',
        plan: undefined,
        alarm: alarm as AlarmId,
        zones: [],
      });
      setRefused(answer.ok ? undefined : answer.error.code);
      if (answer.ok) openIncident(answer.value.id);
    };
    void open();
  }, [alarm, operatorName, ask, openIncident]);
  return refused;
}

function IncidentTab({
  site,
  incident,
  current,
  onOpen,
}: {
  readonly site: Site;
  readonly incident: IncidentView;
  readonly current: boolean;
  readonly onOpen: () => void;
}) {
  const { t } = useTranslation('command');
  const [{ language }] = usePreferences();
  const kind = incident.layer === 'drill' ? `${t('drill.word')} · ` : '';
  const state = incident.phase === 'open' ? '' : ` · ${t(`phase.${incident.phase}`)}`;
  return (
    <Button pressed={current} onClick={onOpen}>
      {`${kind}${incident.plan.name[language]} · ${placeOf(site, incident)}${state}`}
    </Button>
  );
}
