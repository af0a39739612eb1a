import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReportRead } from '#shared/protocol/report-requests.ts';
import { useRequest } from '#renderer/link/hooks.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { useKeyCommands } from '#renderer/ui/key-commands.tsx';
import { usePreferences } from '#renderer/ui/preferences.tsx';
import type { ReportsPorts } from './ports.ts';
import styles from './ReportBar.module.css';
import { saveJson } from './save-json.ts';

/** What one can do with a report, and what came of it. */
export function ReportBar({
  read,
  ports,
  onRead,
}: {
  readonly read: ReportRead;
  readonly ports: ReportsPorts;
  readonly onRead: (read: ReportRead) => void;
}) {
  const { t } = useTranslation('reports');
  const [{ language }] = usePreferences();
  const ask = useRequest();
  const [said, setSaid] = useState<string>();
  const { report, seal } = read;
  const { id, phase } = report.incident;
  const by = ports.operatorName;
  const canSeal = phase !== 'open' && by !== undefined && (seal === undefined || read.outdated);
  const name = `${report.plan.name[language]} ${id}`;
  const print = async (): Promise<void> => {
    setSaid(undefined);
    const saved = await ports.print(name);
    setSaid(saved === 'failed' ? t('bar.printFailed') : undefined);
  };
  const sealIt = async (): Promise<void> => {
    if (!canSeal || by === undefined) return;
    const answer = await ask('report.seal', { id, by });
    setSaid(answer.ok ? undefined : t(`failed.${answer.error.code}`));
    if (answer.ok) onRead(answer.value);
  };
  const group = t('keys.group');
  useKeyCommands([
    { keys: ['p'], text: t('keys.print'), group, run: () => void print() },
    { keys: ['j'], text: t('keys.json'), group, run: () => saveJson(name, read) },
    { keys: ['Shift+s'], text: t('keys.seal'), group, run: () => void sealIt() },
    { keys: ['o'], text: t('keys.incident'), group, run: () => ports.openIncident(id) },
  ]);
  return (
    <div className={styles.bar} data-screen-only>
      <SealState read={read} />
      {canSeal && <Button onClick={() => void sealIt()}>{t(seal ? 'bar.sealAgain' : 'bar.seal')}</Button>}
      <span className={styles.spring} />
      {said !== undefined && (
        <span role="alert" className={styles.said}>
          {said}
        </span>
      )}
      <Button onClick={() => ports.openIncident(id)}>{t('bar.incident')}</Button>
      <Button onClick={() => saveJson(name, read)}>{t('bar.json')}</Button>
      <Button look="primary" onClick={() => void print()}>
        {t('bar.print')}
      </Button>
    </div>
  );
}

function SealState({ read: { report, seal, flaw, outdated } }: { readonly read: ReportRead }) {
  const { t } = useTranslation('reports');
  if (flaw !== undefined)
    return (
      <p className={styles.flaw} role="alert">
        {t(`flaw.${flaw}`)}
      </p>
    );
  const isOpen = report.incident.phase === 'open';
  const state = isOpen ? 'running' : seal === undefined ? 'unsealed' : outdated ? 'outdated' : 'sealed';
  return (
    <p className={styles.state} role="status">
      {t(`state.${state}`, { seq: seal?.seq })}
    </p>
  );
}
