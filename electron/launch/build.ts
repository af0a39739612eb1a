/**
 * Builds the program into `dist/`, only what changed since the last build (by content, not by time). Each part is built
 * beside its place and then swapped in, so that a running program never serves half a build. `npm run build` runs this file.
 */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { InlineConfig } from 'vite';
import { hashSources } from './sources.ts';

export const projectFolder = fileURLToPath(new URL('../..', import.meta.url));

interface Part {
  /** Folder below `dist/`. */
  readonly name: 'renderer' | 'electron';
  readonly sources: readonly string[];
  readonly steps: (outDir: string) => readonly InlineConfig[];
}

const always = ['package.json', 'package-lock.json', 'shared', 'electron/launch'];

const parts: readonly Part[] = [
  {
    name: 'electron',
    sources: [...always, 'electron', 'assets/plans'],
    steps: (outDir) => [
      nodeBundle(outDir, {
        headless: 'electron/headless/process.ts',
        engine: 'electron/engine/process.ts',
        demo: 'electron/demo/process.ts',
      }),
      nodeBundle(outDir, { main: 'electron/main/process.ts', 'after-pack': 'electron/main/after-pack.ts' }),
      preloadBundle(outDir),
      phonePage(path.join(outDir, 'phone')),
    ],
  },
  {
    name: 'renderer',
    sources: [...always, 'renderer', 'assets/locales', 'assets/sounds', 'assets/icons', 'assets/fonts'],
    steps: (outDir) => [
      {
        configFile: path.join(projectFolder, 'renderer/vite.config.ts'),
        build: { outDir, emptyOutDir: true },
      },
    ],
  },
];

/** Everything bundled: an installed program carries no node_modules. */
function nodeBundle(outDir: string, entries: Record<string, string>): InlineConfig {
  return {
    configFile: false,
    root: projectFolder,
    publicDir: false,
    ssr: { noExternal: true, external: ['electron'], target: 'node' },
    build: {
      ssr: true,
      outDir,
      emptyOutDir: false,
      target: 'node20',
      sourcemap: true,
      minify: false,
      rolldownOptions: {
        input: Object.fromEntries(
          Object.entries(entries).map(([name, file]) => [name, path.join(projectFolder, file)]),
        ),
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  };
}

/** The reference phone, served by the demo's broker. */
function phonePage(outDir: string): InlineConfig {
  return {
    configFile: false,
    root: path.join(projectFolder, 'electron/demo/phone'),
    base: './',
    publicDir: false,
    build: { outDir, emptyOutDir: true, target: 'es2023' },
  };
}

/** CommonJS, because a sandboxed preload cannot be a module. */
function preloadBundle(outDir: string): InlineConfig {
  const bundle = nodeBundle(outDir, { preload: 'electron/preload/preload.ts' });
  return {
    ...bundle,
    build: {
      ...bundle.build,
      sourcemap: false,
      rolldownOptions: {
        ...bundle.build?.rolldownOptions,
        output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
      },
    },
  };
}

export interface BuildReport {
  /** Parts that had to be built; empty when everything was fresh. */
  readonly built: readonly string[];
  readonly tookMs: number;
}

/** @param say called with one line before a part is built. @throws Error with the bundler's own words when a part does not build. */
export async function buildIfStale(say: (line: string) => void): Promise<BuildReport> {
  const startedMs = performance.now();
  const built: string[] = [];
  for (const part of parts) {
    const hash = hashSources(projectFolder, part.sources);
    if (readStamp(part.name) === hash) continue;
    say(`building ${part.name === 'electron' ? 'the engine' : 'the screens'} …`);
    await buildPart(part, hash);
    built.push(part.name);
  }
  return { built, tookMs: performance.now() - startedMs };
}

async function buildPart(part: Part, hash: string): Promise<void> {
  // Vite is loaded only when something must be built: a second start does not pay for it.
  const { build } = await import('vite');
  // An inherited NODE_ENV would put React's development build into the program: slower, and it talks to the console.
  process.env['NODE_ENV'] = 'production';
  const next = distFolder(`.next-${part.name}-${process.pid}`);
  const before = distFolder(`.before-${part.name}-${process.pid}`);
  const place = distFolder(part.name);
  try {
    mkdirSync(next, { recursive: true });
    for (const step of part.steps(next)) await build({ ...step, logLevel: 'error', clearScreen: false });
    writeFileSync(path.join(next, '.sources'), hash);
    renameIfThere(place, before);
    renameSync(next, place);
  } finally {
    rmSync(next, { recursive: true, force: true });
    rmSync(before, { recursive: true, force: true });
  }
}

function distFolder(name: string): string {
  return path.join(projectFolder, 'dist', name);
}

function readStamp(name: string): string | undefined {
  try {
    return readFileSync(path.join(distFolder(name), '.sources'), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function renameIfThere(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { built, tookMs } = await buildIfStale((line) => console.log(`signalbox: ${line}`));
  console.log(
    `signalbox: ${built.length === 0 ? 'nothing to build' : `built in ${(tookMs / 1000).toFixed(1)} s`}`,
  );
}
