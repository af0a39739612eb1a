import { EventEmitter } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import type { MessagePortMain, UtilityProcess } from 'electron';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { EngineStart, ShellToEngine } from '#shared/protocol/shell.ts';
import burnFuses, { executableOf } from './after-pack.ts';
import { createAppHandler } from './app-scheme.ts';
import { runDemo, runEngine, type EngineProgramDeps } from './child-programs.ts';
import { FUSES } from './fuses.ts';
import { answerPdfRequests } from './save-pdf.ts';
import { createSecretKeeper, type KeyStore } from './secrets.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'signalbox-main-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('the own scheme', () => {
  it('serves built files under the content policy, and nothing else', async () => {
    mkdirSync(path.join(folder, 'assets'));
    writeFileSync(path.join(folder, 'index.html'), '<!doctype html>');
    writeFileSync(path.join(folder, 'assets/a-1.js'), 'export {};');
    const handle = createAppHandler(folder);
    const get = (url: string, method = 'GET'): Promise<Response> => handle({ url, method } as Request);
    const page = await get('app://signalbox/alarms');
    expect([page.status, await page.text()]).toEqual([200, '<!doctype html>']);
    expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'; script-src 'self';/);
    expect(page.headers.get('content-security-policy')).not.toContain('unsafe');
    expect((await get('app://signalbox/assets/a-1.js')).headers.get('content-type')).toContain('javascript');
    expect((await get('app://signalbox/assets')).status).toBe(200);
    expect((await get('app://signalbox/assets/none.js')).status).toBe(404);
    expect((await get('app://elsewhere/')).status).toBe(404);
    expect((await get('app://signalbox/', 'POST')).status).toBe(405);
  });
});

describe('a page as PDF', () => {
  const page = { url: 'app://signalbox/', parent: null };

  /** @param chosen the place that the person chooses. */
  function shell(chosen: string | undefined, printed: () => Promise<Buffer>) {
    const showSaveDialog = vi.fn((_window: unknown, _options: { defaultPath: string }) =>
      Promise.resolve({ canceled: chosen === undefined, filePath: chosen ?? '' }),
    );
    const printToPDF = vi.fn(printed);
    const handlers: ((event: unknown, name: unknown) => Promise<string>)[] = [];
    const maker = {
      ipcMain: { handle: (_channel: string, handler: (typeof handlers)[number]) => handlers.push(handler) },
      dialog: { showSaveDialog },
      BrowserWindow: { fromWebContents: () => ({}) },
    };
    answerPdfRequests(maker as unknown as Parameters<typeof answerPdfRequests>[0], () => undefined);
    const save = (name: unknown, senderFrame: unknown = page): Promise<string> | undefined =>
      handlers[0]?.({ sender: { printToPDF }, senderFrame }, name);
    return { save, showSaveDialog, printToPDF };
  }
  const pdf = (): Promise<Buffer> => Promise.resolve(Buffer.from('%PDF-1.7'));

  it('is written where the person says, under a name without a folder', async () => {
    const { save, showSaveDialog, printToPDF } = shell(path.join(folder, 'r.pdf'), pdf);
    expect(await save('../../Fire 火灾 INC-1/..')).toBe('saved');
    expect(readFileSync(path.join(folder, 'r.pdf'), 'utf8')).toBe('%PDF-1.7');
    expect(showSaveDialog.mock.calls[0]?.[1].defaultPath).toBe('Fire 火灾 INC-1...pdf');
    expect(printToPDF).toHaveBeenCalledWith({ printBackground: true, preferCSSPageSize: true });
  });

  it.each([
    ['no place is chosen', undefined, pdf, page, 'cancelled'],
    ['the page cannot be printed', 'x.pdf', () => Promise.reject(new Error('no')), page, 'failed'],
    ['the place cannot be written', 'no/such/folder/x.pdf', pdf, page, 'failed'],
    ['a stranger asks', 'x.pdf', pdf, { url: 'https://elsewhere/', parent: null }, 'failed'],
  ] as const)('%s: %s', async (_name, chosen, printed, frame, said) => {
    const { save } = shell(chosen && path.join(folder, chosen), printed);
    expect(await save('r', frame)).toBe(said);
    expect(existsSync(path.join(folder, 'x.pdf'))).toBe(false);
  });
});

describe('secrets', () => {
  const keyStore = (change: Partial<KeyStore> = {}): KeyStore => ({
    isEncryptionAvailable: () => true,
    encryptString: (text) => Buffer.from([...text].reverse().join('')),
    decryptString: (bytes) => [...bytes.toString()].reverse().join(''),
    ...change,
  });

  it('are kept encrypted in a file of ours', () => {
    const file = path.join(folder, 'secrets.json');
    const keep = createSecretKeeper(keyStore(), file);
    expect(keep({ action: 'read', name: 'main' })).toEqual({ ok: true, value: undefined });
    expect(keep({ action: 'write', name: 'main', value: 'hunter2' })).toEqual({ ok: true, value: undefined });
    expect(readFileSync(file, 'utf8')).not.toContain('hunter2');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(createSecretKeeper(keyStore(), file)({ action: 'read', name: 'main' })).toEqual({
      ok: true,
      value: 'hunter2',
    });
    keep({ action: 'clear', name: 'main' });
    expect(keep({ action: 'read', name: 'main' })).toEqual({ ok: true, value: undefined });
  });

  it.each<[string, Partial<KeyStore>]>([
    ['no key store', { isEncryptionAvailable: () => false }],
    ['only the pretended one of Chromium', { getSelectedStorageBackend: () => 'basic_text' }],
  ])('are not kept with %s', (_what, change) => {
    const file = path.join(folder, 'secrets.json');
    const keep = createSecretKeeper(keyStore(change), file);
    expect(keep({ action: 'kind', name: 'main' })).toEqual({ ok: true, value: 'none' });
    expect(keep({ action: 'write', name: 'main', value: 'hunter2' })).toMatchObject({
      ok: false,
      error: { code: 'not-stored' },
    });
    expect(existsSync(file)).toBe(false);
  });

  it('tell a broken file instead of overwriting it', () => {
    const file = path.join(folder, 'secrets.json');
    writeFileSync(file, '{torn');
    const keep = createSecretKeeper(keyStore(), file);
    expect(keep({ action: 'write', name: 'main', value: 'x' })).toMatchObject({ ok: false });
    expect(readFileSync(file, 'utf8')).toBe('{torn');
  });
});

class FakeChild extends EventEmitter {
  readonly posted: { message: ShellToEngine; ports: MessagePortMain[] }[] = [];
  readonly kill = vi.fn(() => true);
  postMessage(message: ShellToEngine, ports: MessagePortMain[] = []): void {
    this.posted.push({ message, ports });
  }
}

const engineStart: EngineStart = {
  siteFolder: 's',
  dataFolder: 'd',
  brokerUrl: undefined,
  embeddedBrokerUrl: undefined,
  version: '1',
  demo: false,
};

function fakeEngine(change: Partial<EngineProgramDeps> = {}) {
  const children: FakeChild[] = [];
  const deps: EngineProgramDeps = {
    fork: () => {
      const child = new FakeChild();
      children.push(child);
      return child as unknown as UtilityProcess;
    },
    program: 'engine.js',
    start: engineStart,
    keepSecret: () => ({ ok: true, value: 'hunter2' }),
    toDemo: vi.fn(),
    displays: () => [{ id: 7, label: 'beamer', width: 1920, height: 1080 }],
    onWalls: vi.fn(),
    onRefused: vi.fn(),
    onGivenUp: vi.fn(),
    monotonicMs: () => 0,
    log: vi.fn(),
    ...change,
  };
  return { children, deps, engine: runEngine(deps) };
}

describe('the engine beside the shell', () => {
  it('is told what to run, gets ports, and has its questions answered', () => {
    const { children, deps, engine } = fakeEngine();
    const [child] = children as [FakeChild];
    expect(child.posted[0]?.message).toEqual({ type: 'start', start: engineStart });
    const port = {} as MessagePortMain;
    expect(engine.attach(port)).toBe(true);
    expect(child.posted[1]?.message).toEqual({ type: 'displays', displays: deps.displays() });
    expect(child.posted[2]).toEqual({ message: { type: 'attach' }, ports: [port] });
    child.emit('message', { type: 'secret', id: 4, ask: { action: 'read', name: 'main' } });
    expect(child.posted[3]?.message).toEqual({
      type: 'secret',
      id: 4,
      answer: { ok: true, value: 'hunter2' },
    });
    child.emit('message', { type: 'demo', message: { type: 'scenario', name: 'fire' } });
    child.emit('message', { type: 'walls', walls: [] });
    expect(deps.onWalls).toHaveBeenCalledWith([]);
    expect(deps.toDemo).toHaveBeenCalledWith({ type: 'scenario', name: 'fire' });
    child.emit('message', { type: 'log', level: 'warn', message: 'm', facts: { a: 1 } });
    expect(deps.log).toHaveBeenCalledWith('warn', 'm', { a: 1 });
  });

  it('is started again after a crash, five times and no more', () => {
    const { children, deps, engine } = fakeEngine();
    for (let crash = 0; crash < 6; crash += 1) children.at(-1)?.emit('exit', 9);
    expect(children).toHaveLength(6);
    expect(deps.onGivenUp).toHaveBeenCalledOnce();
    expect(engine.attach({} as MessagePortMain)).toBe(false);
  });

  it('is not started again when it refused what it was given', () => {
    const { children, deps } = fakeEngine();
    children[0]?.emit('message', {
      type: 'refused',
      code: 'bad-site',
      detail: 'site.json: zones: expected an array',
    });
    children[0]?.emit('exit', 2);
    expect(deps.onRefused).toHaveBeenCalledWith('bad-site', 'site.json: zones: expected an array');
    expect(children).toHaveLength(1);
  });

  it('ends with the shell, by itself or by force', async () => {
    vi.useFakeTimers();
    try {
      const { children, engine } = fakeEngine();
      const stopped = engine.stop();
      expect(children[0]?.posted.at(-1)?.message).toEqual({ type: 'stop' });
      vi.runAllTimers();
      expect(children[0]?.kill).toHaveBeenCalledOnce();
      children[0]?.emit('exit', 0);
      await stopped;
      await engine.stop();
      expect(children).toHaveLength(1);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('the simulated building beside the shell', () => {
  it('gives its address, and comes back at the same port without its event', async () => {
    const forked: unknown[] = [];
    const children: FakeChild[] = [];
    const onLost = vi.fn();
    const demo = runDemo({
      fork: (_program, [config]) => {
        forked.push(JSON.parse(config ?? ''));
        children.push(new FakeChild());
        return children.at(-1) as unknown as UtilityProcess;
      },
      program: 'demo.js',
      config: { siteFolder: 's', port: 0, scenario: 'fire' },
      onReport: vi.fn(),
      onLost,
      monotonicMs: () => 0,
      log: vi.fn(),
    });
    children[0]?.emit('message', { type: 'ready', url: 'mqtt://127.0.0.1:4567' });
    expect(await demo.ready).toEqual({ url: 'mqtt://127.0.0.1:4567' });
    children[0]?.emit('exit', 1);
    expect(onLost).toHaveBeenCalledOnce();
    expect(forked[1]).toEqual({ siteFolder: 's', port: 4567 });
    demo.stop();
    children[1]?.emit('exit', 0);
    expect(children).toHaveLength(2);
    expect(children[1]?.kill).toHaveBeenCalledOnce();
  });

  it('says what is wrong when it cannot start', async () => {
    const child = new FakeChild();
    const demo = runDemo({
      fork: () => child as unknown as UtilityProcess,
      program: 'demo.js',
      config: { siteFolder: 's', port: 0 },
      onReport: () => {},
      onLost: () => {},
      monotonicMs: () => 0,
      log: () => {},
    });
    child.emit('message', { type: 'error', code: 'bad-site', detail: 'no site' });
    expect(await demo.ready).toEqual({ problem: 'no site' });
  });
});

describe('the fuses', () => {
  it('are all decided, and none lets the executable be turned into something else', () => {
    const options = Object.values(FuseV1Options).filter((value) => typeof value === 'number');
    expect(options).toHaveLength(9);
    for (const option of options) expect(FUSES[option], FuseV1Options[option]).toBeTypeOf('boolean');
    expect(FUSES[FuseV1Options.RunAsNode]).toBe(false);
    expect(FUSES[FuseV1Options.OnlyLoadAppFromAsar]).toBe(true);
    expect(FUSES.strictlyRequireAllFuses).toBe(true);
  });

  it('are burnt into the executable of each platform', () => {
    const packed = (electronPlatformName: string, executableName?: string): string =>
      executableOf({
        appOutDir: '/out',
        electronPlatformName,
        packager: {
          appInfo: { productFilename: 'Signalbox' },
          ...(executableName ? { executableName } : {}),
        },
      });
    expect(packed('linux', 'signalbox')).toBe('/out/signalbox');
    expect(packed('win32')).toBe('/out/Signalbox.exe');
    expect(packed('darwin')).toBe('/out/Signalbox.app');
  });

  it('stand in the executable afterwards', async () => {
    // The wire as Electron carries it: a sentinel, version 1, nine fuses, each '0' or '1'.
    const wire = Buffer.concat([
      Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'),
      Buffer.from([1, 9]),
      Buffer.from('101100010'),
    ]);
    const file = path.join(folder, 'signalbox');
    writeFileSync(file, Buffer.concat([Buffer.alloc(64), wire, Buffer.alloc(64)]));
    await burnFuses({
      appOutDir: folder,
      electronPlatformName: 'linux',
      packager: { appInfo: { productFilename: 'Signalbox' }, executableName: 'signalbox' },
    });
    const burnt = await getCurrentFuseWire(file);
    for (const option of [0, 1, 2, 3, 4, 5, 6, 7, 8] as const) {
      expect(String.fromCharCode(burnt[option] ?? 0), FuseV1Options[option]).toBe(FUSES[option] ? '1' : '0');
    }
  });
});
