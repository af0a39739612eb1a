import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { IncidentView } from '#shared/domain/incident/view.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { useKeyCommands } from '#renderer/ui/key-commands.tsx';
import { usePreferences } from '#renderer/ui/preferences.tsx';
import styles from './SidePanels.module.css';
import { ReasonForm } from './ReasonForm.tsx';
import type { Acting } from './use-act.ts';

interface PeopleProps {
  readonly incident: IncidentView;
  readonly acting: Acting;
}

/** Who has command, to whom it is offered, and who has which role. */
export function PeoplePanel({ incident, acting }: PeopleProps) {
  const { t } = useTranslation('command');
  const [{ language }] = usePreferences();
  const [assigning, setAssigning] = useState<string>();
  const can = incident.phase === 'open' && acting.by !== undefined;
  return (
    <div className={styles.body}>
      <CommandLine incident={incident} acting={acting} />
      <ul className={styles.list}>
        {incident.plan.roles.map(({ id, name, duty }) => (
          <li key={id} className={styles.row} title={duty[language]}>
            <span>{name[language]}</span>
            {assigning === id ? (
              <ReasonForm
                label={t('people.name')}
                action={t('people.assign')}
                required={false}
                onCancel={() => setAssigning(undefined)}
                onDone={(to) => {
                  setAssigning(undefined);
                  void acting.act('assign', { role: id, to });
                }}
              />
            ) : (
              <Button look="quiet" disabled={!can} onClick={() => setAssigning(id)}>
                {incident.roles[id] ?? t('people.nobody')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

function CommandLine({ incident, acting }: PeopleProps) {
  const { t } = useTranslation('command');
  const [asking, setAsking] = useState<'offer' | 'relieve'>();
  const { commander, offeredTo } = incident;
  const can = incident.phase === 'open' && acting.by !== undefined;
  const isMine = commander !== undefined && commander === acting.by;
  const take = (): void => {
    if (!can || isMine) return;
    if (commander === undefined) void acting.act('take');
    else if (offeredTo === acting.by) void acting.act('accept');
    else setAsking('relieve');
  };
  const group = t('keys.group');
  useKeyCommands([
    { keys: ['t'], text: t('keys.take'), group, run: take },
    { keys: ['h'], text: t('keys.handOver'), group, run: () => can && isMine && setAsking('offer') },
  ]);
  return (
    <>
      <div className={styles.row}>
        <span>
          {commander === undefined ? t('head.nobody') : t('head.commander', { name: commander })}
          {offeredTo !== undefined && ` → ${t('people.offered', { name: offeredTo })}`}
        </span>
        {isMine && (
          <Button look="quiet" disabled={!can} onClick={() => setAsking('offer')}>
            {t('people.handOver')}
          </Button>
        )}
        {!isMine && (
          <Button look={commander === undefined ? 'primary' : 'quiet'} disabled={!can} onClick={take}>
            {t(
              commander === undefined
                ? 'people.take'
                : offeredTo === acting.by
                  ? 'people.accept'
                  : 'people.relieve',
            )}
          </Button>
        )}
        {offeredTo !== undefined && offeredTo === acting.by && (
          <Button look="quiet" disabled={!can} onClick={() => void acting.act('decline')}>
            {t('people.decline')}
          </Button>
        )}
      </div>
      {asking && (
        <ReasonForm
          label={t(asking === 'offer' ? 'people.toWhom' : 'people.relieveReason')}
          action={t(asking === 'offer' ? 'people.handOver' : 'people.relieve')}
          onCancel={() => setAsking(undefined)}
          onDone={(text) => {
            setAsking(undefined);
            void acting.act(asking, asking === 'offer' ? { to: text } : { reason: text });
          }}
        />
      )}
    </>
  );
}
