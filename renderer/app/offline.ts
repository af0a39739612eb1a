import type { Log } from '#shared/base/log.ts';

/** Lets the page open again when its host is down. Only for pages served over HTTP: the shell brings its own files. */
export function keepForOffline(page: Window, log: Log): void {
  const { protocol } = page.location;
  if (
    !import.meta.env.PROD ||
    (protocol !== 'http:' && protocol !== 'https:') ||
    !('serviceWorker' in page.navigator)
  )
    return;
  page.navigator.serviceWorker
    .register('/offline-worker.js', { updateViaCache: 'none' })
    .catch((error: unknown) => log('warn', 'the page cannot be kept for later', { error: String(error) }));
}
