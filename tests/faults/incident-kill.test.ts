/**
 * `kill -9` of the whole host in the middle of an incident: after each restart it is the same incident with the same acts, the
 * same commander and the same next step, and what was under way when the program died is told to its end.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { connectAsync, type MqttClient } from 'mqtt';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { TimelineEntry } from '#shared/domain/incident/timeline.ts';
import type { IncidentView } from '#shared/domain/incident/view.ts';
import { staffTopics } from '#shared/protocol/staff-topics.ts';
import { verifyJournal } from '#engine/journal/journal.ts';
import { createPhone, type Phone } from '#electron/demo/phone/client.ts';
import { buildIfStale } from '#electron/launch/build.ts';
import { startMosquitto, type MosquittoBroker } from '#tests/builders/broker.ts';
import { commandSite } from '#tests/builders/command-site.ts';
import { testPlan } from '#tests/builders/incident.ts';
import { startProgram, type Program, type WindowEnd } from '#tests/builders/program.ts';

const KILLS = 6;
const by = 'Chen';
const plan = testPlan({ closing: [] });
// The device never answers within the test.
const document = {
  ...commandSite({ deadlineS: 600 }),
  staff: [{ id: 'near', name: { zh: '近', en: 'Near' }, shifts: [{ from: '00:00', to: '00:00' }] }],
};

let folder: string;
let broker: MosquittoBroker;
let client: MqttClient;
let phone: Phone;
let program: Program;
let window: WindowEnd;

const within = <T>(look: () => T | Promise<T>) => vi.waitFor(look, { timeout: 30_000, interval: 20 });
const dataFolder = (): string => path.join(folder, 'data');

async function start(): Promise<void> {
  program = await startProgram(['--site', folder, '--broker', broker.url, '--data', dataFolder()]);
  window = await program.openWindow();
}
async function killAndStart(): Promise<void> {
  await program.kill();
  window.close();
  expect(await verifyJournal(path.join(dataFolder(), 'journal'))).toMatchObject({ damages: [] });
  await start();
}
const online = (): Promise<void> =>
  within(async () => expect((await program.health()).feed.state).toBe('online'));

beforeAll(async () => {
  await buildIfStale(() => {});
  folder = mkdtempSync(path.join(tmpdir(), 'signalbox-incident-kill-'));
  mkdirSync(path.join(folder, 'plans'));
  writeFileSync(path.join(folder, 'site.json'), JSON.stringify(document));
  writeFileSync(path.join(folder, 'plans', `${plan.id}.json`), JSON.stringify(plan));
  broker = await startMosquitto();
  client = await connectAsync(broker.url);
  phone = createPhone({
    siteId: document.id,
    staffId: 'near',
    nowMs: () => Date.now(),
    publish: (topic, payload, { retain }) => void client.publish(topic, payload, { qos: 1, retain }),
    onAssignment: () => undefined,
    onWithdrawn: () => undefined,
  });
  client.on('message', (topic, payload) => phone.heard(topic, payload));
  await client.subscribeAsync(phone.subscription, { qos: 1 });
  phone.announce();
  phone.place('1F-E1', [1, 1]);
  await start();
}, 240_000);

afterAll(async () => {
  await client.endAsync(true);
  await program.kill();
  await broker.dispose();
  rmSync(folder, { recursive: true, force: true });
});

async function must<T>(
  answer: Promise<{ ok: true; value: T } | { ok: false; error: { code: string } }>,
): Promise<T> {
  const given = await answer;
  if (!given.ok) throw new Error(given.error.code);
  return given.value;
}
const open = (): Promise<{ readonly id: string; readonly stored: boolean }> =>
  must(window.ask('incident.open', { by, layer: 'live', plan: plan.id, alarm: undefined, zones: ['1F-W1'] }));
const incidentOf = (id: string): IncidentView => {
  const incident = window.collection('incidents').get(id);
  if (!incident) throw new Error(`no incident ${id}`);
  return incident;
};
const timelineOf = async (id: string): Promise<readonly TimelineEntry[]> =>
  (await must(window.ask('incident.timeline', { id, before: undefined, limit: 500 }))).entries;
const told = async (id: string, kind: string): Promise<unknown[]> =>
  (await timelineOf(id)).filter((entry) => entry.kind === kind).map(({ body }) => body['state']);

it(`is the same incident after ${KILLS} kills, whatever was being written`, async () => {
  const { id, stored } = await open();
  expect(stored).toBe(true);
  const act = (kind: 'done' | 'note' | 'evidence', body: Record<string, string>) =>
    window.ask('incident.act', { id, by, kind, body });
  await must(act('done', { task: 'look', answer: 'wet', note: 'seen' }));
  await must(act('evidence', { task: 'look', item: 'picture', text: 'camera 4' }));
  const promised: string[] = [];
  for (let kill = 0; kill < KILLS; kill += 1) {
    // Many at once, some answered, some in the middle of being written when it dies.
    const notes = Array.from({ length: 40 }, (_, at) => `note ${kill}.${at}`);
    await new Promise<void>((resolve) => {
      let answered = 0;
      for (const text of notes)
        void act('note', { text }).then((answer) => {
          if (answer.ok && answer.value.stored) promised.push(text);
          if ((answered += 1) === 1 + kill * 7) resolve();
        });
    });
    const before = await timelineOf(id);
    await killAndStart();
    const after = await timelineOf(id);
    const stamps = new Set(after.map(({ stamp }) => stamp));
    const texts = after.map(({ body }) => body['text']);
    for (const text of promised) expect(texts, `kill ${kill}`).toContain(text);
    // What was shown before is either there, or was never answered for.
    for (const { stamp, body } of before)
      if (!stamps.has(stamp)) expect(promised).not.toContain(body['text']);
    expect(incidentOf(id)).toMatchObject({
      phase: 'open',
      layer: 'live',
      commander: by,
      openedBy: by,
      zones: ['1F-W1'],
      nextTask: 'valve',
      plan: { id: plan.id },
    });
    expect(incidentOf(id).tasks[0]).toMatchObject({
      status: 'done',
      answer: 'wet',
      by,
      evidence: [{ text: 'camera 4', by }],
    });
  }
  console.log(`${KILLS} kills of the host, ${promised.length} notes promised and kept`);
}, 180_000);

it('a command that was under way is told to be without an answer, once, and not sent again', async () => {
  await online();
  const { id } = await open();
  const command = await must(
    window.ask('command.ask', { pointId: 'LOCK-1.locked', value: 'off', by, incidentId: id }),
  );
  await within(async () => expect(await told(id, 'command')).toContain('accepted'));
  let again = 0;
  client.on('message', (topic) => (again += Number(topic.startsWith('small/command/'))));
  await client.subscribeAsync('small/command/#', { qos: 1 });
  await killAndStart();
  expect((await told(id, 'command'))[0]).toBe('no-answer');
  expect(window.collection('commands').get(command.id)).toMatchObject({ reason: 'restarted' });
  await killAndStart();
  expect((await told(id, 'command')).filter((state) => state === 'no-answer')).toHaveLength(1);
  // The next command is the first that the device hears.
  await online();
  await must(window.ask('command.ask', { pointId: 'DIM-1.level', value: 20, by }));
  await within(() => expect(again).toBe(1));
}, 120_000);

it('an engineer who was sent is still on his way, and what he says arrives in the same incident', async () => {
  await online();
  const { id } = await open();
  const topics = staffTopics(document.id);
  await within(() => expect([...window.collection('staff').values()][0]).toMatchObject({ phone: 'online' }));
  const { order } = await must(window.ask('incident.send', { id, task: undefined, by }));
  const asked = new Set<string>();
  client.on('message', (topic) => void asked.add(topic));
  await within(async () => {
    await client.subscribeAsync(topics.order('near', order), { qos: 1 });
    expect(asked).toContain(topics.order('near', order));
  });
  await killAndStart();
  expect(incidentOf(id).orders).toMatchObject([{ order, state: 'assigned', staffId: 'near' }]);
  await online();
  phone.answer(order, 'accepted');
  await within(() => expect(incidentOf(id).orders).toMatchObject([{ order, state: 'accepted' }]));
  await killAndStart();
  expect(await told(id, 'work-order')).toEqual(['accepted', 'assigned', 'created']);
}, 120_000);
