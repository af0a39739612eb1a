/**
 * The history in a real browser: an hour of the demo site's telemetry recorded as fast as it is acknowledged, and a day of a
 * meter read back, each beside row-per-sample Dexie.
 */
import { createReadStream } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildPage, launchBrowser, removeFolder } from '#tests/builders/recorder-station.ts';
import { demoTelemetry, type Telemetry } from '#tests/builders/telemetry.ts';
import type { RecorderFigures } from './pages/recorder/worker.ts';
import { median, type BenchRow } from './row.ts';

const START_MS = 1_790_000_000_000;
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.json': 'application/json',
};

async function writeTelemetry(folder: string, { site, index, value, sourceMs }: Telemetry): Promise<void> {
  const parts = [Float64Array.of(index.length), value, sourceMs, index];
  await writeFile(
    path.join(folder, 'telemetry.bin'),
    Buffer.concat(parts.map((part) => Buffer.from(part.buffer, part.byteOffset, part.byteLength))),
  );
  await writeFile(path.join(folder, 'telemetry-site.json'), JSON.stringify(site.document));
}

async function measure(): Promise<RecorderFigures> {
  const folder = await buildPage('tests/bench/pages/recorder');
  const profile = await mkdtemp(path.join(tmpdir(), 'signalbox-profile-'));
  await writeTelemetry(folder, demoTelemetry(START_MS, 1));
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://local');
    const file = path.join(folder, pathname === '/' ? 'index.html' : path.normalize(pathname));
    response.setHeader('Content-Type', TYPES[path.extname(file)] ?? 'application/octet-stream');
    createReadStream(file)
      .on('error', () => response.destroy())
      .pipe(response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const station = await launchBrowser(profile);
  try {
    const page = await station.open(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    return await page.evaluate(() => window.measureRecorder());
  } finally {
    await station.kill();
    server.closeAllConnections();
    server.close();
    await removeFolder(folder);
    await removeFolder(profile);
  }
}

export async function run(): Promise<BenchRow[]> {
  const figures = await measure();
  const [blocksMs, bucketsMs, rowsMs] = [figures.dayBlocksMs, figures.dayBucketsMs, figures.dayRowsMs].map(
    median,
  ) as [number, number, number];
  const { encodedBytesPerSample } = figures;
  const [samplesPerS, rowSamplesPerS] = [median(figures.samplesPerS), median(figures.rowSamplesPerS)];
  return [
    { what: 'recorder: row-per-sample Dexie (baseline)', figure: rowSamplesPerS, unit: 'samples/s' },
    {
      what: `recorder: ${(figures.samples / 1e6).toFixed(1)} M samples of the demo site, write-ahead and merged`,
      figure: samplesPerS,
      unit: 'samples/s',
      ratio: samplesPerS / rowSamplesPerS,
      reach: '≥ 1,000,000 samples/s',
      reached: samplesPerS >= 1_000_000,
    },
    {
      what: 'recorder: demo telemetry in blocks',
      figure: encodedBytesPerSample,
      unit: 'bytes/sample',
      reach: '≤ 2.5',
      reached: encodedBytesPerSample <= 2.5,
    },
    { what: 'recorder: a day of 1 s data read from rows (baseline)', figure: rowsMs, unit: 'ms' },
    {
      what: 'recorder: a day of 1 s data read and decoded',
      figure: blocksMs,
      unit: 'ms',
      ratio: rowsMs / blocksMs,
      reach: '≥ 30 × faster',
      reached: rowsMs / blocksMs >= 30,
    },
    {
      what: 'recorder: the same day for a chart of 1,000 buckets',
      figure: bucketsMs,
      unit: 'ms',
      ratio: rowsMs / bucketsMs,
    },
  ];
}
