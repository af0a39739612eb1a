/** Two stations of one site and nothing between them but the site's broker: what is acknowledged at one is acknowledged at both. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { connectAsync, type MqttClient } from 'mqtt';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { Alarm } from '#shared/domain/alarm/alarm.ts';
import { buildIfStale } from '#electron/launch/build.ts';
import { startMosquitto, type MosquittoBroker } from '#tests/builders/broker.ts';
import { startProgram, type Program, type WindowEnd } from '#tests/builders/program.ts';
import { smallSite } from '#tests/builders/site.ts';

const WAIT = { timeout: 30_000, interval: 10 };
/** What was done apart is known to both this long after they can meet again. */
const AGREE_WITHIN_MS = 5_000;
const ids = ['SD-1', 'SD-2', 'SD-3', 'SD-4'];

let folder: string;
let broker: MosquittoBroker;
let publisher: MqttClient;
interface Station {
  program: Program;
  window: WindowEnd;
}
const stations: Station[] = [];

async function open(name: string): Promise<Station> {
  const program = await startProgram([
    '--site',
    folder,
    '--broker',
    broker.url,
    '--data',
    path.join(folder, name),
  ]);
  const window = await program.openWindow();
  await vi.waitFor(async () => expect((await program.health()).feed.state).toBe('online'), WAIT);
  return { program, window };
}

const alarmOf = (window: WindowEnd, id: string): Alarm | undefined =>
  [...window.alarms.values()].find(({ assetId }) => assetId === id);
const publish = (id: string, word: 'ON' | 'OFF') =>
  publisher.publishAsync(`small/alarm/${id}/smoke`, word, { qos: 1 });

async function raisedAtBoth(id: string): Promise<void> {
  await publish(id, 'ON');
  await vi.waitFor(() => {
    for (const { window } of stations) expect(alarmOf(window, id)?.phase).toBe('unacknowledged');
  }, WAIT);
}

async function acknowledge(window: WindowEnd, id: string, by: string): Promise<void> {
  const alarm = alarmOf(window, id);
  const alarms = alarm ? [{ id: alarm.id, occurrence: alarm.occurrence }] : [];
  expect(await window.ask('alarm.acknowledge', { alarms, by })).toMatchObject({
    ok: true,
    value: { acknowledged: [alarm?.id], stored: true },
  });
}

const knownBy = (window: WindowEnd, id: string, by: string) =>
  vi.waitFor(() => expect(alarmOf(window, id)).toMatchObject({ phase: 'acknowledged', acknowledgedBy: by }), {
    ...WAIT,
    timeout: AGREE_WITHIN_MS,
  });

beforeAll(async () => {
  await buildIfStale(() => {});
  folder = mkdtempSync(path.join(tmpdir(), 'signalbox-stations-'));
  const assets = ids.map((id) => ({
    id,
    class: 'smoke',
    zone: '1F-E1',
    position: [15, 4] as [number, number],
  }));
  const alarmRules = smallSite().alarmRules.filter(({ id }) => id === 'smoke');
  writeFileSync(path.join(folder, 'site.json'), JSON.stringify(smallSite({ assets, alarmRules })));
  broker = await startMosquitto({ persistence: true });
  publisher = await connectAsync(broker.url);
  stations.push(await open('desk'), await open('wall'));
}, 240_000);

afterAll(async () => {
  await publisher.endAsync();
  for (const { program } of stations) await program.stop();
  await broker.dispose();
  rmSync(folder, { recursive: true, force: true });
});

const at = (index: number): Station => stations[index] as Station;

it('acknowledges at both what is acknowledged at one', async () => {
  await raisedAtBoth('SD-1');
  await acknowledge(at(0).window, 'SD-1', 'Chen');
  await knownBy(at(1).window, 'SD-1', 'Chen');
});

it('does not silence the next occurrence of the same alarm', async () => {
  await publish('SD-1', 'OFF');
  await vi.waitFor(() => {
    for (const { window } of stations) expect(alarmOf(window, 'SD-1')).toBeUndefined();
  }, WAIT);
  await raisedAtBoth('SD-1');
  // Said by the other one about something later: by then anything wrong would have come.
  await raisedAtBoth('SD-2');
  await acknowledge(at(1).window, 'SD-2', 'Li');
  await knownBy(at(0).window, 'SD-2', 'Li');
  for (const { window } of stations) expect(alarmOf(window, 'SD-1')?.phase).toBe('unacknowledged');
});

it('keeps what is done while the broker is away, and agrees when it is back', async () => {
  await raisedAtBoth('SD-3');
  await broker.stop();
  await vi.waitFor(async () => expect((await at(0).program.health()).feed.state).not.toBe('online'), WAIT);
  await acknowledge(at(0).window, 'SD-3', 'Chen');
  expect(alarmOf(at(1).window, 'SD-3')?.phase).toBe('unacknowledged');
  await broker.start();
  await vi.waitFor(async () => {
    for (const { program } of stations) expect((await program.health()).feed.state).toBe('online');
  }, WAIT);
  await knownBy(at(1).window, 'SD-3', 'Chen');
});

it('tells a station that was dead what it missed', async () => {
  await raisedAtBoth('SD-4');
  await at(1).program.kill();
  await acknowledge(at(0).window, 'SD-4', 'Chen');
  stations[1] = await open('wall');
  await knownBy(at(1).window, 'SD-4', 'Chen');
});

it('keeps aside what is no shared record, and shows it', async () => {
  const topic = 'signalbox-site/small/records/acknowledgement/bad-1';
  await publisher.publishAsync(topic, '{"schema":"signalbox.record/9"}', { qos: 1 });
  await vi.waitFor(async () => {
    for (const { window } of stations) {
      const report = await window.ask('feed.quarantine', {});
      expect(report).toMatchObject({ ok: true, value: { entries: [{ topic, reason: 'record-schema' }] } });
    }
  }, WAIT);
});
