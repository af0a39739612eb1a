import { EventEmitter } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import { epochMs } from '#shared/base/brand.ts';
import { fail, ok } from '#shared/base/result.ts';
import type { EnginePort, PageMessage } from '#shared/protocol/messages.ts';
import type { EngineStart, EngineToShell, ShellToEngine } from '#shared/protocol/shell.ts';
import type { createEngine, Engine, EngineOptions } from './engine.ts';
import { createMessagePort, type ShellPort } from './message-port.ts';
import { runEngineProcess, type ShellChannel } from './process.ts';

class FakePort extends EventEmitter {
  readonly posted: unknown[] = [];
  readonly start = vi.fn();
  readonly close = vi.fn();
  postMessage(message: unknown): void {
    this.posted.push(message);
  }
}

describe('a MessagePort as a link', () => {
  it('carries messages both ways, and nothing after the close', () => {
    const port = new FakePort();
    const link = createMessagePort(port as ShellPort, () => {});
    const heard: PageMessage[] = [];
    const closed = vi.fn();
    link.onMessage((message) => heard.push(message));
    link.onClose(closed);
    expect(port.start).toHaveBeenCalledOnce();
    port.emit('message', { data: { type: 'ping', id: 1 } });
    link.send({ type: 'pong', id: 1, nowMs: epochMs(5) });
    expect([heard, port.posted]).toEqual([[{ type: 'ping', id: 1 }], [{ type: 'pong', id: 1, nowMs: 5 }]]);
    port.emit('close');
    port.emit('close');
    link.send({ type: 'pong', id: 2, nowMs: epochMs(5) });
    expect(closed).toHaveBeenCalledOnce();
    expect(port.posted).toHaveLength(1);
    const late = vi.fn();
    link.onClose(late);
    expect(late).toHaveBeenCalledOnce();
  });

  it('is closed on what is no message', () => {
    const port = new FakePort();
    const link = createMessagePort(port as ShellPort, () => {});
    const closed = vi.fn();
    link.onClose(closed);
    link.onMessage(() => expect.unreachable());
    port.emit('message', { data: { type: 'sudo' } });
    expect(port.close).toHaveBeenCalledOnce();
    expect(closed).toHaveBeenCalledOnce();
  });
});

const start: EngineStart = {
  siteFolder: 's',
  dataFolder: 'd',
  brokerUrl: undefined,
  embeddedBrokerUrl: 'mqtt://e',
  version: '1',
  demo: true,
};

function fakeShell(make: () => ReturnType<typeof createEngine>) {
  const events = new EventEmitter();
  const said: EngineToShell[] = [];
  const exit = vi.fn();
  let options: EngineOptions | undefined;
  const shell = Object.assign(events, {
    postMessage: (message: EngineToShell) => void said.push(message),
  }) as unknown as ShellChannel;
  runEngineProcess({
    shell,
    exit,
    create: (given) => {
      options = given;
      return make();
    },
    env: { SIGNALBOX_PASSWORD_GIVEN: 'from the environment' },
  });
  const tell = (data: ShellToEngine, ports: ShellPort[] = []): void =>
    void events.emit('message', { data, ports });
  return { tell, said, exit, options: () => options };
}

function fakeEngine() {
  const attached: EnginePort[] = [];
  const engine = {
    attach: (port: EnginePort) => void attached.push(port),
    setDisplays: vi.fn(),
    stop: vi.fn(() => Promise.resolve()),
  } as unknown as Engine;
  return { engine, attached };
}

describe('the engine as a process of the shell', () => {
  it('starts what it is told and keeps pages that were too early', async () => {
    const { engine, attached } = fakeEngine();
    const { tell, said, exit, options } = fakeShell(() => Promise.resolve(ok(engine)));
    tell({ type: 'start', start });
    tell({ type: 'attach' }, [new FakePort() as ShellPort]);
    expect(attached).toHaveLength(0);
    await vi.waitFor(() => expect(said).toContainEqual({ type: 'started' }));
    expect(attached).toHaveLength(1);
    tell({ type: 'attach' }, [new FakePort() as ShellPort]);
    expect(attached).toHaveLength(2);
    expect(options()).toMatchObject({ siteFolder: 's', embeddedBrokerUrl: 'mqtt://e', host: 'electron' });
    tell({ type: 'stop' });
    await vi.waitFor(() => expect(exit).toHaveBeenCalledWith(0));
  });

  it('hands on which displays there are, also those it heard of too early, and what they show', async () => {
    const { engine } = fakeEngine();
    const { tell, said, options } = fakeShell(() => Promise.resolve(ok(engine)));
    const display = { id: 7, label: 'beamer', width: 1920, height: 1080 };
    tell({ type: 'start', start });
    tell({ type: 'displays', displays: [display] });
    await vi.waitFor(() => expect(said).toContainEqual({ type: 'started' }));
    tell({ type: 'displays', displays: [] });
    expect(vi.mocked(engine.setDisplays).mock.calls).toEqual([[[display]], [[]]]);
    const walls = [{ display, show: 'Night', viewing: undefined }];
    options()?.onWalls?.(walls);
    expect(said.at(-1)).toEqual({ type: 'walls', walls });
  });

  it('says what it refuses, and ends', async () => {
    const { tell, said, exit } = fakeShell(() => Promise.resolve(fail('bad-site', 'site.json: zones')));
    tell({ type: 'start', start });
    await vi.waitFor(() => expect(exit).toHaveBeenCalledWith(2));
    expect(said).toContainEqual({ type: 'refused', code: 'bad-site', detail: 'site.json: zones' });
  });

  it('logs a bug with its place, and ends to be started again', async () => {
    const { tell, said, exit } = fakeShell(() => Promise.reject(new Error('boom')));
    tell({ type: 'start', start });
    await vi.waitFor(() => expect(exit).toHaveBeenCalledWith(1));
    expect(said).toContainEqual(expect.objectContaining({ type: 'log', level: 'error' }));
  });

  it('reaches the key store and the simulated building through the shell', async () => {
    const { engine } = fakeEngine();
    const { tell, said, options } = fakeShell(() => Promise.resolve(ok(engine)));
    tell({ type: 'start', start });
    await vi.waitFor(() => expect(said).toContainEqual({ type: 'started' }));
    const { secrets, demo } = options() as EngineOptions;
    const reading = secrets.read('main');
    const writing = secrets.write('main', 'x');
    const kind = secrets.kind('main');
    const asks = said.filter((message) => message.type === 'secret');
    expect(asks.map(({ ask }) => ask.action)).toEqual(['read', 'write', 'kind']);
    tell({ type: 'secret', id: asks[2]?.id ?? 0, answer: ok('key-store') });
    tell({ type: 'secret', id: asks[1]?.id ?? 0, answer: fail('not-stored', 'no key store') });
    tell({ type: 'secret', id: asks[0]?.id ?? 0, answer: ok('hunter2') });
    expect(await reading).toBe('hunter2');
    expect(await writing).toMatchObject({ ok: false, error: { code: 'not-stored' } });
    expect(await kind).toBe('key-store');
    await expect(secrets.read('given')).resolves.toBe('from the environment');
    await expect(secrets.kind('given')).resolves.toBe('environment');
    const failing = secrets.read('main');
    const last = said.findLast((message) => message.type === 'secret');
    tell({ type: 'secret', id: last?.id ?? 0, answer: fail('not-stored', 'locked') });
    await expect(failing).rejects.toThrow('locked');
    const fire = demo?.start('fire');
    expect(said.at(-1)).toEqual({ type: 'demo', message: { type: 'scenario', name: 'fire' } });
    tell({ type: 'demo-report', report: { type: 'scenario', running: 'fire' } });
    expect(await fire).toEqual({ ok: true, value: { running: 'fire' } });
    tell({ type: 'demo-lost' });
    expect(demo?.running()).toBeUndefined();
  });
});
