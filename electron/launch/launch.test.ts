import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ancestry } from './ancestry.ts';
import { browserCommand } from './browser.ts';
import { causeOf, fetchElectron, findElectron } from './electron-binary.ts';
import { runHost } from './host-child.ts';
import { chooseHost, windowObstacle, type Machine } from './host-choice.ts';
import { hashSources } from './sources.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'signalbox-launch-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (name: string, text: string): string => {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
};

describe('the choice of a host', () => {
  const machine = (change: Partial<Machine>): Machine => ({
    platform: 'linux',
    env: { DISPLAY: ':0' },
    isRoot: false,
    ...change,
  });
  const electron = { executable: '/e' };

  it('is a window where one can open', () => {
    expect(windowObstacle(machine({}))).toBeUndefined();
    expect(windowObstacle(machine({ env: { WAYLAND_DISPLAY: 'w' } }))).toBeUndefined();
    expect(windowObstacle(machine({ platform: 'darwin', env: {}, isRoot: true }))).toBeUndefined();
    expect(chooseHost(false, undefined, electron)).toEqual({ host: 'electron', executable: '/e' });
  });

  it('is a browser otherwise, and says why unless asked', () => {
    expect(windowObstacle(machine({ env: {} }))).toMatch(/no display/);
    expect(windowObstacle(machine({ isRoot: true }))).toMatch(/root/);
    expect(chooseHost(true, undefined, electron)).toEqual({ host: 'headless', why: undefined });
    expect(chooseHost(false, 'no display', electron)).toEqual({ host: 'headless', why: 'no display' });
    expect(chooseHost(false, undefined, { missing: 'gone' })).toEqual({ host: 'headless', why: 'gone' });
  });
});

describe('findElectron', () => {
  it('finds the executable that path.txt names, or the one of an own distribution', () => {
    expect(findElectron(folder, {}, 'linux')).toEqual({ missing: 'Electron is not installed' });
    write('path.txt', 'electron');
    expect(findElectron(folder, {}, 'linux')).toEqual({ missing: `${folder}/dist/electron does not exist` });
    const executable = write('dist/electron', '');
    expect(findElectron(folder, {}, 'linux')).toEqual({ executable });
    const own = write('own/electron', '');
    expect(findElectron(folder, { ELECTRON_OVERRIDE_DIST_PATH: path.dirname(own) }, 'linux')).toEqual({
      executable: own,
    });
  });
});

describe('fetchElectron', () => {
  it('gives up in time and says so', async () => {
    write('install.js', 'setInterval(() => {}, 1000)');
    expect(await fetchElectron(folder, 50)).toEqual({
      missing: 'Electron could not be fetched (not within 0.05 s)',
    });
  });

  it('tells the cause in a word', async () => {
    write('install.js', "console.error('Error: getaddrinfo ENOTFOUND github.com\\n at x'); process.exit(1)");
    expect(await fetchElectron(folder, 10_000)).toEqual({
      missing: 'Electron could not be fetched (ENOTFOUND)',
    });
    expect(causeOf('')).toBe('no reason given');
    expect(causeOf('\nboom\nat x')).toBe('boom');
  });

  it('is silent when it worked', async () => {
    write('install.js', '');
    expect(await fetchElectron(folder, 10_000)).toBeUndefined();
  });
});

describe('hashSources', () => {
  it('changes with content, names and absence, not with tests or prose', () => {
    write('room/a.ts', 'one');
    const first = hashSources(folder, ['room', 'absent', 'lock']);
    write('room/a.test.ts', 'test');
    write('room/README.md', 'prose');
    expect(hashSources(folder, ['room', 'absent', 'lock'])).toBe(first);
    write('lock', '{}');
    const second = hashSources(folder, ['room', 'absent', 'lock']);
    expect(second).not.toBe(first);
    write('room/a.ts', 'two');
    expect(hashSources(folder, ['room', 'absent', 'lock'])).not.toBe(second);
  });
});

describe('ancestry', () => {
  it('tells parent and grandparent, and changes with either', () => {
    const stat = (parent: number) => (pid: number) => (pid === 7 ? `7 (sh) (x) S ${parent} 7 7` : undefined);
    expect(ancestry(7, stat(3))).toBe('7 3');
    expect(ancestry(7, stat(1))).toBe('7 1');
    expect(ancestry(1, stat(3))).toBe('1 ');
  });
});

describe('browserCommand', () => {
  it('quotes nothing into a shell', () => {
    const url = 'http://127.0.0.1:4600/?token=a';
    expect(browserCommand('linux', url)).toEqual(['xdg-open', [url]]);
    expect(browserCommand('darwin', url)).toEqual(['open', [url]]);
    expect(browserCommand('win32', url)[1]).toContain(url);
  });
});

describe('runHost', () => {
  const run = (program: string, said: string[] = [], ready: string[] = []): ReturnType<typeof runHost> =>
    runHost({
      command: process.execPath,
      args: () => [write('host.cjs', program)],
      channel: true,
      restart: true,
      onReady: (url) => ready.push(url),
      say: (line) => said.push(line),
    });

  it('passes on that the user was refused', async () => {
    expect(await run('process.exit(2)').ended).toBe(2);
  });

  it('does not start again what never served', async () => {
    const said: string[] = [];
    expect(await run('process.exit(7)', said).ended).toBe(7);
    expect(said).toEqual([]);
  });

  it('starts a crashed host again, a limited number of times', async () => {
    const said: string[] = [];
    const ready: string[] = [];
    const program = "process.send({ type: 'ready', url: 'u' }, () => process.kill(process.pid, 'SIGKILL'))";
    expect(await run(program, said, ready).ended).toBe(1);
    expect(ready).toHaveLength(6);
    expect(said.at(-1)).toMatch(/by SIGKILL, too often/);
  });

  it('ends cleanly when stopped', async () => {
    const ready: string[] = [];
    const child = runHost({
      command: process.execPath,
      args: () => [
        write(
          'host.cjs',
          "setInterval(() => {}, 1000); process.on('SIGTERM', () => process.exit(0)); process.send({ type: 'ready', url: 'u' })",
        ),
      ],
      channel: true,
      restart: true,
      onReady: (url) => {
        ready.push(url);
        child.stop();
      },
      say: () => {},
    });
    expect(await child.ended).toBe(0);
    expect(ready).toEqual(['u']);
  });

  it('says when the host cannot even start', async () => {
    const said: string[] = [];
    const child = runHost({
      command: path.join(folder, 'none'),
      args: () => [],
      channel: false,
      restart: true,
      onReady: () => {},
      say: (line) => said.push(line),
    });
    expect(await child.ended).toBe(1);
    expect(said[0]).toContain('cannot start');
  });
});
