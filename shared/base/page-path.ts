/** Which built file a page's URL names. Both hosts serve by it: a URL can name nothing outside the folder and nothing hidden. */
const types: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  html: 'text/html; charset=utf-8',
  ico: 'image/x-icon',
  jpg: 'image/jpeg',
  js: 'text/javascript; charset=utf-8',
  json: 'application/json; charset=utf-8',
  map: 'application/json; charset=utf-8',
  mp3: 'audio/mpeg',
  ogg: 'audio/ogg',
  png: 'image/png',
  svg: 'image/svg+xml',
  ttf: 'font/ttf',
  txt: 'text/plain; charset=utf-8',
  wasm: 'application/wasm',
  wav: 'audio/wav',
  webmanifest: 'application/manifest+json; charset=utf-8',
  webp: 'image/webp',
  woff: 'font/woff',
  woff2: 'font/woff2',
};

export interface PagePath {
  /** Names from the folder of built pages down to the file. */
  readonly names: readonly string[];
  readonly type: string;
  readonly cacheControl: string;
}

/**
 * @param pathname of the URL, still percent-encoded. A path without an extension is a screen of the one page.
 * @returns undefined when it can name no file.
 */
export function pagePath(pathname: string): PagePath | undefined {
  const segments = decodeSegments(pathname);
  if (segments === undefined) return undefined;
  const extension = /\.([a-z0-9]+)$/.exec(segments.at(-1) ?? '')?.[1];
  if (extension === undefined)
    return { names: ['index.html'], type: types['html'] as string, cacheControl: 'no-cache' };
  const type = Object.hasOwn(types, extension) ? types[extension] : undefined;
  if (type === undefined) return undefined;
  // Vite puts a hash of the content into every name below assets/.
  const cacheControl = segments[0] === 'assets' ? 'public, max-age=31536000, immutable' : 'no-cache';
  return { names: segments, type, cacheControl };
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
    // A separator, a drive or stream, or a hidden file: none of ours.
    if (segment.startsWith('.') || /[/\\\0:]/.test(segment)) return undefined;
    segments.push(segment);
  }
  return segments;
}
