import { Suspense, useContext, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSite } from '#renderer/link/hooks.ts';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { ErrorBoundary } from '#renderer/ui/ErrorBoundary.tsx';
import { useKeyCommands } from '#renderer/ui/key-commands.tsx';
import { KeysOverlay } from '#renderer/ui/KeysOverlay.tsx';
import { PanelContext } from '#renderer/ui/Panel.tsx';
import { useSound } from '#renderer/ui/sound.tsx';
import { AlarmAnnouncer } from './AlarmAnnouncer.tsx';
import { Notices } from './Notices.tsx';
import { formatRoute, parseRoute } from './route.ts';
import { ScreenView } from './ScreenView.tsx';
import { SCREEN_NAMES } from './screens.ts';
import styles from './Shell.module.css';
import type { Station } from './station.ts';
import { TopBar } from './TopBar.tsx';
import { useHash } from './use-store.ts';

/** The frame around every screen: bar, what is wrong, the screen itself. */
export function Shell({ station }: { readonly station: Station }) {
  const { t } = useTranslation('app');
  const route = parseRoute(useHash());
  const site = useSite();
  const { boundaryTexts, onError } = useContext(PanelContext);
  const [showKeys, setShowKeys] = useState(false);
  const { control } = useSound();
  useKeyCommands([
    ...SCREEN_NAMES.map((screen, index) => ({
      keys: [String(index + 1)],
      text: t(`nav.${screen}`),
      group: t('keys.everywhere'),
      run: () => {
        window.location.hash = formatRoute(screen);
      },
    })),
    { keys: ['m'], text: t('keys.mute'), group: t('keys.everywhere'), run: () => control.mute() },
    {
      keys: ['?'],
      text: t('keys.list'),
      group: t('keys.everywhere'),
      run: () => setShowKeys((shown) => !shown),
    },
  ]);
  return (
    <div className={styles.shell}>
      <TopBar station={station} route={route} />
      <Notices station={station} />
      <main className={styles.main}>
        <ErrorBoundary key={route.screen} texts={boundaryTexts} onError={onError}>
          {site || route.screen === 'settings' ? (
            <Suspense fallback={<EmptyState title={t('opening')} />}>
              <ScreenView route={route} station={station} />
            </Suspense>
          ) : (
            <EmptyState title={t('noSite.title')} reason={t('noSite.reason')} />
          )}
        </ErrorBoundary>
      </main>
      <AlarmAnnouncer />
      {showKeys && (
        <KeysOverlay
          title={t('keys.title')}
          closeText={t('keys.close')}
          keyTexts={{
            ArrowUp: '↑',
            ArrowDown: '↓',
            ArrowLeft: '←',
            ArrowRight: '→',
            Space: t('keys.space'),
            Escape: 'Esc',
          }}
          onClose={() => setShowKeys(false)}
        />
      )}
    </div>
  );
}
