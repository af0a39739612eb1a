/** `kill -9` of the whole host while operators acknowledge over its links: what was answered "stored" is still so after a restart. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { connectAsync, type MqttClient } from 'mqtt';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { createRandom } from '#shared/base/random.ts';
import type { AlarmId } from '#shared/domain/alarm/alarm.ts';
import { verifyJournal } from '#engine/journal/journal.ts';
import { buildIfStale } from '#electron/launch/build.ts';
import { startMosquitto, type MosquittoBroker } from '#tests/builders/broker.ts';
import { startProgram, type Program, type WindowEnd } from '#tests/builders/program.ts';
import { smallSite } from '#tests/builders/site.ts';

const KILLS = 12;
const DETECTORS = 80;
const WAIT = { timeout: 30_000, interval: 10 };

let folder: string;
let broker: MosquittoBroker;
let publisher: MqttClient;
let program: Program;

const ids = Array.from({ length: DETECTORS }, (_, at) => `SD-${at + 1}`);
const dataFolder = (): string => path.join(folder, 'data');
const start = (): Promise<Program> =>
  startProgram(['--site', folder, '--broker', broker.url, '--data', dataFolder()]);

beforeAll(async () => {
  await buildIfStale(() => {});
  folder = mkdtempSync(path.join(tmpdir(), 'signalbox-kill-'));
  const assets = ids.map((id) => ({
    id,
    class: 'smoke',
    zone: '1F-E1',
    position: [15, 4] as [number, number],
  }));
  const alarmRules = smallSite().alarmRules.filter(({ id }) => id === 'smoke');
  writeFileSync(path.join(folder, 'site.json'), JSON.stringify(smallSite({ assets, alarmRules })));
  broker = await startMosquitto();
  publisher = await connectAsync(broker.url);
  program = await start();
}, 240_000);

afterAll(async () => {
  await publisher.endAsync();
  await program.kill();
  await broker.dispose();
  rmSync(folder, { recursive: true, force: true });
});

const publishAll = (word: 'ON' | 'OFF'): Promise<unknown> =>
  Promise.all(ids.map((id) => publisher.publishAsync(`small/alarm/${id}/smoke`, word, { qos: 1 })));

/** Every detector in alarm and not acknowledged, whatever the run before has left. */
async function alarmEverywhere(window: WindowEnd): Promise<void> {
  await vi.waitFor(async () => expect((await program.health()).feed.state).toBe('online'), WAIT);
  await publishAll('OFF');
  const of = (phase: string) => [...window.alarms.values()].filter((alarm) => alarm.phase === phase);
  await vi.waitFor(() => expect([...of('acknowledged'), ...of('unacknowledged')]).toEqual([]), WAIT);
  await publishAll('ON');
  await vi.waitFor(() => expect(of('unacknowledged')).toHaveLength(DETECTORS), WAIT);
}

/** Four operators, each one alarm after the other. @returns as soon as `enough` answers said "stored"; they go on meanwhile. */
function acknowledgeUntil(
  window: WindowEnd,
  by: string,
  kept: Map<AlarmId, number>,
  enough: number,
): Promise<void> {
  const waiting = [...window.alarms.values()];
  return new Promise((resolve) => {
    const next = async (): Promise<void> => {
      const alarm = waiting.pop();
      if (!alarm) return;
      const { id, occurrence } = alarm;
      const answer = await window.ask('alarm.acknowledge', { alarms: [{ id, occurrence }], by });
      if (answer.ok && answer.value.stored)
        for (const done of answer.value.acknowledged) kept.set(done, occurrence);
      if (kept.size >= enough) resolve();
      await next();
    };
    for (let operator = 0; operator < 4; operator += 1) void next();
  });
}

it(`keeps every promise over ${KILLS} kills`, async () => {
  const random = createRandom(4_711);
  let promised = 0;
  for (let kill = 0; kill < KILLS; kill += 1) {
    const window = await program.openWindow();
    await alarmEverywhere(window);
    const kept = new Map<AlarmId, number>();
    // Some after the first answer, some near the last: the moment of death is drawn, and what is then on its way is open.
    const enough = 1 + Math.floor(random() * (DETECTORS - 1));
    await acknowledgeUntil(window, `Chen ${kill}`, kept, enough);
    await program.kill();
    window.close();
    promised += kept.size;
    expect(await verifyJournal(path.join(dataFolder(), 'journal'))).toMatchObject({ damages: [] });

    program = await start();
    const after = await program.openWindow();
    for (const [id, occurrence] of kept) {
      expect(after.alarms.get(id), `kill ${kill}`).toMatchObject({
        occurrence,
        phase: 'acknowledged',
        acknowledgedBy: `Chen ${kill}`,
      });
    }
    // Nor is one lost that nobody has answered for.
    expect(after.alarms.size).toBe(DETECTORS);
    after.close();
  }
  console.log(`${KILLS} kills of the host, ${promised} acknowledgements promised and kept`);
}, 180_000);
