/**
 * `npm run bench [-- name …]`: measures, prints a table, writes `bench-results/<time>.json`. Figures are ratios measured side by
 * side in one run wherever that is possible. `npm run bench -- --list` names the parts; `--minutes N` sets the length of `heap`.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BenchRow } from './row.ts';

type Part = () => Promise<readonly BenchRow[]>;

/** Each is loaded only when it is run: some need a browser, some a broker. */
const parts: Readonly<Record<string, () => Promise<{ readonly run: Part }>>> = {
  replay: () => import('./replay.ts'),
  load: () => import('./load.ts'),
  startup: () => import('./startup.ts'),
  recorder: () => import('./recorder.ts'),
  scene: () => import('./scene.ts'),
  routes: () => import('./routes.ts'),
  decode: () => import('./decode.ts'),
  journal: () => import('./journal.ts'),
  command: () => import('./command.ts'),
  dispatch: () => import('./dispatch.ts'),
  incident: () => import('./incident.ts'),
  heap: () => import('./heap.ts'),
};

function chosen(args: readonly string[]): string[] {
  const names = args.filter((arg, at) => !arg.startsWith('--') && args[at - 1] !== '--minutes');
  const unknown = names.filter((name) => !(name in parts));
  if (unknown.length > 0) {
    console.error(
      `bench: no part is called ${unknown.join(', ')}; there are ${Object.keys(parts).join(', ')}`,
    );
    process.exit(2);
  }
  // Half an hour is for those who ask for it.
  return names.length > 0 ? names : Object.keys(parts).filter((name) => name !== 'heap');
}

function figureText(figure: number): string {
  if (!Number.isFinite(figure)) return '–';
  return figure.toLocaleString('en-US', { maximumSignificantDigits: 4 });
}

const args = process.argv.slice(2);
if (args.includes('--list')) {
  console.log(Object.keys(parts).join('\n'));
  process.exit(0);
}
const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}, ${process.platform}`;
console.log(machine);
const results: Record<string, readonly BenchRow[]> = {};
let failed = false;
for (const name of chosen(args)) {
  try {
    const part = await (parts[name] as (typeof parts)[string])();
    results[name] = await part.run();
    console.log(`\n| ${name} | figure | ratio | to reach | |\n|---|---:|---:|---|---|`);
    for (const { what, figure, unit, ratio, reach, reached } of results[name]) {
      const verdict = reached === undefined ? '' : reached ? 'reached' : 'NOT reached';
      console.log(
        `| ${what} | ${figureText(figure)} ${unit} | ${ratio === undefined ? '' : figureText(ratio)} | ${reach ?? ''} | ${verdict} |`,
      );
    }
  } catch (error) {
    failed = true;
    console.error(`bench: ${name} failed:`, error);
  }
}
const folder = fileURLToPath(new URL('../../bench-results', import.meta.url));
mkdirSync(folder, { recursive: true });
const file = join(folder, `${new Date().toISOString().replaceAll(':', '-')}.json`);
writeFileSync(file, `${JSON.stringify({ machine, at: new Date().toISOString(), results }, undefined, 2)}\n`);
console.log(`\nwritten to ${file}`);
process.exit(failed ? 1 : 0);
