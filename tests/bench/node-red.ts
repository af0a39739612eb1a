/** Node-RED as the yardstick of what people use today: installed on demand beside the caches, never a dependency of the project. */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const VERSION = '4.1.1';
const INSTALL_LIMIT_MS = 180_000;
const RUN_LIMIT_MS = 120_000;
const cache = fileURLToPath(new URL('../../node_modules/.cache/node-red', import.meta.url));

/** @returns the program, or undefined where it cannot be installed. */
export async function findNodeRed(): Promise<string | undefined> {
  const program = join(cache, 'node_modules/node-red/red.js');
  if (existsSync(program)) return program;
  mkdirSync(cache, { recursive: true });
  writeFileSync(join(cache, 'package.json'), '{"private":true}');
  const code = await new Promise<number | null>((resolve) => {
    const install = spawn('npm', ['install', '--no-audit', '--no-fund', `node-red@${VERSION}`], {
      cwd: cache,
      stdio: 'ignore',
      timeout: INSTALL_LIMIT_MS,
    });
    install.on('close', resolve);
    install.on('error', () => resolve(1));
  });
  return code === 0 && existsSync(program) ? program : undefined;
}

/** @returns messages a second through `mqtt in` (parsed JSON) into a function node. */
export async function runNodeRed(program: string, url: string, messages: number): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'signalbox-node-red-'));
  writeFileSync(join(folder, 'flows.json'), JSON.stringify(flows(new URL(url))));
  writeFileSync(join(folder, 'settings.js'), settings(messages));
  const child = spawn(
    process.execPath,
    [program, '--userDir', folder, '--settings', join(folder, 'settings.js'), 'flows.json'],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  try {
    return await new Promise<number>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('Node-RED did not finish')), RUN_LIMIT_MS);
      let text = '';
      child.stdout.on('data', (chunk: Buffer) => {
        text += chunk.toString();
        const rate = /RATE ([\d.]+)/.exec(text)?.[1];
        if (rate === undefined) return;
        clearTimeout(timer);
        resolve(Number(rate));
      });
      child.on('close', () => reject(new Error(`Node-RED ended before: ${text.slice(-500)}`)));
    });
  } finally {
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
}

function settings(messages: number): string {
  return `let count = 0, startedAt = 0;
module.exports = {
  flowFile: 'flows.json', uiPort: 0, uiHost: '127.0.0.1', httpAdminRoot: false, httpNodeRoot: false,
  editorTheme: { tours: false }, logging: { console: { level: 'error' } },
  functionGlobalContext: { mark: () => {
    if (count === 0) startedAt = performance.now();
    count += 1;
    if (count === ${messages}) process.stdout.write('RATE ' + (count * 1000) / (performance.now() - startedAt) + '\\n');
  } },
};`;
}

function flows({ hostname, port }: URL): object[] {
  return [
    { id: 'tab', type: 'tab', label: 'bench' },
    {
      id: 'broker',
      type: 'mqtt-broker',
      broker: hostname,
      port,
      protocolVersion: '5',
      keepalive: '60',
      cleansession: true,
      autoConnect: true,
    },
    {
      id: 'in',
      type: 'mqtt in',
      z: 'tab',
      topic: 'bench/#',
      qos: '0',
      datatype: 'json',
      broker: 'broker',
      wires: [['count']],
    },
    {
      id: 'count',
      type: 'function',
      z: 'tab',
      func: "global.get('mark')(msg.payload.value); return null;",
      outputs: 0,
      wires: [],
    },
  ];
}
