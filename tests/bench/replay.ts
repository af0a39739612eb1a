/**
 * The engine on a recorded MQTT stream, beside bare mqtt.js with `JSON.parse` and beside Node-RED, all on the same bytes,
 * in turn, in one run. The rates belong to this machine; the ratios travel.
 */
import { rmSync } from 'node:fs';
import { startChild } from '#tests/faults/children/child.ts';
import { measuredSite, writeMeasuredSite } from './measured-site.ts';
import { median, type BenchRow } from './row.ts';
import { findNodeRed, runNodeRed } from './node-red.ts';

const POINTS = 5_000;
const MESSAGES = 1_000_000;
const NODE_RED_MESSAGES = 200_000;
const ROUNDS = 3;

/** Starts the replay, lets `measure` read it to the end. @returns messages a second. */
async function onReplay(messages: number, measure: (url: string) => Promise<number>): Promise<number> {
  const replay = startChild('../../bench/children/replay-broker.ts', [String(messages), String(POINTS)]);
  try {
    await replay.until((lines) => lines.length > 0);
    return await measure(`mqtt://127.0.0.1:${replay.lines[0]}`);
  } finally {
    await replay.kill();
  }
}

async function rateOf(program: string, args: readonly string[]): Promise<number> {
  const child = startChild(`../../bench/children/${program}`, args);
  try {
    await child.until((lines) => lines.some((line) => line.startsWith('rate ')));
    const line = child.lines.find((text) => text.startsWith('rate ')) ?? '';
    if (/dropped (?!0 )|quarantined (?!0 )/.test(line)) throw new Error(`the engine lost messages: ${line}`);
    return Number(line.split(' ')[1]);
  } finally {
    await child.kill();
  }
}

export async function run(): Promise<BenchRow[]> {
  const siteFolder = writeMeasuredSite(measuredSite(POINTS));
  try {
    return await compare(siteFolder);
  } finally {
    rmSync(siteFolder, { recursive: true, force: true });
  }
}

async function compare(siteFolder: string): Promise<BenchRow[]> {
  const bare: number[] = [];
  const engine: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    bare.push(await onReplay(MESSAGES, (url) => rateOf('bare-client.ts', [url, String(MESSAGES)])));
    engine.push(
      await onReplay(MESSAGES, (url) => rateOf('engine-client.ts', [url, String(MESSAGES), siteFolder])),
    );
  }
  const ratio = median(engine.map((rate, round) => rate / (bare[round] as number)));
  const rows: BenchRow[] = [
    { what: 'replay: bare mqtt.js with JSON.parse (baseline)', figure: median(bare), unit: 'msg/s' },
    {
      what: 'replay: engine, decode + live + rules + frames to 2 windows + recorder',
      figure: median(engine),
      unit: 'msg/s',
      ratio,
      reach: '≥ 0.85 × bare',
      reached: ratio >= 0.85,
    },
  ];
  const nodeRed = await findNodeRed();
  if (!nodeRed)
    return [
      ...rows,
      { what: 'replay: Node-RED could not be installed, not measured', figure: NaN, unit: '' },
    ];
  const rate = await onReplay(NODE_RED_MESSAGES, (url) => runNodeRed(nodeRed, url, NODE_RED_MESSAGES));
  const times = median(engine) / rate;
  return [
    ...rows,
    { what: 'replay: Node-RED, mqtt in → function', figure: rate, unit: 'msg/s' },
    {
      what: 'replay: engine against Node-RED',
      figure: times,
      unit: '×',
      ratio: times,
      reach: '≥ 3 ×',
      reached: times >= 3,
    },
  ];
}
