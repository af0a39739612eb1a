/** No room for the journal, seen from a window of the real program: alarms come and are acknowledged, and nobody is told "stored". */
import { execFileSync } from 'node:child_process';
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

const WAIT = { timeout: 30_000, interval: 20 };
let folder: string;
let broker: MosquittoBroker;
let publisher: MqttClient;
let program: Program;

const start = (): Promise<Program> =>
  startProgram(['--site', folder, '--broker', broker.url, '--data', path.join(folder, 'data')]);

beforeAll(async () => {
  await buildIfStale(() => {});
  folder = mkdtempSync(path.join(tmpdir(), 'signalbox-full-'));
  writeFileSync(path.join(folder, 'site.json'), JSON.stringify(smallSite()));
  broker = await startMosquitto();
  publisher = await connectAsync(broker.url);
  program = await start();
  await vi.waitFor(async () => expect((await program.health()).feed.state).toBe('online'), WAIT);
}, 240_000);

afterAll(async () => {
  await publisher.endAsync();
  await program.kill();
  await broker.dispose();
  rmSync(folder, { recursive: true, force: true });
});

/** Only the soft limit, which may be lifted again without privileges. */
function limitFileSize(bytes: string): void {
  execFileSync('prlimit', ['--pid', String(program.pid), `--fsize=${bytes}:`]);
}

const smokeOf = (window: WindowEnd, assetId: string): Alarm | undefined =>
  [...window.alarms.values()].find((alarm) => alarm.assetId === assetId && alarm.ruleId === 'smoke');

it('is said, costs no alarm, and mends itself when there is room again', async () => {
  const window = await program.openWindow();
  limitFileSize('1');
  await publisher.publishAsync('small/alarm/SD-1/smoke', 'ON', { qos: 1 });
  await vi.waitFor(
    () => expect(smokeOf(window, 'SD-1')).toMatchObject({ phase: 'unacknowledged', storedSeq: 0 }),
    WAIT,
  );
  await vi.waitFor(() => {
    expect(window.conditions.map(({ code }) => code)).toContain('journal.not-stored');
    expect(window.vitals?.journal.storing).toBe(false);
  }, WAIT);
  const { id, occurrence } = smokeOf(window, 'SD-1') as Alarm;
  expect(await window.ask('alarm.acknowledge', { alarms: [{ id, occurrence }], by: 'Chen' })).toMatchObject({
    ok: true,
    value: { acknowledged: [id], stored: false },
  });
  await vi.waitFor(
    () =>
      expect(smokeOf(window, 'SD-1')).toMatchObject({
        phase: 'acknowledged',
        acknowledgedBy: 'Chen',
        storedSeq: 0,
      }),
    WAIT,
  );
  expect(await program.health()).toMatchObject({ status: 'degraded', journal: { storing: false } });
  // The next alarm as well, with the disk known to be full.
  await publisher.publishAsync('small/alarm/SD-2/smoke', 'ON', { qos: 1 });
  await vi.waitFor(() => expect(smokeOf(window, 'SD-2')).toMatchObject({ phase: 'unacknowledged' }), WAIT);

  limitFileSize('unlimited');
  await vi.waitFor(() => {
    expect(window.conditions.map(({ code }) => code)).not.toContain('journal.not-stored');
    expect(window.vitals?.journal).toMatchObject({ storing: true, lag: 0 });
    expect(smokeOf(window, 'SD-1')?.storedSeq).toBeGreaterThan(0);
  }, WAIT);
  window.close();

  await program.kill();
  program = await start();
  const after = await program.openWindow();
  expect(smokeOf(after, 'SD-1')).toMatchObject({ phase: 'acknowledged', acknowledgedBy: 'Chen' });
  expect(smokeOf(after, 'SD-2')).toMatchObject({ phase: 'unacknowledged' });
  after.close();
}, 120_000);
