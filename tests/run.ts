/**
 * `npm test`: every check there is, in order, to the end; nothing is skipped. Programs of the system that the tests need are
 * installed where that is possible (as root on Debian), otherwise the exact command is printed. The last line is
 * "N passed, N failed"; the exit code is 0 only when nothing failed.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { findProgram, PROGRAM_NAMES } from './find-programs.ts';
import { countPlaywright, countVitest, type Count } from './test-counts.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const STEP_LIMIT_MS = 30 * 60_000;
const PACKAGES = ['chromium', 'mosquitto', 'openssl', 'fontconfig', 'fonts-noto-cjk'];

interface Step {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  readonly env?: Readonly<Record<string, string>>;
  /** Where the step leaves its report; without one the step is one check. */
  readonly report?: { readonly file: string; readonly count: (text: string) => Count };
}

function installMissing(): string | undefined {
  const missing = PROGRAM_NAMES.filter((name) => findProgram(name) === undefined);
  const cjk = hasChineseFont();
  if (missing.length === 0 && cjk) return undefined;
  const what = [...missing, ...(cjk ? [] : ['a Chinese font'])].join(', ');
  const commands = [
    ['apt-get', 'update'],
    ['apt-get', 'install', '-y', '--no-install-recommends', ...PACKAGES],
  ] as const;
  const byHand = `missing: ${what}. Run: ${commands.map((words) => `sudo ${words.join(' ')}`).join(' && ')}`;
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return byHand;
  console.log(`tests: installing ${what} …`);
  for (const [program, ...args] of commands) {
    const { status } = spawnSync(program, args, {
      stdio: 'inherit',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
    if (status !== 0)
      return `could not install ${what}. Run: ${commands.map((words) => words.join(' ')).join(' && ')}`;
  }
  const still = PROGRAM_NAMES.filter((name) => findProgram(name) === undefined);
  return still.length === 0 ? undefined : `installed, and still missing: ${still.join(', ')}`;
}

/** Screens are looked at in Chinese too; without a font every word is a box. Only Linux can lack one. */
function hasChineseFont(): boolean {
  if (process.platform !== 'linux') return true;
  const { status, stdout } = spawnSync('fc-list', [':lang=zh', 'family'], { encoding: 'utf8' });
  return status === 0 && stdout.trim() !== '';
}

function plan(folder: string): Step[] {
  const npm = (script: string): [string, ...string[]] => [
    process.platform === 'win32' ? 'npm.cmd' : 'npm',
    'run',
    '-s',
    script,
  ];
  const bin = (name: string): string => path.join(root, 'node_modules/.bin', name);
  const vitest = (project: string): Step => {
    const file = path.join(folder, `${project}.json`);
    return {
      name: project,
      command: [
        bin('vitest'),
        'run',
        '--config',
        'tests/vitest.config.ts',
        '--project',
        project,
        '--reporter=default',
        '--reporter=json',
        `--outputFile.json=${file}`,
      ],
      report: { file, count: countVitest },
    };
  };
  const e2e = path.join(folder, 'e2e.json');
  return [
    { name: 'types', command: npm('types') },
    { name: 'lint', command: npm('lint') },
    { name: 'dependency rules', command: npm('rules') },
    vitest('unit'),
    { name: 'build', command: npm('build') },
    vitest('integration'),
    {
      name: 'end-to-end',
      command: [bin('playwright'), 'test', '--config', 'tests/playwright.config.ts', '--reporter=list,json'],
      env: { PLAYWRIGHT_JSON_OUTPUT_NAME: e2e },
      report: { file: e2e, count: countPlaywright },
    },
  ];
}

function run({ command: [program, ...args], env }: Step): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } });
    const timer = setTimeout(() => {
      console.log(`tests: not done within ${STEP_LIMIT_MS / 60_000} minutes; stopping it`);
      child.kill('SIGKILL');
    }, STEP_LIMIT_MS);
    child.on('error', (error) => {
      console.log(`tests: ${error.message}`);
      clearTimeout(timer);
      resolve(1);
    });
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve(code ?? 1);
    });
  });
}

async function count(step: Step): Promise<Count> {
  const code = await run(step);
  if (!step.report)
    return code === 0 ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 };
  const told = existsSync(step.report.file)
    ? step.report.count(readFileSync(step.report.file, 'utf8'))
    : undefined;
  // A runner that fails without a failed test (a crash, nothing found) is a failure of its own.
  const counted = told ?? { passed: 0, failed: 0, skipped: 0 };
  return code !== 0 && counted.failed === 0 ? { ...counted, failed: 1 } : counted;
}

async function main(): Promise<number> {
  const problem = installMissing();
  if (problem !== undefined) {
    console.log(`tests: ${problem}`);
    console.log('0 passed, 1 failed');
    return 1;
  }
  const folder = mkdtempSync(path.join(tmpdir(), 'signalbox-tests-'));
  const total = { passed: 0, failed: 0 };
  const lines: string[] = [];
  try {
    for (const step of plan(folder)) {
      const startedMs = performance.now();
      console.log(`\n── ${step.name}`);
      const { passed, failed, skipped } = await count(step);
      total.passed += passed;
      // A skipped test proves nothing; it is not allowed to look like one that does.
      total.failed += failed + skipped;
      const took = `${((performance.now() - startedMs) / 1000).toFixed(0)} s`;
      lines.push(
        `${step.name}: ${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped (counted as failed)` : ''}, ${took}`,
      );
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  console.log(`\n${lines.join('\n')}\n`);
  console.log(`${total.passed} passed, ${total.failed} failed`);
  return total.failed === 0 ? 0 : 1;
}

process.exitCode = await main();
