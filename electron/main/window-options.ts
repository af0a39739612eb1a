/** How every window is made: sandboxed, isolated, without Node; awake even when it is hidden. */
import type { BrowserWindowConstructorOptions } from 'electron';
import type { WindowPlace } from './displays.ts';

export function windowOptions(
  place: WindowPlace,
  preload: string,
  inspectable: boolean,
): BrowserWindowConstructorOptions {
  return {
    ...place.bounds,
    minWidth: 800,
    minHeight: 500,
    show: false,
    fullscreen: place.fullScreen,
    backgroundColor: '#0b0f14',
    title: 'Signalbox',
    autoHideMenuBar: true,
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: inspectable,
      // A window behind others must still sound an alarm.
      backgroundThrottling: false,
      autoplayPolicy: 'no-user-gesture-required',
    },
  };
}
