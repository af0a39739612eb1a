/** The programs of the system that tests need, found on PATH and where Debian, Fedora, macOS and Windows put them. */
import { accessSync, constants } from 'node:fs';
import path from 'node:path';

const places: Readonly<
  Record<ProgramName, { readonly names: readonly string[]; readonly folders: readonly string[] }>
> = {
  chromium: {
    names: [
      'chromium',
      'chromium-browser',
      'google-chrome',
      'google-chrome-stable',
      'chrome.exe',
      'Google Chrome',
    ],
    folders: [
      '/usr/bin',
      '/usr/lib/chromium',
      '/snap/bin',
      '/opt/google/chrome',
      '/Applications/Google Chrome.app/Contents/MacOS',
      'C:\\Program Files\\Google\\Chrome\\Application',
    ],
  },
  mosquitto: {
    names: ['mosquitto', 'mosquitto.exe'],
    folders: ['/usr/sbin', '/usr/local/sbin', '/opt/homebrew/sbin', 'C:\\Program Files\\mosquitto'],
  },
  openssl: {
    names: ['openssl', 'openssl.exe'],
    folders: ['/usr/bin', '/usr/local/bin', '/opt/homebrew/bin'],
  },
};

export type ProgramName = 'chromium' | 'mosquitto' | 'openssl';
export const PROGRAM_NAMES = ['chromium', 'mosquitto', 'openssl'] as const satisfies readonly ProgramName[];

export function findProgram(
  name: ProgramName,
  env: Readonly<Record<string, string | undefined>> = process.env,
): string | undefined {
  const onPath = (env['PATH'] ?? '').split(path.delimiter).filter((folder) => path.isAbsolute(folder));
  for (const folder of [...onPath, ...places[name].folders]) {
    for (const file of places[name].names) {
      const candidate = path.join(folder, file);
      if (isExecutable(candidate)) return candidate;
    }
  }
  return undefined;
}

/** @throws Error with the command that installs it, where it is missing. */
export function needProgram(name: ProgramName): string {
  const program = findProgram(name);
  if (program !== undefined) return program;
  throw new Error(`${name}, which the tests need, was not found. Install it: apt-get install -y ${name}`);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'EACCES' || code === 'ENOTDIR') return false;
    throw error;
  }
}
