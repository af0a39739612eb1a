/**
 * A station dies with an order that nobody answers: the other one drives it on, and when the first comes back both know the same
 * acts. Two real programs, a real broker, phones in the test's hands.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import mqtt from 'mqtt';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { utf8Encode } from '#shared/base/encoding.ts';
import type { WorkOrder, WorkOrderEvent } from '#shared/domain/work-order/work-order.ts';
import { buildIfStale } from '#electron/launch/build.ts';
import { createPhone } from '#electron/demo/phone/client.ts';
import { startMosquitto, type MosquittoBroker } from '#tests/builders/broker.ts';
import { dispatchSite, newOrder } from '#tests/builders/dispatch.ts';
import { startProgram, type Program, type WindowEnd } from '#tests/builders/program.ts';

const WAIT = { timeout: 60_000, interval: 50 };
const AGREE_WITHIN_MS = 5_000;
const site = dispatchSite({ answerTimeoutS: 5 });
const ends: (() => Promise<unknown> | void)[] = [];
let folder: string;
let broker: MosquittoBroker;

interface Station {
  readonly program: Program;
  readonly window: WindowEnd;
}

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

/** On the line and somewhere, and silent whatever he is given. */
async function join(staffId: string, zoneId: string): Promise<void> {
  const phone = createPhone({
    siteId: site.id,
    staffId,
    nowMs: () => Date.now(),
    publish: (topic, payload, { retain }) => void client.publish(topic, payload, { qos: 1, retain }),
    onAssignment: () => undefined,
    onWithdrawn: () => undefined,
  });
  const client = await mqtt.connectAsync(broker.url, { protocolVersion: 4 });
  ends.push(() => client.endAsync());
  phone.announce();
  phone.place(zoneId, [1, 1]);
}

interface Known {
  readonly order: WorkOrder;
  readonly events: readonly WorkOrderEvent[];
}

async function known({ window }: Station, id: string): Promise<Known> {
  const answer = await window.ask('workOrder.history', { id });
  if (!answer.ok) throw new Error(answer.error.code);
  return answer.value;
}

/** Who was given it by which station, in order. */
const given = ({ events }: Known): readonly string[] =>
  events
    .filter(({ kind, void: flaw }) => kind === 'assign' && flaw === undefined)
    .map(({ staffId }) => staffId ?? '');

beforeAll(async () => {
  await buildIfStale(() => {});
  folder = mkdtempSync(path.join(tmpdir(), 'signalbox-takeover-'));
  writeFileSync(path.join(folder, 'site.json'), JSON.stringify(site.document));
  broker = await startMosquitto({ persistence: true });
}, 240_000);

afterAll(async () => {
  for (const end of ends.splice(0).reverse()) await end();
  await broker.dispose();
  rmSync(folder, { recursive: true, force: true });
});

it('drives on the orders of a station that died, and both agree when it is back', async () => {
  const desk = await open('desk');
  const wall = await open('wall');
  ends.push(() => wall.program.stop());
  await join('near', newOrder(site).zoneId);
  await join('far', site.zones[0]?.id ?? '');
  const made = await desk.window.ask('workOrder.create', { order: newOrder(site), by: 'Chen' });
  if (!made.ok) throw new Error(made.error.code);
  const { id } = made.value;
  const assigned = await vi.waitFor(async () => {
    const answer = await desk.window.ask('workOrder.assign', { id, staffId: 'near', by: 'Chen' });
    if (!answer.ok) throw new Error(answer.error.code);
    return answer.value;
  }, WAIT);
  expect(assigned).toMatchObject({ assigneeId: 'near', stored: true });
  await vi.waitFor(async () => expect((await known(wall, id)).order.assigneeId).toBe('near'), WAIT);
  // The bytes of a file stay where it was attached; everybody knows what and where it is.
  const bytes = utf8Encode('%PDF-1.7 a report');
  const file = {
    id,
    upload: undefined,
    name: 'report.pdf',
    sizeBytes: bytes.length,
    offset: 0,
    bytes,
    by: 'Chen',
  };
  const put = await desk.window.ask('workOrder.file.put', file);
  if (!put.ok) throw new Error(put.error.code);
  await vi.waitFor(async () => expect((await known(wall, id)).order.files).toEqual([put.value.file]), WAIT);
  const asked = { hash: put.value.file?.hash ?? '', offset: 0 };
  const here = await desk.window.ask('workOrder.file.read', asked);
  expect(here.ok && [...here.value.bytes]).toEqual([...bytes]);
  expect(await wall.window.ask('workOrder.file.read', asked)).toMatchObject({ error: { code: 'not-here' } });
  await desk.program.kill();

  // Nobody answers: the one that is left gives it to the next, and to the duty manager when there is none.
  await vi.waitFor(async () => expect((await known(wall, id)).order.escalation).toBe('nobody-free'), WAIT);
  const alone = await known(wall, id);
  expect(alone.events.map(({ kind }) => kind)).toContain('take-over');
  expect(given(alone)).toEqual(['near', 'far']);
  expect(alone.order.refusals.map(({ staffId, why }) => [staffId, why])).toEqual([
    ['near', 'no-answer'],
    ['far', 'no-answer'],
  ]);
  const noted = await wall.window.ask('workOrder.act', { id, act: 'note', reason: 'called him', by: 'Li' });
  expect(noted).toMatchObject({ ok: true, value: { stored: true } });

  const back = await open('desk');
  ends.push(() => back.program.stop());
  await vi.waitFor(
    async () => {
      const [here, there] = [await known(back, id), await known(wall, id)];
      expect(here.events).toEqual(there.events);
      expect(here.order).toEqual(there.order);
    },
    { ...WAIT, timeout: AGREE_WITHIN_MS },
  );
  // Said to be stored is stored, whatever happened since.
  expect((await back.window.ask('workOrder.file.read', asked)).ok).toBe(true);
  const agreed = await known(back, id);
  expect(agreed.order.owner).toBe(alone.order.owner);
  expect(agreed.events.map(({ kind, by }) => `${kind} ${by}`)).toEqual(
    expect.arrayContaining(['create Chen', 'assign Chen', 'take-over engine', 'escalate engine', 'note Li']),
  );
}, 180_000);
