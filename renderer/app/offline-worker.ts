/**
 * Keeps the program's own files, so that a window opens when its host is down and shows what was recorded. Navigation goes to the
 * host first, always: what is kept is only the answer to silence. Files under /assets/ carry their hash in the name and never
 * change. Data is none of its business: links, /healthz and /metrics pass by untouched.
 */
interface WaitingEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface FetchingEvent extends WaitingEvent {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}
interface ServiceScope {
  readonly location: Location;
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(type: 'install' | 'activate', listener: (event: WaitingEvent) => void): void;
  addEventListener(type: 'fetch', listener: (event: FetchingEvent) => void): void;
}

const scope = globalThis as unknown as ServiceScope;
const CACHE = 'signalbox-shell';
const PAGE = '/';
/** Written by the build: the path of every file of the program. */
const LIST = '/precache.json';

/** Fetches what is not here yet and drops what is no longer part of the program. All or nothing: the list is kept last. */
async function keepShell(): Promise<void> {
  const cache = await caches.open(CACHE);
  const answer = await fetch(LIST, { cache: 'no-store' });
  if (!answer.ok) throw new Error(`${LIST}: ${answer.status}`);
  const text = await answer.clone().text();
  const known = await cache.match(LIST);
  if (known && (await known.text()) === text) return;
  const files = JSON.parse(text) as string[];
  const have = new Set((await cache.keys()).map(({ url }) => new URL(url).pathname));
  const missing = files.filter((file) => !have.has(file) || !file.startsWith('/assets/'));
  await cache.addAll([PAGE, ...missing].map((file) => new Request(file, { cache: 'no-cache' })));
  await cache.put(LIST, answer);
  const wanted = new Set([PAGE, LIST, ...files]);
  for (const path of have) if (!wanted.has(path)) await cache.delete(path);
}

/** The host may have been updated since; a failure only means that the older shell stays. */
function refreshShell(): Promise<void> {
  return keepShell().catch(() => undefined);
}

async function fromHostOrKept(request: Request, kept: string, event: WaitingEvent): Promise<Response> {
  let answer: Response;
  try {
    answer = await fetch(request);
  } catch (error) {
    const shell = await caches.match(kept);
    if (!shell) throw error;
    return shell;
  }
  if (answer.ok && request.mode === 'navigate') event.waitUntil(refreshShell());
  return answer;
}

async function keptOrFromHost(request: Request): Promise<Response> {
  return (await caches.match(request, { ignoreVary: true })) ?? fetch(request);
}

scope.addEventListener('install', (event) => {
  event.waitUntil(keepShell().then(() => scope.skipWaiting()));
});
scope.addEventListener('activate', (event) => {
  event.waitUntil(scope.clients.claim());
});
scope.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== scope.location.origin) return;
  if (request.mode === 'navigate') event.respondWith(fromHostOrKept(request, PAGE, event));
  else if (url.pathname.startsWith('/assets/')) event.respondWith(keptOrFromHost(request));
});
