/** The built pages from disk. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { ServerResponse } from 'node:http';
import { pagePath } from '#shared/base/page-path.ts';

export interface PageFile {
  readonly file: string;
  readonly type: string;
  readonly sizeBytes: number;
  readonly cacheControl: string;
}

/** @param pathname of the URL, still percent-encoded. @returns undefined when there is no such file. */
export async function findPageFile(folder: string, pathname: string): Promise<PageFile | undefined> {
  const named = pagePath(pathname);
  if (named === undefined) return undefined;
  const file = path.join(folder, ...named.names);
  const found = await stat(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
    throw error;
  });
  if (!found?.isFile()) return undefined;
  return { file, type: named.type, sizeBytes: found.size, cacheControl: named.cacheControl };
}

export function sendPageFile(
  response: ServerResponse,
  { file, type, sizeBytes, cacheControl }: PageFile,
  withBody: boolean,
): void {
  response.writeHead(200, {
    'Content-Type': type,
    'Content-Length': sizeBytes,
    'Cache-Control': cacheControl,
  });
  if (!withBody) {
    response.end();
    return;
  }
  const stream = createReadStream(file);
  stream.on('error', () => response.destroy());
  response.on('close', () => stream.destroy());
  stream.pipe(response);
}
