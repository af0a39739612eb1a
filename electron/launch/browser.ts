import { spawn } from 'node:child_process';

/** The command that opens an address in the user's browser. */
export function browserCommand(platform: NodeJS.Platform, url: string): readonly [string, readonly string[]] {
  if (platform === 'darwin') return ['open', [url]];
  // `start` is a word of cmd; the empty pair of quotes is the window's title.
  if (platform === 'win32') return ['cmd', ['/d', '/c', 'start', '""', url]];
  return ['xdg-open', [url]];
}

/** @returns what went wrong, in a few words; the address is on the terminal in any case. */
export function openBrowser(platform: NodeJS.Platform, url: string): Promise<string | undefined> {
  const [command, args] = browserCommand(platform, url);
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: 'ignore', detached: true });
    child.on('error', (error) => resolve(`${command}: ${error.message}`));
    child.on('spawn', () => resolve(undefined));
    child.unref();
  });
}
