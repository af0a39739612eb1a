/** Work orders through the whole program and a real broker: the built host, mosquitto, and phones in the test's hands. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import mqtt, { type MqttClient } from 'mqtt';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { staffTopics, type AssignmentMessage } from '#shared/protocol/staff-topics.ts';
import type { WorkOrder } from '#shared/domain/work-order/work-order.ts';
import { createPhone, type Phone } from '#electron/demo/phone/client.ts';
import { startMosquitto, type MosquittoBroker } from '#tests/builders/broker.ts';
import { dispatchSite, newOrder } from '#tests/builders/dispatch.ts';
import { startProgram, type Program, type WindowEnd } from '#tests/builders/program.ts';

const site = dispatchSite({ answerTimeoutS: 5 });
const topics = staffTopics(site.id);
const ends: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

interface Scene {
  readonly broker: MosquittoBroker;
  readonly window: WindowEnd;
  readonly program: Program;
}

async function start(): Promise<Scene> {
  const broker = await startMosquitto();
  ends.push(() => broker.dispose());
  const folder = mkdtempSync(path.join(tmpdir(), 'signalbox-dispatch-'));
  ends.push(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(path.join(folder, 'site.json'), JSON.stringify(site.document));
  const data = path.join(folder, 'data');
  const program = await startProgram(['--site', folder, '--data', data, '--broker', broker.url]);
  ends.push(() => program.stop());
  const window = await program.openWindow();
  return { broker, program, window };
}

interface Person {
  readonly phone: Phone;
  readonly client: MqttClient;
  /** By order. */
  readonly given: ReadonlyMap<string, AssignmentMessage>;
}

/** A person on the line; `near` is in the room of the order, everybody else in the lobby beside it. */
async function join({ url }: MosquittoBroker, staffId: string): Promise<Person> {
  const given = new Map<string, AssignmentMessage>();
  const phone = createPhone({
    siteId: site.id,
    staffId,
    nowMs: () => Date.now(),
    publish: (topic, payload, { retain }) => void client.publish(topic, payload, { qos: 1, retain }),
    onAssignment: (assignment) => given.set(assignment.orderId, assignment),
    onWithdrawn: (orderId) => given.delete(orderId),
  });
  const client = mqtt.connect(url, {
    protocolVersion: 4,
    reconnectPeriod: 200,
    will: { ...phone.will, payload: Buffer.from(phone.will.payload), qos: 1 },
  });
  ends.push(() => client.endAsync(true));
  client.on('message', (topic, payload) => phone.heard(topic, payload));
  await new Promise<void>((resolve) => client.once('connect', () => resolve()));
  await client.subscribeAsync(phone.subscription, { qos: 1 });
  phone.announce();
  const zone = staffId === 'near' ? newOrder(site).zoneId : site.zones[0]?.id;
  phone.place(zone ?? '', [1, 1]);
  return { phone, client, given };
}

const within = <T>(look: () => T | Promise<T>) => vi.waitFor(look, { timeout: 30_000, interval: 50 });

async function orderOf({ window }: Scene, id: string): Promise<WorkOrder> {
  const answer = await window.ask('workOrder.history', { id });
  if (!answer.ok) throw new Error(answer.error.code);
  return answer.value.order;
}

async function created(scene: Scene): Promise<string> {
  const answer = await scene.window.ask('workOrder.create', { order: newOrder(site), by: 'Chen' });
  if (!answer.ok) throw new Error(answer.error.code);
  expect(answer.value.stored).toBe(true);
  return answer.value.id;
}

/** Once the engine has heard where everybody is. */
const chosen = (scene: Scene, id: string, staffId: string): Promise<void> =>
  within(async () => {
    const answer = await scene.window.ask('workOrder.proposal', { id });
    if (!answer.ok || answer.value.chosen?.staffId !== staffId) throw new Error('not heard of yet');
  });

/** Once the engine has heard of him. */
async function assigned(scene: Scene, id: string): Promise<string | undefined> {
  return within(async () => {
    const answer = await scene.window.ask('workOrder.assign', { id, staffId: undefined, by: 'Chen' });
    if (!answer.ok) throw new Error(answer.error.code);
    return answer.value.assigneeId;
  });
}

describe('a work order over a real broker', () => {
  it('goes to a phone and comes back by it, and the broker holds no more than it should', async () => {
    const scene = await start();
    const near = await join(scene.broker, 'near');
    const id = await created(scene);
    expect(await assigned(scene, id)).toBe('near');
    const message = await within(() => {
      const found = near.given.get(id);
      if (!found) throw new Error('not yet');
      return found;
    });
    expect(message).toMatchObject({
      schema: 'signalbox.assignment/1',
      orderId: id,
      state: 'assigned',
      priority: 2,
    });
    near.phone.answer(id, 'accepted');
    near.phone.answer(id, 'on-the-way');
    near.phone.answer(id, 'on-site');
    const bytes = Buffer.from([
      0xff,
      0xd8,
      0xff,
      0xe0,
      ...Array.from({ length: 900_000 }, (_, at) => at % 251),
    ]);
    const photo = near.phone.photo(id, 'fuse.jpg', bytes);
    await near.client.publishAsync(photo.topic, Buffer.from(photo.payload), { qos: 1 });
    const [file] = await within(async () => {
      const { files } = await orderOf(scene, id);
      expect(files).toMatchObject([{ name: 'fuse.jpg', type: 'image/jpeg', sizeBytes: bytes.length }]);
      return files;
    });
    const read = await scene.window.ask('workOrder.file.read', { hash: file?.hash ?? '', offset: 0 });
    expect(read.ok && bytes.subarray(0, read.value.bytes.length).equals(read.value.bytes)).toBe(true);
    near.phone.answer(id, 'done', 'fuse replaced');
    await within(async () => expect((await orderOf(scene, id)).state).toBe('done'));
    const verified = await scene.window.ask('workOrder.act', {
      id,
      act: 'verify',
      reason: undefined,
      by: 'Chen',
    });
    expect(verified).toMatchObject({ ok: true, value: { stored: true } });
    await within(() => expect(near.given.has(id)).toBe(false));
    const statistics = await scene.window.ask('workOrder.statistics', { weeksAgo: 0 });
    expect(statistics).toMatchObject({
      ok: true,
      value: { all: { created: 1, done: 1, responses: 1, firstTimeFix: 1 } },
    });
  });

  it('goes to the next when nobody answers, then to the duty manager, who is told by his own topic', async () => {
    const scene = await start();
    const near = await join(scene.broker, 'near');
    const far = await join(scene.broker, 'far');
    const boss: string[] = [];
    far.client.on('message', (topic) => void boss.push(topic));
    await far.client.subscribeAsync(topics.escalation('boss', '+'), { qos: 1 });
    const id = await created(scene);
    await chosen(scene, id, 'near');
    expect(await assigned(scene, id)).toBe('near');
    await within(() => expect(far.given.has(id)).toBe(true));
    expect(near.given.has(id)).toBe(false);
    far.phone.answer(id, 'declined', 'no tools');
    await within(() => expect(boss).toContain(topics.escalation('boss', id)));
    const order = await orderOf(scene, id);
    expect(order).toMatchObject({ state: 'declined', escalation: 'nobody-free' });
    expect(order.refusals.map(({ staffId, why }) => [staffId, why])).toEqual([
      ['near', 'no-answer'],
      ['far', 'declined'],
    ]);
    await within(() =>
      expect(scene.window.conditions.map(({ code }) => code)).toContain('dispatch.nobody-free'),
    );
  });

  it('is kept, and said not to have reached anybody, while the broker is away; it arrives when it is back', async () => {
    const scene = await start();
    const near = await join(scene.broker, 'near');
    const id = await created(scene);
    await chosen(scene, id, 'near');
    // Killed: a broker that is stopped would still hand out the Last Will of each phone.
    await scene.broker.kill();
    expect(await assigned(scene, id)).toBe('near');
    await within(() =>
      expect(scene.window.conditions.map(({ code }) => code)).toContain('dispatch.not-reached'),
    );
    expect((await orderOf(scene, id)).reached).toBe(false);
    await scene.broker.start();
    await within(async () => expect((await orderOf(scene, id)).reached).not.toBe(false));
    await near.client.endAsync(true);
  });

  it('does not believe what it cannot read', async () => {
    const scene = await start();
    const near = await join(scene.broker, 'near');
    const id = await created(scene);
    await assigned(scene, id);
    await near.client.publishAsync(topics.answers('near'), '{"schema":"signalbox.answer/1"', { qos: 1 });
    await near.client.publishAsync(topics.answers('ghost'), '{}', { qos: 1 });
    await within(async () => {
      const report = await scene.window.ask('feed.quarantine', {});
      if (!report.ok) throw new Error('no report');
      expect(report.value.entries.map(({ reason }) => reason).sort()).toEqual(['not-json', 'unknown-person']);
    });
    expect((await orderOf(scene, id)).state).toBe('assigned');
  });
});
