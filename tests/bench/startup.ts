/** A site of 50,000 points: from the start of the process to the first full frame, encoded for the wire, and the memory by then. */
import { rmSync } from 'node:fs';
import { startChild } from '#tests/faults/children/child.ts';
import { measuredSite, writeMeasuredSite } from './measured-site.ts';
import { median, type BenchRow } from './row.ts';

const POINTS = 50_000;
const ROUNDS = 3;

export async function run(): Promise<BenchRow[]> {
  const folder = writeMeasuredSite(measuredSite(POINTS));
  const seconds: number[] = [];
  const megabytes: number[] = [];
  try {
    for (let round = 0; round < ROUNDS; round += 1) {
      const child = startChild('../../bench/children/engine-start.ts', [folder]);
      await child.until((lines) => lines.some((line) => line.startsWith('frame ')));
      const [, ms, rss] = (child.lines.find((line) => line.startsWith('frame ')) as string).split(' ');
      seconds.push(Number(ms) / 1000);
      megabytes.push(Number(rss) / 2 ** 20);
      await child.kill();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const [time, memory] = [median(seconds), median(megabytes)];
  return [
    {
      what: `startup: ${POINTS} points, process start to first full frame`,
      figure: time,
      unit: 's',
      reach: '≤ 5 s',
      reached: time <= 5,
    },
    {
      what: `startup: ${POINTS} points, memory of the engine process`,
      figure: memory,
      unit: 'MiB',
      reach: '< 400 MiB',
      reached: memory < 400,
    },
  ];
}
