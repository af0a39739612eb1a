import type { i18n as I18n } from 'i18next';
import { useMemo, type ReactNode } from 'react';
import { I18nextProvider, useTranslation } from 'react-i18next';
import type { Log } from '#shared/base/log.ts';
import { LinkProvider } from '#renderer/link/hooks.ts';
import { AnnounceProvider } from '#renderer/ui/announce.tsx';
import { KeysProvider } from '#renderer/ui/key-commands.tsx';
import { PanelContext, type PanelDefaults } from '#renderer/ui/Panel.tsx';
import { PreferencesProvider } from '#renderer/ui/preferences.tsx';
import { SoundProvider } from '#renderer/ui/sound.tsx';
import { Shell } from './Shell.tsx';
import type { Station } from './station.ts';

export function App({ station, i18n }: { readonly station: Station; readonly i18n: I18n }) {
  return (
    <I18nextProvider i18n={i18n}>
      <PreferencesProvider value={station.preferences}>
        <LinkProvider value={station.windowLink}>
          <SoundProvider value={station.sound}>
            <KeysProvider keys={station.keys}>
              <AnnounceProvider>
                <PanelTexts log={station.log}>
                  <Shell station={station} />
                </PanelTexts>
              </AnnounceProvider>
            </KeysProvider>
          </SoundProvider>
        </LinkProvider>
      </PreferencesProvider>
    </I18nextProvider>
  );
}

function PanelTexts({ log, children }: { readonly log: Log; readonly children: ReactNode }) {
  const { t } = useTranslation('app');
  const defaults = useMemo<PanelDefaults>(
    () => ({
      boundaryTexts: { title: t('broken.title'), reason: t('broken.reason'), retry: t('broken.retry') },
      onError: (error, where) => log('error', 'a panel stopped', { error: String(error), where }),
    }),
    [t, log],
  );
  return <PanelContext.Provider value={defaults}>{children}</PanelContext.Provider>;
}
