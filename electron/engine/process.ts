/**
 * The engine as a utility process of the desktop shell (`dist/electron/engine.js`). Thin: the shell's port in, an engine out.
 * See `shared/protocol/shell.ts` for what passes between.
 */
import { assert } from '#shared/base/assert.ts';
import type { Log } from '#shared/base/log.ts';
import { fail, ok } from '#shared/base/result.ts';
import { createDemoChannel } from '#shared/protocol/demo-control.ts';
import type { DisplayIdentity } from '#shared/domain/wall/display.ts';
import type { EngineToShell, SecretAnswer, SecretAsk, ShellToEngine } from '#shared/protocol/shell.ts';
import { createEngine, type Engine, type SecretStore } from './engine.ts';
import { createMessagePort, type ShellPort } from './message-port.ts';
import { withEnvironment, type Environment } from './settings/environment-secrets.ts';

/** What this needs of Electron's `process.parentPort`. */
export interface ShellChannel {
  postMessage(message: EngineToShell): void;
  on(
    event: 'message',
    listener: (event: { readonly data: ShellToEngine; readonly ports: readonly ShellPort[] }) => void,
  ): unknown;
}

export interface EngineProcessDeps {
  readonly shell: ShellChannel;
  readonly exit: (code: number) => void;
  readonly create: typeof createEngine;
  /** May hold passwords; see `settings/environment-secrets.ts`. */
  readonly env: Environment;
}

export function runEngineProcess({ shell, exit, create, env }: EngineProcessDeps): void {
  const log: Log = (level, message, facts) => shell.postMessage({ type: 'log', level, message, facts });
  const secrets = askTheShell(shell);
  const demo = createDemoChannel((message) => shell.postMessage({ type: 'demo', message }));
  // Pages may ask for a port while the engine still reads the site and the journal.
  const early: ShellPort[] = [];
  let displays: readonly DisplayIdentity[] | undefined;
  let engine: Engine | undefined;

  const begin = async (start: Extract<ShellToEngine, { type: 'start' }>['start']): Promise<void> => {
    const made = await create({
      ...start,
      host: 'electron',
      secrets: withEnvironment(secrets.store, env),
      demo: start.demo ? demo.control : undefined,
      onWalls: (walls) => shell.postMessage({ type: 'walls', walls }),
      log,
    });
    if (!made.ok) {
      shell.postMessage({ type: 'refused', code: made.error.code, detail: made.error.detail });
      return exit(2);
    }
    engine = made.value;
    if (displays) engine.setDisplays(displays);
    for (const port of early.splice(0)) engine.attach(createMessagePort(port, log));
    shell.postMessage({ type: 'started' });
  };
  const crash = (error: unknown): void => {
    log('error', 'the engine failed', {
      error: String(error),
      stack: error instanceof Error ? error.stack : undefined,
    });
    exit(1);
  };

  shell.on('message', ({ data, ports }) => {
    if (data.type === 'start') begin(data.start).catch(crash);
    else if (data.type === 'attach') {
      const [port] = ports;
      assert(port, 'attach comes with a port');
      if (engine) engine.attach(createMessagePort(port, log));
      else early.push(port);
    } else if (data.type === 'secret') secrets.answer(data.id, data.answer);
    else if (data.type === 'demo-report') demo.take(data.report);
    else if (data.type === 'demo-lost') demo.lost();
    else if (data.type === 'displays') {
      ({ displays } = data);
      engine?.setDisplays(displays);
    } else Promise.resolve(engine?.stop()).then(() => exit(0), crash);
  });
}

/** The key store can be reached from the shell only. */
function askTheShell(shell: ShellChannel): {
  store: SecretStore;
  answer: (id: number, answer: SecretAnswer) => void;
} {
  const waiting = new Map<number, (answer: SecretAnswer) => void>();
  let last = 0;
  const ask = (asked: SecretAsk): Promise<SecretAnswer> =>
    new Promise((resolve) => {
      last += 1;
      waiting.set(last, resolve);
      shell.postMessage({ type: 'secret', id: last, ask: asked });
    });
  const done = (answer: SecretAnswer) =>
    answer.ok ? ok(undefined) : fail(answer.error.code, answer.error.detail);
  return {
    answer(id, answer) {
      waiting.get(id)?.(answer);
      waiting.delete(id);
    },
    store: {
      async read(name) {
        const answer = await ask({ action: 'read', name });
        if (!answer.ok) throw new Error(answer.error.detail);
        return answer.value;
      },
      write: async (name, value) => done(await ask({ action: 'write', name, value })),
      clear: async (name) => done(await ask({ action: 'clear', name })),
      async kind(name) {
        const answer = await ask({ action: 'kind', name });
        return answer.ok && answer.value === 'key-store' ? 'key-store' : 'none';
      },
    },
  };
}

const { parentPort, env } = process as unknown as { parentPort?: ShellChannel; env: Environment };
if (parentPort) {
  runEngineProcess({ shell: parentPort, exit: (code) => process.exit(code), create: createEngine, env });
}
