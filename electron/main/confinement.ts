/** Hangs the decisions of `security.ts` on a page and on its session: whatever is not decided here is refused. */
import type { Session, Shell, WebContents } from 'electron';
import type { Log } from '#shared/base/log.ts';
import { isAppUrl, isExternalAllowed, isRequestAllowed } from './security.ts';

/** Both handlers: one is asked when a page requests, the other when Chromium looks whether it would be granted. */
export function confineSession(pages: Session, log: Log): void {
  pages.setPermissionRequestHandler((_contents, permission, decide) => {
    log('warn', 'refused a permission', { permission });
    decide(false);
  });
  pages.setPermissionCheckHandler(() => false);
  pages.setDevicePermissionHandler(() => false);
  pages.webRequest.onBeforeRequest((request, decide) => decide({ cancel: !isRequestAllowed(request.url) }));
}

export function confineContents(contents: WebContents, shell: Pick<Shell, 'openExternal'>, log: Log): void {
  const stayHome = (event: { readonly url: string; preventDefault(): void }): void => {
    if (isAppUrl(event.url)) return;
    event.preventDefault();
    log('warn', 'refused to navigate', { url: event.url });
  };
  contents.on('will-navigate', stayHome);
  contents.on('will-frame-navigate', stayHome);
  contents.on('will-redirect', stayHome);
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    if (isExternalAllowed(url)) {
      shell
        .openExternal(url)
        .catch((error: unknown) => log('error', 'no browser opened', { error: String(error) }));
    } else {
      log('warn', 'refused a new window', { url });
    }
    return { action: 'deny' };
  });
}
