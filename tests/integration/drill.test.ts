/**
 * A whole drill of the real program at a real broker, commands asked, somebody sent, events played in, while a client listens to
 * everything: the broker hears of it only what stations tell each other. What must never be said is looked for before a
 * marker, a real command that is asked after all else.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { connectAsync } from 'mqtt';
import { afterEach, expect, it, vi } from 'vitest';
import { scoreDrill } from '#shared/domain/incident/score.ts';
import { staffTopics } from '#shared/protocol/staff-topics.ts';
import { createPhone } from '#electron/demo/phone/client.ts';
import { startMosquitto } from '#tests/builders/broker.ts';
import { commandSite } from '#tests/builders/command-site.ts';
import { testPlan } from '#tests/builders/incident.ts';
import { startProgram, type WindowEnd } from '#tests/builders/program.ts';

const ends: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

const within = <T>(look: () => T | Promise<T>) => vi.waitFor(look, { timeout: 30_000, interval: 50 });
const text = (en: string): { zh: string; en: string } => ({ zh: en, en });

const plan = testPlan({
  drill: [
    { afterS: 0, quantity: 'smoke', value: 1, text: text('Smoke in the room') },
    { afterS: 1, quantity: 'smoke', value: 1, scope: 'site', text: text('Smoke next door') },
  ],
});
const document = {
  ...commandSite(),
  staff: [{ id: 'near', name: text('Near'), shifts: [{ from: '00:00', to: '00:00' }] }],
};
const topics = staffTopics(document.id);
const smokeZone = document.assets.find(({ class: kind }) => kind === 'smoke')?.zone ?? '';

async function start() {
  const broker = await startMosquitto();
  ends.push(() => broker.dispose());
  const folder = mkdtempSync(path.join(tmpdir(), 'signalbox-drill-'));
  ends.push(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(path.join(folder, 'plans'));
  writeFileSync(path.join(folder, 'site.json'), JSON.stringify(document));
  writeFileSync(path.join(folder, 'plans', `${plan.id}.json`), JSON.stringify(plan));
  const data = path.join(folder, 'data');
  const program = await startProgram(['--site', folder, '--data', data, '--broker', broker.url]);
  ends.push(() => program.stop());
  const window = await program.openWindow();
  return { broker, window };
}

/** Somebody who could be sent: on the line, in the lobby. */
async function joinPhone(url: string) {
  const client = await connectAsync(url);
  ends.push(() => client.endAsync(true));
  const phone = createPhone({
    siteId: document.id,
    staffId: 'near',
    nowMs: () => Date.now(),
    publish: (topic, payload, { retain }) => void client.publish(topic, payload, { qos: 1, retain }),
    onAssignment: () => undefined,
    onWithdrawn: () => undefined,
  });
  phone.announce();
  phone.place(smokeZone, [1, 1]);
}

async function listenToEverything(url: string): Promise<string[]> {
  const heard: string[] = [];
  const client = await connectAsync(url);
  ends.push(() => client.endAsync(true));
  client.on('message', (topic) => void heard.push(topic));
  await client.subscribeAsync('#', { qos: 1 });
  return heard;
}

async function must<T>(
  answer: Promise<{ ok: true; value: T } | { ok: false; error: { code: string } }>,
): Promise<T> {
  const given = await answer;
  if (!given.ok) throw new Error(given.error.code);
  return given.value;
}

const incidentIn = (window: WindowEnd, id: string) => {
  const incident = window.collection('incidents').get(id);
  if (!incident) throw new Error(`no incident ${id}`);
  return incident;
};

it('a drill reaches nobody and nothing but the other stations, and raises no alarm', async () => {
  const { broker, window } = await start();
  await joinPhone(broker.url);
  const heard = await listenToEverything(broker.url);
  await within(() => expect([...window.collection('staff').values()][0]).toMatchObject({ phone: 'online' }));
  const by = 'Chen';
  const { id } = await must(
    window.ask('incident.open', { by, layer: 'drill', plan: plan.id, alarm: undefined, zones: [smokeZone] }),
  );
  await within(() => expect(incidentIn(window, id).injected).toHaveLength(2));

  await must(
    window.ask('incident.act', { id, by, kind: 'done', body: { task: 'look', answer: 'wet', note: 'x' } }),
  );
  // Also where a window forgets to say that it is a drill.
  for (const drill of [true, undefined]) {
    const command = await must(
      window.ask('command.ask', { pointId: 'LOCK-1.locked', value: 'off', by, incidentId: id, drill }),
    );
    expect(command).toMatchObject({ drill: true, phase: 'rehearsed' });
  }
  expect(await must(window.ask('incident.send', { id, task: 'valve', by }))).toMatchObject({
    rehearsed: true,
    assigneeId: 'near',
  });
  for (const task of ['valve', 'pump'])
    await must(window.ask('incident.act', { id, by, kind: 'done', body: { task } }));
  await must(window.ask('incident.act', { id, by, kind: 'close', body: {} }));
  await within(() => expect(incidentIn(window, id).phase).toBe('closed'));
  const drill = incidentIn(window, id);
  expect(drill).toMatchObject({ orders: [{ state: 'rehearsed', staffId: 'near' }] });
  expect(drill.closeReason).toBeUndefined();
  expect(scoreDrill(drill)).toMatchObject({ percent: 100 });

  await must(window.ask('command.ask', { pointId: 'DIM-1.level', value: 50, by }));
  await within(() => expect(heard).toContain('small/command/DIM-1/level'));
  const said = heard.slice(0, heard.indexOf('small/command/DIM-1/level'));
  expect(said).toContain(`signalbox-site/${document.id}/records/incident/${id}`);
  const ours = [topics.presence('near'), topics.place('near')];
  const isAmongStations = (topic: string): boolean =>
    topic === `signalbox-site/${document.id}/records/incident/${id}` ||
    /^signalbox\/[^/]+\/(presence|heartbeat\/\w+)$/.test(topic);
  expect(said.filter((topic) => !ours.includes(topic) && !isAmongStations(topic))).toEqual([]);

  expect(window.collection('workOrders').size).toBe(0);
  expect(window.alarms.size).toBe(0);
  expect(await must(window.ask('alarm.history', { assetId: undefined, limit: 10 }))).toEqual({ entries: [] });
}, 120_000);
