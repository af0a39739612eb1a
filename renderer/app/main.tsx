/** Entry of every window: makes the station, puts the program on the page. */
import '@fontsource-variable/inter/index.css';
import '@fontsource-variable/noto-sans-sc/index.css';
import '#renderer/ui/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { present } from '#shared/base/assert.ts';
import type { Log } from '#shared/base/log.ts';
import { App } from './App.tsx';
import { createI18n } from './i18n.ts';
import { keepForOffline } from './offline.ts';
import { followScale } from './scale.ts';
import { createStation } from './station.ts';

/** A page has no log file of its own: whoever watches it (a shell, a test, an engineer's console) listens to this event. */
const log: Log = (level, message, facts) => {
  globalThis.dispatchEvent(new CustomEvent('signalbox-log', { detail: { level, message, ...facts } }));
};

const station = createStation(window, log);
const { preferences } = station;
const i18n = createI18n(preferences.get().language, (key) => log('warn', 'a text is missing', { key }));
const applyScale = followScale(window, {
  preferred: () => preferences.get().textScale,
  viewing: station.wall?.address.viewing,
});

function applyPreferences(): void {
  const { language, theme } = preferences.get();
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  document.documentElement.dataset['theme'] = theme;
  applyScale();
  if (i18n.language !== language) void i18n.changeLanguage(language);
}

preferences.subscribe(applyPreferences);
applyPreferences();
station.start();
window.addEventListener('pagehide', () => station.stop());
keepForOffline(window, log);

createRoot(present(document.getElementById('root'), '#root in index.html')).render(
  <StrictMode>
    <App station={station} i18n={i18n} />
  </StrictMode>,
);
