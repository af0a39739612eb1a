/**
 * A real mosquitto in a child process for tests: own folder, own free port on 127.0.0.1, stopped, killed and started
 * again at will. `await using` or `dispose()` leaves neither process nor file behind.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { pbkdf2Sync, randomBytes } from 'node:crypto';
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { needProgram } from '#tests/find-programs.ts';

export interface MosquittoOptions {
  /** name → password; without it anyone may connect. */
  readonly users?: Readonly<Record<string, string>>;
  /** Lines of an acl_file. */
  readonly acl?: readonly string[];
  /** PEM texts; the listener then speaks TLS. */
  readonly tls?: {
    readonly ca: string;
    readonly cert: string;
    readonly key: string;
    readonly clientCertificates?: boolean;
  };
  /** Keep sessions and retained messages over a restart. */
  readonly persistence?: boolean;
  /** Log every packet. */
  readonly logPackets?: boolean;
  /** Further configuration lines. */
  readonly config?: readonly string[];
}

export interface MosquittoBroker extends AsyncDisposable {
  readonly host: '127.0.0.1';
  readonly port: number;
  /** mqtt:// or mqtts:// */
  readonly url: string;
  readonly pid: number | undefined;
  readonly running: boolean;
  start(): Promise<void>;
  /** Orderly: says goodbye to its clients and writes its sessions. */
  stop(): Promise<void>;
  /** SIGKILL. */
  kill(): Promise<void>;
  restart(): Promise<void>;
  /** SIGSTOP and SIGCONT: the process hangs, its sockets stay open. */
  freeze(): void;
  thaw(): void;
  /** Rewrites the password file; in force after the next start. */
  setUsers(users: Readonly<Record<string, string>>): void;
  setTls(tls: NonNullable<MosquittoOptions['tls']>): void;
  /** All that mosquitto logged so far. */
  log(): string;
  dispose(): Promise<void>;
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** mosquitto 2 password file: `$7$iterations$salt$hash`, PBKDF2-HMAC-SHA-512. */
function passwordLine(name: string, password: string): string {
  const salt = randomBytes(12);
  const hash = pbkdf2Sync(password, salt, 101, 64, 'sha512');
  return `${name}:$7$101$${salt.toString('base64')}$${hash.toString('base64')}\n`;
}

function writeConfiguration(folder: string, port: number, options: MosquittoOptions): void {
  const file = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, text, { mode: 0o600 });
    return path;
  };
  const users = (entries: Readonly<Record<string, string>>): string =>
    Object.entries(entries)
      .map(([name, password]) => passwordLine(name, password))
      .join('');
  const lines = [
    'per_listener_settings false',
    `listener ${port} 127.0.0.1`,
    `allow_anonymous ${options.users === undefined}`,
    'log_dest stderr',
    ...['error', 'warning', 'notice', 'information'].map((type) => `log_type ${type}`),
    ...(options.logPackets ? ['log_type debug'] : []),
    'sys_interval 0',
    // As root, mosquitto gives its rights up and then cannot read its own folder.
    ...(process.getuid?.() === 0 ? ['user root'] : []),
    ...(options.users ? [`password_file ${file('passwords', users(options.users))}`] : []),
    ...(options.acl ? [`acl_file ${file('acl', `${options.acl.join('\n')}\n`)}`] : []),
    ...(options.persistence
      ? [
          'persistence true',
          `persistence_location ${folder}/`,
          'autosave_interval 1',
          'autosave_on_changes true',
        ]
      : []),
    ...(options.tls
      ? [
          `cafile ${file('ca.pem', options.tls.ca)}`,
          `certfile ${file('cert.pem', options.tls.cert)}`,
          `keyfile ${file('key.pem', options.tls.key)}`,
          ...(options.tls.clientCertificates ? ['require_certificate true'] : []),
        ]
      : []),
    ...(options.config ?? []),
  ];
  file('mosquitto.conf', `${lines.join('\n')}\n`);
}

/** Resolves once it listens; rejects with its own log when it ends before. */
async function untilListening(child: ChildProcess, log: () => string): Promise<void> {
  let failure: string | undefined;
  child.once('error', (error) => (failure = String(error)));
  child.once('exit', (code, signal) => (failure = `mosquitto ended with ${code ?? signal}`));
  while (!/mosquitto version \S+ running/.test(log())) {
    if (failure !== undefined) throw new Error(`${failure}:\n${log()}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

export async function startMosquitto(initial: MosquittoOptions = {}): Promise<MosquittoBroker> {
  const program = needProgram('mosquitto');
  const folder = mkdtempSync(join(tmpdir(), 'signalbox-mosquitto-'));
  let options = initial;
  let port = 0;
  let child: ChildProcess | undefined;
  // A file, not a pipe: a broker must not wait for a test that is busy.
  const logPath = join(folder, 'log');
  const log = (): string => (existsSync(logPath) ? readFileSync(logPath, 'utf8') : '');

  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const ending = child;
    if (!ending || ending.exitCode !== null || ending.signalCode !== null) return;
    const gone = new Promise((resolve) => ending.once('exit', resolve));
    // A frozen process takes no SIGTERM.
    ending.kill('SIGCONT');
    ending.kill(signal);
    await gone;
  };
  const start = async (): Promise<void> => {
    if (broker.running) return;
    writeConfiguration(folder, port, options);
    const since = log().length;
    const logFile = openSync(logPath, 'a');
    try {
      const args = ['-c', join(folder, 'mosquitto.conf')];
      child = spawn(program, args, { stdio: ['ignore', 'ignore', logFile] });
    } finally {
      closeSync(logFile);
    }
    await untilListening(child, () => log().slice(since));
  };
  const dispose = async (): Promise<void> => {
    process.off('exit', atExit);
    await end('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  };
  const atExit = (): void => {
    child?.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  };
  const broker: MosquittoBroker = {
    host: '127.0.0.1',
    get port() {
      return port;
    },
    get url() {
      return `${options.tls ? 'mqtts' : 'mqtt'}://127.0.0.1:${port}`;
    },
    get pid() {
      return broker.running ? child?.pid : undefined;
    },
    get running() {
      return child !== undefined && child.exitCode === null && child.signalCode === null;
    },
    start,
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
    async restart() {
      await end('SIGTERM');
      await start();
    },
    freeze: () => void child?.kill('SIGSTOP'),
    thaw: () => void child?.kill('SIGCONT'),
    setUsers(users) {
      options = { ...options, users };
    },
    setTls(tls) {
      options = { ...options, tls };
    },
    log,
    dispose,
    [Symbol.asyncDispose]: dispose,
  };
  process.on('exit', atExit);
  // Between finding a free port and listening on it another process may take it.
  for (let attempt = 1; ; attempt += 1) {
    port = await freePort();
    try {
      await start();
      return broker;
    } catch (error) {
      if (attempt < 3 && log().includes('Address already in use')) continue;
      await dispose();
      throw error;
    }
  }
}
