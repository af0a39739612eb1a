/** The pages under their own scheme, `app://signalbox/`: files of one folder, each with the content policy. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { CustomScheme } from 'electron';
import { contentPolicy, PAGE_HEADERS } from '#shared/base/content-policy.ts';
import { pagePath } from '#shared/base/page-path.ts';
import { APP_SCHEME } from '#shared/protocol/transport.ts';
import { isAppUrl } from './security.ts';

/** Standard and secure: origins, relative URLs, IndexedDB, workers and Web Locks work as on a web page. */
export const APP_SCHEME_PRIVILEGES: CustomScheme = {
  scheme: APP_SCHEME,
  privileges: {
    standard: true,
    secure: true,
    supportFetchAPI: true,
    allowServiceWorkers: true,
    codeCache: true,
  },
};

export function createAppHandler(pagesFolder: string): (request: Request) => Promise<Response> {
  return async ({ url, method }) => {
    if (method !== 'GET' && method !== 'HEAD') return answer(405, 'only GET and HEAD');
    const named = isAppUrl(url) ? pagePath(new URL(url).pathname) : undefined;
    if (named === undefined) return answer(404, 'not found');
    let bytes;
    try {
      bytes = await readFile(path.join(pagesFolder, ...named.names));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR') return answer(404, 'not found');
      throw error;
    }
    return answer(200, new Uint8Array(bytes), {
      'Content-Type': named.type,
      'Cache-Control': named.cacheControl,
    });
  };
}

function answer(
  status: number,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
): Response {
  return new Response(body, {
    status,
    headers: {
      'Content-Type': 'text/plain; charset=utf-8',
      ...PAGE_HEADERS,
      'Content-Security-Policy': contentPolicy([]),
      ...headers,
    },
  });
}
