/** Finds Electron's executable, or fetches it once within a bounded time. Never imports the package: that would download. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

export const FETCH_LIMIT_MS = 45_000;

export type ElectronBinary = { readonly executable: string } | { readonly missing: string };

/** @param packageFolder of the `electron` package; its `path.txt` names the executable below `dist/`. */
export function findElectron(
  packageFolder: string,
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
): ElectronBinary {
  const override = env['ELECTRON_OVERRIDE_DIST_PATH'];
  const named = readPathFile(packageFolder);
  const relative = named ?? (override ? executableName(platform) : undefined);
  if (relative === undefined) return { missing: 'Electron is not installed' };
  const executable = path.join(override ?? path.join(packageFolder, 'dist'), relative);
  return existsSync(executable) ? { executable } : { missing: `${executable} does not exist` };
}

function readPathFile(packageFolder: string): string | undefined {
  const file = path.join(packageFolder, 'path.txt');
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
}

function executableName(platform: NodeJS.Platform): string {
  if (platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron';
  return platform === 'win32' ? 'electron.exe' : 'electron';
}

/** @returns undefined when the package itself is not installed (`npm ci --omit=dev`). */
export function electronPackageFolder(): string | undefined {
  try {
    return path.dirname(createRequire(import.meta.url).resolve('electron/package.json'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'MODULE_NOT_FOUND') return undefined;
    throw error;
  }
}

/** Runs the package's own installer; its noise is kept, and its last word is told when it fails. */
export async function fetchElectron(
  packageFolder: string,
  limitMs = FETCH_LIMIT_MS,
): Promise<{ missing: string } | undefined> {
  const child = spawn(process.execPath, [path.join(packageFolder, 'install.js')], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let words = '';
  child.stderr.on('data', (chunk: Buffer) => (words = (words + chunk.toString()).slice(-4096)));
  return new Promise((resolve) => {
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      child.kill('SIGKILL');
    }, limitMs);
    child.on('error', (error) => {
      clearTimeout(timer);
      resolve({ missing: `Electron could not be fetched (${error.message})` });
    });
    child.on('close', (code) => {
      clearTimeout(timer);
      if (code === 0) resolve(undefined);
      else
        resolve({
          missing: `Electron could not be fetched (${late ? `not within ${limitMs / 1000} s` : causeOf(words)})`,
        });
    });
  });
}

/** The innermost cause that an installer's stack names, e.g. `ENOTFOUND`; stacks are for engineers, one line is for users. */
export function causeOf(stderr: string): string {
  const code = /\b(E[A-Z]{4,}|CERT_[A-Z_]+|HTTP ?Error[^\n]{0,60}|Response code \d{3})\b/.exec(stderr)?.[1];
  return (
    code ??
    stderr
      .split('\n')
      .find((line) => line.trim() !== '')
      ?.trim()
      .slice(0, 120) ??
    'no reason given'
  );
}
