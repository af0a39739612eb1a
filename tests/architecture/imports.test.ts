/** The table of imports guards only if it is seen to bite: each planted import must be reported under its own rule. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { cruise, type ICruiseOptions, type ICruiseResult } from 'dependency-cruiser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const require = createRequire(import.meta.url);
const table = require('./dependency-cruiser.cjs') as {
  forbidden: NonNullable<ICruiseOptions['ruleSet']>['forbidden'];
  options: ICruiseOptions;
};
const { imports } = require('../../package.json') as { imports: Record<string, string> };

async function cruiseFolder(baseDir: string, folders: string[]): Promise<ICruiseResult> {
  const { output } = await cruise(folders, {
    ...table.options,
    baseDir,
    validate: true,
    ruleSet: { forbidden: table.forbidden ?? [] },
  });
  if (typeof output === 'string') throw new Error(output);
  return output;
}

/** file → what it imports. The first list is in order, the second is not. */
const good: Record<string, string[]> = {
  'shared/base/result.ts': [],
  'shared/domain/alarm.ts': ['#shared/base/result.ts'],
  'shared/domain/site/check.ts': ['zod', '#shared/base/result.ts'],
  'electron/engine/journal/writer.ts': ['node:fs', '#shared/base/result.ts'],
  'electron/engine/live/live.ts': ['#shared/domain/alarm.ts'],
  'electron/engine/feed/lane.ts': ['mqtt'],
  'electron/engine/alarms/alarms.ts': ['../journal/writer.ts', '../live/live.ts'],
  'electron/engine/engine.ts': ['./alarms/alarms.ts', 'node:path'],
  'electron/launch/options.ts': ['node:util'],
  'electron/headless/server.ts': ['ws', '#engine/engine.ts', '#electron/launch/options.ts'],
  'electron/main/shell.ts': ['electron', '#electron/launch/options.ts', 'node:path'],
  'electron/preload/preload.ts': ['electron'],
  'renderer/link/link.ts': ['#shared/base/result.ts'],
  'renderer/scene/scene.ts': ['three'],
  'renderer/charts/host.ts': ['echarts', 'react'],
  'renderer/features/alarms/screen.ts': ['react', '#renderer/link/link.ts', '#renderer/scene/scene.ts'],
  'renderer/features/overview/screen.ts': ['#renderer/charts/host.ts'],
  'renderer/app/main.ts': ['#renderer/features/alarms/screen.ts', 'react-dom'],
  'tests/builders/site.ts': [],
};

const planted: readonly [file: string, imported: string, rule: string][] = [
  ['shared/base/a.ts', '#shared/domain/alarm.ts', 'rooms of ^shared/base/'],
  ['shared/base/b.ts', 'node:fs', 'no node in ^shared/base/'],
  ['shared/domain/c.ts', 'zod', 'packages of ^shared/domain/(?!site/|plan/)'],
  ['shared/domain/d.ts', '#electron/launch/options.ts', 'rooms of ^shared/domain/(?!site/|plan/)'],
  ['electron/engine/journal/e.ts', '../alarms/alarms.ts', 'rooms of ^electron/engine/journal/'],
  ['electron/engine/live/f.ts', 'mqtt', 'packages of ^electron/engine/live/'],
  ['electron/engine/feed/g.ts', 'electron', 'packages of ^electron/engine/feed/'],
  ['electron/headless/h.ts', '#engine/feed/lane.ts', 'rooms of ^electron/headless/'],
  ['electron/main/i.ts', '#engine/engine.ts', 'rooms of ^electron/main/'],
  ['electron/main/j.ts', 'ws', 'packages of ^electron/main/'],
  ['electron/preload/k.ts', 'node:fs', 'no node in ^electron/preload/'],
  ['electron/preload/l.ts', '#shared/base/result.ts', 'rooms of ^electron/preload/'],
  ['renderer/link/m.ts', 'dexie', 'packages of ^renderer/link/'],
  ['renderer/scene/n.ts', 'react', 'packages of ^renderer/scene/'],
  ['renderer/scene/o.ts', '#renderer/link/link.ts', 'rooms of ^renderer/scene/'],
  ['renderer/charts/p.ts', 'three', 'packages of ^renderer/charts/'],
  ['renderer/ui/q.ts', '#shared/domain/alarm.ts', 'rooms of ^renderer/ui/'],
  [
    'renderer/features/alarms/r.ts',
    '#renderer/features/overview/screen.ts',
    'rooms of ^renderer/features/([^/]+)/',
  ],
  ['renderer/features/alarms/s.ts', '#engine/engine.ts', 'rooms of ^renderer/features/([^/]+)/'],
  ['renderer/app/t.ts', '#tests/builders/site.ts', 'nobody imports tests'],
  ['renderer/app/u.ts', 'node:os', 'no node in ^renderer/app/'],
  ['electron/attic/v.ts', '#shared/base/result.ts', 'a file outside every room'],
  ['shared/base/w.ts', './gone.ts', 'resolvable'],
  ['electron/launch/x.ts', './y.ts', 'no-circular'],
  ['electron/launch/y.ts', './x.ts', 'no-circular'],
];

describe('the table of imports', () => {
  let folder: string;
  let result: ICruiseResult;

  beforeAll(async () => {
    folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'signalbox-imports-')));
    symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
    writeFileSync(
      path.join(folder, 'package.json'),
      JSON.stringify({ name: 'planted', type: 'module', imports }),
    );
    const files = { ...good, ...Object.fromEntries(planted.map(([file, imported]) => [file, [imported]])) };
    for (const [file, imported] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
      writeFileSync(
        path.join(folder, file),
        `${imported.map((name) => `import '${name}';\n`).join('')}export {};\n`,
      );
    }
    result = await cruiseFolder(folder, ['shared', 'electron', 'renderer', 'tests']);
  }, 60_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** A circle is reported once, for one of its files. */
  const rulesBrokenBy = (file: string): string[] =>
    result.summary.violations
      .filter(({ from, cycle }) => from === file || cycle?.some(({ name }) => name === file))
      .map(({ rule }) => rule.name);

  it('looks at every file', () => {
    expect(result.summary.totalCruised).toBeGreaterThanOrEqual(Object.keys(good).length + planted.length);
  });

  it.each(planted)('%s may not import %s', (file, _imported, rule) => {
    expect(rulesBrokenBy(file)).toContain(rule);
  });

  it.each(Object.keys(good))('%s may import what it imports', (file) => {
    expect(rulesBrokenBy(file)).toEqual([]);
  });

  it('takes `electron` for the package, not for the folder of that name', () => {
    const shell = result.modules.find(({ source }) => source === 'electron/main/shell.ts');
    expect(shell?.dependencies.find(({ module }) => module === 'electron')?.resolved).toContain(
      'node_modules/electron/',
    );
  });
});

describe('the repository', () => {
  it('is cruised, not passed over', async () => {
    const { summary } = await cruiseFolder(root, ['shared', 'electron/launch', 'electron/main']);
    // Under TypeScript 7 dependency-cruiser cruises nothing and reports success.
    expect(summary.totalCruised).toBeGreaterThan(50);
  }, 60_000);
});
