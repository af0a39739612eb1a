/** The built headless host as a process of its own, for tests that want the real thing. `npm run build` comes first. */
import { fork, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** @returns when it serves; rejects with the host's own words when it ends before. */
export async function forkHeadless(args: readonly string[]): Promise<{ child: ChildProcess; url: string }> {
  const program = path.join(root, 'dist/electron/headless.js');
  const child = fork(program, args, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    execArgv: ['--enable-source-maps'],
  });
  let words = '';
  child.stderr?.on('data', (chunk: Buffer) => (words = (words + chunk.toString()).slice(-8192)));
  child.stdout?.resume();
  return new Promise((resolve, reject) => {
    child.once('close', (code, signal) => reject(new Error(`the host ended (${signal ?? code}):\n${words}`)));
    child.once('error', reject);
    child.on('message', (message: { type: string; url: string }) => {
      if (message.type === 'ready') resolve({ child, url: message.url });
    });
  });
}

export function endHeadless(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('close', () => resolve());
    child.kill('SIGTERM');
  });
}
