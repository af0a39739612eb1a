/** Memory of the engine at 2,000 messages a second over a long time: the slope after the first five minutes. */
import { startLoadedEngine } from './under-load.ts';
import type { BenchRow } from './row.ts';

const RATE = 2_000;
const POINTS = 5_000;
const READ_EVERY_S = 10;
const SETTLE_SHARE = 1 / 6;

function minutes(): number {
  const at = process.argv.indexOf('--minutes');
  const asked = at < 0 ? 30 : Number(process.argv[at + 1]);
  if (!(asked > 0)) throw new Error('--minutes wants a positive number');
  return asked;
}

/** Least squares. @returns change of y per unit of x. */
function slope(rows: readonly (readonly [x: number, y: number])[]): number {
  const meanX = rows.reduce((sum, [x]) => sum + x, 0) / rows.length;
  const meanY = rows.reduce((sum, [, y]) => sum + y, 0) / rows.length;
  const over = rows.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
  return over / rows.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
}

export async function run(): Promise<BenchRow[]> {
  const length = minutes();
  const engine = await startLoadedEngine(POINTS);
  const rows: (readonly [minute: number, mebibytes: number])[] = [];
  try {
    for (let second = 0; second < length * 60; second += READ_EVERY_S) {
      await engine.publish(RATE, READ_EVERY_S, false);
      const { heapUsed } = await engine.counts();
      rows.push([second / 60, heapUsed / 2 ** 20]);
    }
  } finally {
    await engine.end();
  }
  const settled = rows.filter(([minute]) => minute >= length * SETTLE_SHARE);
  const perMinute = slope(settled);
  const values = settled.map(([, value]) => value);
  const spread = Math.max(...values) - Math.min(...values);
  const grown = perMinute * length * (1 - SETTLE_SHARE);
  return [
    {
      what: `heap: engine, ${RATE} msg/s for ${length} min, slope after the first sixth`,
      figure: perMinute * 1024,
      unit: 'KiB/min',
    },
    {
      what: 'heap: growth over that time against the spread of single readings',
      figure: grown,
      unit: 'MiB',
      ratio: grown / spread,
      reach: '≤ the spread',
      reached: grown <= spread,
    },
  ];
}
