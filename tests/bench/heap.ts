/**
 * Memory of the built program over a long time at 2,000 messages a second: the engine's process and a window's heap after a
 * collection, the slope after the first sixth. `npm run build` comes first.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type CDPSession } from '@playwright/test';
import { startMosquitto } from '#tests/builders/broker.ts';
import { endHeadless, forkHeadless } from '#tests/builders/headless.ts';
import { CHROMIUM_FLAGS } from '#tests/e2e/fixture.ts';
import { startChild } from '#tests/faults/children/child.ts';
import { needProgram } from '#tests/find-programs.ts';
import { measuredSite, writeMeasuredSite } from './measured-site.ts';
import type { BenchRow } from './row.ts';

const RATE = 2_000;
const POINTS = 5_000;
const READ_EVERY_S = 20;
const SETTLE_SHARE = 1 / 6;
const MIB = 2 ** 20;

function minutes(): number {
  const at = process.argv.indexOf('--minutes');
  const asked = at < 0 ? 30 : Number(process.argv[at + 1]);
  if (!(asked > 0)) throw new Error('--minutes wants a positive number');
  return asked;
}

type Reading = readonly [minute: number, mebibytes: number];

/** Least squares. @returns change of y per unit of x. */
function slope(rows: readonly Reading[]): number {
  const meanX = rows.reduce((sum, [x]) => sum + x, 0) / rows.length;
  const meanY = rows.reduce((sum, [, y]) => sum + y, 0) / rows.length;
  const over = rows.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
  return over / rows.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
}

/** Resident memory of a process, MiB (Linux: proc(5), /proc/pid/status). */
function residentMib(pid: number): number {
  const kib = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kib) / 1024;
}

async function windowMib(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  return usedSize / MIB;
}

async function readings(length: number): Promise<{ engine: Reading[]; page: Reading[] }> {
  const siteFolder = writeMeasuredSite(measuredSite(POINTS));
  const dataFolder = mkdtempSync(join(tmpdir(), 'signalbox-heap-'));
  const broker = await startMosquitto({});
  const host = await forkHeadless([
    '--headless',
    '--no-open',
    '--port',
    '0',
    '--site',
    siteFolder,
    '--data',
    dataFolder,
    '--broker',
    broker.url,
  ]);
  const browser = await chromium.launch({ executablePath: needProgram('chromium'), args: CHROMIUM_FLAGS });
  const publisher = startChild('../../bench/children/publisher.ts', [
    broker.url,
    String(RATE),
    String(length * 60),
    String(POINTS),
    'no',
  ]);
  try {
    const window = await browser.newPage({ viewport: { width: 1280, height: 720 } });
    await window.goto(host.url);
    const session = await window.context().newCDPSession(window);
    const engine: Reading[] = [];
    const page: Reading[] = [];
    for (let second = READ_EVERY_S; second <= length * 60; second += READ_EVERY_S) {
      await new Promise((resolve) => setTimeout(resolve, READ_EVERY_S * 1000));
      engine.push([second / 60, residentMib(host.child.pid as number)]);
      page.push([second / 60, await windowMib(session)]);
    }
    return { engine, page };
  } finally {
    await publisher.kill();
    await browser.close();
    await endHeadless(host.child);
    await broker.dispose();
    rmSync(siteFolder, { recursive: true, force: true });
    rmSync(dataFolder, { recursive: true, force: true });
  }
}

function judge(who: string, rows: readonly Reading[], length: number): BenchRow[] {
  const settled = rows.filter(([minute]) => minute >= length * SETTLE_SHARE);
  const perMinute = slope(settled);
  const values = settled.map(([, value]) => value);
  const spread = Math.max(...values) - Math.min(...values);
  // What the line rises over the whole time, against how much single readings differ from it anyway.
  const noise = Math.max(
    ...settled.map(([minute, value]) =>
      Math.abs(value - (values[0] as number) - perMinute * (minute - (settled[0] as Reading)[0])),
    ),
  );
  const grown = perMinute * length * (1 - SETTLE_SHARE);
  return [
    {
      what: `heap: ${who}, ${RATE} msg/s for ${length} min, at the end`,
      figure: values.at(-1) ?? NaN,
      unit: 'MiB',
    },
    { what: `heap: ${who}, slope after the first sixth`, figure: perMinute * 1024, unit: 'KiB/min' },
    {
      what: `heap: ${who}, growth over that time (spread of readings ${spread.toFixed(1)} MiB)`,
      figure: grown,
      unit: 'MiB',
      ratio: grown / noise,
      reach: '≤ the noise',
      reached: grown <= noise,
    },
  ];
}

export async function run(): Promise<BenchRow[]> {
  const length = minutes();
  const { engine, page } = await readings(length);
  return [...judge('engine process', engine, length), ...judge('window', page, length)];
}
