/** The built pages from disk, by exact name: a request can name nothing outside the folder and nothing that is hidden. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { ServerResponse } from 'node:http';

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.mp3': 'audio/mpeg',
  '.ogg': 'audio/ogg',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.wav': 'audio/wav',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
};

export interface PageFile {
  readonly file: string;
  readonly type: string;
  readonly sizeBytes: number;
  readonly cacheControl: string;
}

/**
 * @param pathname of the URL, still percent-encoded.
 * @returns undefined when there is no such file. A path without an extension is a screen of the one page.
 */
export async function findPageFile(folder: string, pathname: string): Promise<PageFile | undefined> {
  const segments = decodeSegments(pathname);
  if (segments === undefined) return undefined;
  const last = segments.at(-1) ?? '';
  const extension = path.extname(last);
  const names = extension === '' ? ['index.html'] : segments;
  const type = types[extension === '' ? '.html' : extension];
  if (type === undefined) return undefined;
  const file = path.join(folder, ...names);
  const found = await stat(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
    throw error;
  });
  if (!found?.isFile()) return undefined;
  // Vite puts a hash of the content into every name below assets/.
  const cacheControl = names[0] === 'assets' ? 'public, max-age=31536000, immutable' : 'no-cache';
  return { file, type, sizeBytes: found.size, cacheControl };
}

function decodeSegments(pathname: string): string[] | undefined {
  const segments: string[] = [];
  for (const raw of pathname.split('/')) {
    if (raw === '') continue;
    let segment: string;
    try {
      segment = decodeURIComponent(raw);
    } catch {
      return undefined;
    }
    if (segment.startsWith('.') || /[/\\\0:]/.test(segment)) return undefined;
    segments.push(segment);
  }
  return segments;
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
