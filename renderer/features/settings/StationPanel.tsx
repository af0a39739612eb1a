import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RequestResult, StationInfo } from '#shared/protocol/requests.ts';
import { useLive, useLiveTopic, useOrigin, useRequest } from '#renderer/link/hooks.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { formatBytes } from '#renderer/ui/format.ts';
import styles from './settings.module.css';

/** This workstation: its name, version and folders. */
export function StationPanel() {
  const { t } = useTranslation('settings');
  const ask = useRequest();
  const origin = useOrigin();
  const [info, setInfo] = useState<StationInfo | undefined>(undefined);
  useEffect(() => {
    if (origin !== 'engine') return;
    void ask('station.info', {}).then((answer) => answer.ok && setInfo(answer.value));
  }, [ask, origin]);
  if (!info) return <EmptyState title={t('offline.title')} reason={t('offline.reason')} />;
  const facts: readonly (readonly [string, string])[] = [
    ['id', info.stationId],
    ['version', `${info.version} · ${t(`station.host.${info.host}`)}`],
    ['siteFolder', info.siteFolder],
    ['dataFolder', info.dataFolder],
    ['journal', formatBytes(info.journalBytes)],
  ];
  return (
    <dl className={styles.facts}>
      {facts.map(([name, text]) => (
        <div key={name}>
          <dt>{t(`station.${name}`)}</dt>
          <dd>{text}</dd>
        </div>
      ))}
    </dl>
  );
}

type Scenarios = RequestResult<'demo.scenarios'>;
const ASK_AGAIN_MS = 2_000;

/** For developers, on the simulated site only: starts an event in the building. */
export function ScenarioPanel() {
  const { t } = useTranslation('settings');
  const ask = useRequest();
  const [scenarios, setScenarios] = useState<Scenarios | undefined>(undefined);
  const [failure, setFailure] = useState<string | undefined>(undefined);
  useEffect(() => {
    const read = (): void =>
      void ask('demo.scenarios', {}).then((answer) => answer.ok && setScenarios(answer.value));
    read();
    const timer = setInterval(read, ASK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [ask]);
  const start = async (name: string): Promise<void> => {
    const answer = await ask('demo.start', { name });
    setFailure(answer.ok ? undefined : answer.error.detail);
    if (answer.ok && scenarios) setScenarios({ ...scenarios, running: answer.value.running });
  };
  return (
    <div className={styles.stack}>
      <p className={styles.note}>
        {scenarios?.running
          ? t('demo.running', { name: t(`demo.scenario.${scenarios.running}`) })
          : t('demo.none')}
      </p>
      <div className={styles.scenarios}>
        {scenarios?.names.map((name) => (
          <Button key={name} pressed={name === scenarios.running} onClick={() => void start(name)}>
            {t(`demo.scenario.${name}`)}
          </Button>
        ))}
      </div>
      {failure && <p className={styles.failure}>{t('demo.failed', { detail: failure })}</p>}
    </div>
  );
}

/** Whether this is the simulated site. */
export function useIsDemo(): boolean {
  useLiveTopic('site');
  return useLive().demo();
}
