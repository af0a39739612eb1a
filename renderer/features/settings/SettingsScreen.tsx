import { useTranslation } from 'react-i18next';
import { useSite } from '#renderer/link/hooks.ts';
import { Panel } from '#renderer/ui/Panel.tsx';
import { ConnectionPanel } from './ConnectionPanel.tsx';
import { DisplayPanel } from './DisplayPanel.tsx';
import { FeedPanel } from './FeedPanel.tsx';
import type { SettingsPorts } from './ports.ts';
import { QuarantinePanel } from './QuarantinePanel.tsx';
import styles from './settings.module.css';
import { ScenarioPanel, StationPanel, useIsDemo } from './StationPanel.tsx';
import { StoragePanel } from './StoragePanel.tsx';
import { WallPanel } from './WallPanel.tsx';

export function SettingsScreen({ history, wall }: SettingsPorts) {
  const { t } = useTranslation('settings');
  // Before the first site nothing has a zone yet; times are then those of this machine.
  const timeZone = useSite()?.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  const isDemo = useIsDemo();
  return (
    <div className={styles.screen}>
      <div className={styles.column}>
        <Panel title={t('display.title')}>
          <DisplayPanel />
        </Panel>
        <Panel title={t('station.title')}>
          <StationPanel />
        </Panel>
        {isDemo && (
          <Panel title={t('demo.title')}>
            <ScenarioPanel />
          </Panel>
        )}
      </div>
      <div className={styles.column}>
        <Panel title={t('connection.title')}>
          <ConnectionPanel />
        </Panel>
        <Panel title={t('wall.title')}>
          <WallPanel wall={wall} />
        </Panel>
        <Panel title={t('storage.title')}>
          <StoragePanel history={history} timeZone={timeZone} />
        </Panel>
      </div>
      <div className={styles.column}>
        <Panel title={t('feed.title')}>
          <FeedPanel timeZone={timeZone} />
        </Panel>
        <Panel title={t('quarantine.title')} className={styles.grow}>
          <QuarantinePanel timeZone={timeZone} />
        </Panel>
      </div>
    </div>
  );
}
