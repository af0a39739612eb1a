/** The engine in a process of its own at a real mosquitto, fed at a steady rate. */
import { rmSync } from 'node:fs';
import type { SiteDocument } from '#shared/domain/site/document.ts';
import { startMosquitto } from '#tests/builders/broker.ts';
import { startChild, type Child } from '#tests/faults/children/child.ts';
import { measuredSite, writeMeasuredSite } from './measured-site.ts';

export interface Counts {
  readonly received: number;
  readonly decoded: number;
  readonly dropped: number;
  readonly quarantined: number;
  readonly lost: number;
  /** Processor time of the engine since the last reading, seconds. */
  readonly cpuS: number;
  readonly rss: number;
  readonly heapUsed: number;
}

export interface LoadedEngine {
  /** Publishes for `seconds`. @returns the messages sent, once all are sent. */
  publish(
    rate: number,
    seconds: number,
    alarms: boolean,
  ): Promise<{ readonly total: number; readonly sentAt: ReadonlyMap<number, number> }>;
  counts(): Promise<Counts>;
  /** Number of the alarm → epoch ms at which a window had the alarm. */
  alarmsSeen(): ReadonlyMap<number, number>;
  end(): Promise<void>;
}

/** The same points may also speak on the alarm lane. */
function twoLanes(site: SiteDocument): SiteDocument {
  const [telemetry] = site.mappings;
  if (!telemetry) return site;
  return { ...site, mappings: [telemetry, { ...telemetry, topic: 'alarm/{asset}/{point}', lane: 'alarm' }] };
}

const CHILDREN = '../../bench/children';

/** Both ends run on the same machine, so that their wall clocks are one clock. */
export async function startLoadedEngine(points: number): Promise<LoadedEngine> {
  const broker = await startMosquitto({ config: ['max_queued_messages 0', 'max_queued_bytes 0'] });
  const siteFolder = writeMeasuredSite(twoLanes(measuredSite(points)));
  const engine = startChild(`${CHILDREN}/engine-under-load.ts`, [broker.url, siteFolder]);
  await engine.until((lines) => lines.includes('ready'));
  let asked = 0;
  return {
    async publish(rate, seconds, alarms) {
      const publisher = startChild(`${CHILDREN}/publisher.ts`, [
        broker.url,
        String(rate),
        String(seconds),
        String(points),
        alarms ? 'yes' : 'no',
      ]);
      await publisher.until((lines) => lines.some((line) => line.startsWith('total ')));
      const total = Number(publisher.lines.at(-1)?.split(' ')[1]);
      const sentAt = readTimes(publisher, 'sent');
      await publisher.kill();
      return { total, sentAt };
    },
    async counts() {
      asked += 1;
      engine.write('?');
      const answers = (lines: readonly string[]): string[] =>
        lines.filter((line) => line.startsWith('counts '));
      await engine.until((lines) => answers(lines).length >= asked);
      return JSON.parse((answers(engine.lines)[asked - 1] as string).slice('counts '.length)) as Counts;
    },
    alarmsSeen: () => readTimes(engine, 'alarm'),
    async end() {
      await engine.kill();
      await broker.dispose();
      rmSync(siteFolder, { recursive: true, force: true });
    },
  };
}

function readTimes(child: Child, word: string): Map<number, number> {
  return new Map(
    child.lines
      .filter((line) => line.startsWith(`${word} `))
      .map((line) => {
        const [, number, at] = line.split(' ');
        return [Number(number), Number(at)];
      }),
  );
}
