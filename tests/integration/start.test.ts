/** `npm start` as a user runs it: what it prints, how it refuses, how it mends a crash, and that it leaves nothing behind. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { buildIfStale } from '#electron/launch/build.ts';
import { isAlive, processesBelow } from '#tests/builders/processes.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
const READY_MS = 60_000;

let folder: string;
let left: number[];
beforeEach(async () => {
  await buildIfStale(() => {});
  folder = mkdtempSync(path.join(tmpdir(), 'signalbox-start-'));
  left = [];
}, 240_000);
afterEach(() => {
  for (const pid of left.filter(isAlive)) process.kill(pid, 'SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

interface Program {
  readonly child: ChildProcess;
  readonly said: () => string;
}

function startProgram(...args: string[]): Program {
  const child = spawn(
    npm,
    ['start', '--', '--headless', '--no-open', '--port', '0', '--data', path.join(folder, 'data'), ...args],
    {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      // A group of its own, as a terminal gives one to each command.
      detached: true,
    },
  );
  let words = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (words += chunk.toString()));
  return { child, said: () => words };
}

async function served({ said }: Program, times = 1): Promise<string[]> {
  return vi.waitFor(() => {
    const urls = [...said().matchAll(/signalbox: open (\S+)/g)].map(([, url]) => url as string);
    expect(urls.length, said()).toBeGreaterThanOrEqual(times);
    return urls;
  }, READY_MS);
}

async function allGone(pids: readonly number[]): Promise<void> {
  await vi.waitFor(() => expect(pids.filter(isAlive)).toEqual([]), 20_000);
}

describe('npm start', () => {
  it('explains itself', () => {
    const { status, stdout } = spawnSync(npm, ['start', '--', '--help'], { cwd: root, encoding: 'utf8' });
    expect(status).toBe(0);
    expect(stdout).toContain('--scenario');
  });

  it('refuses with one line and 2', () => {
    const { status, stderr } = spawnSync(npm, ['-s', 'start', '--', '--colour'], {
      cwd: root,
      encoding: 'utf8',
    });
    expect(status).toBe(2);
    expect(stderr.split('\n').filter((line) => line.startsWith('signalbox:'))).toEqual([
      "signalbox: Unknown option '--colour' (see --help)",
    ]);
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGKILL'] as const)('leaves nothing behind after %s', async (signal) => {
    const program = startProgram();
    await served(program);
    const pids = processesBelow(program.child.pid ?? 0).map(({ pid }) => pid);
    left.push(...pids);
    // npm, the keeper, the host, the building.
    expect(pids.length).toBeGreaterThanOrEqual(3);
    const npmPid = program.child.pid ?? 0;
    // Ctrl-C reaches the whole group, the others only the process they are meant for.
    process.kill(signal === 'SIGINT' ? -npmPid : npmPid, signal);
    await allGone([npmPid, ...pids]);
  });

  it('starts a killed host again, at the same address for the page', async () => {
    const program = startProgram();
    const [first] = await served(program);
    const all = processesBelow(program.child.pid ?? 0);
    left.push(...all.map(({ pid }) => pid));
    const host = all.find(({ command }) => command.includes('headless.js'));
    process.kill(host?.pid ?? 0, 'SIGKILL');
    const urls = await served(program, 2);
    expect(program.said()).toMatch(/the host ended by SIGKILL; starting it again/);
    expect(urls[1]).toBe(first);
    left.push(...processesBelow(program.child.pid ?? 0).map(({ pid }) => pid));
    program.child.kill('SIGTERM');
    await allGone([...left, program.child.pid ?? 0]);
  });
});
