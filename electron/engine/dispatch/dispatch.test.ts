import { describe, expect, it } from 'vitest';
import { PHOTO_LIMIT, writePhoto } from '#shared/protocol/staff-topics.ts';
import { WORK_ORDER_TYPE } from '#shared/domain/work-order/work-order.ts';
import {
  benchTime,
  dispatchBench,
  dispatchSite,
  everybodyThere,
  newOrder,
  type DispatchBench,
  type FakeBroker,
} from '#tests/builders/dispatch.ts';

const site = dispatchSite({ answerTimeoutS: 10 });
const automatic = dispatchSite({ answerTimeoutS: 10, assignment: 'automatic' });
const root = `signalbox-site/${site.id}`;
const answer = (orderId: string, word: string, reason?: string) => ({
  schema: 'signalbox.answer/1',
  orderId,
  answer: word,
  reason,
});

async function benchWithStaff(of = site, options: Parameters<typeof dispatchBench>[1] = {}) {
  const broker: FakeBroker = { retained: new Map(), up: true };
  const bench = dispatchBench(of, { broker, ...options });
  await everybodyThere(bench, of);
  await bench.pass(1);
  return { bench, broker: options.broker ?? broker };
}
const answers = (bench: DispatchBench, staffId: string, id: string, word: string, reason?: string) =>
  bench.hear(`${root}/staff/${staffId}/answers`, answer(id, word, reason));

describe('an order by one key', () => {
  it('goes to the nearest who is qualified and free, by his topic, and comes back by it', async () => {
    const { bench, broker } = await benchWithStaff();
    const { id } = bench.dispatch.create(newOrder(site), 'Chen').order;
    await bench.pass(2);
    expect(bench.order(id).state).toBe('created');
    expect(bench.dispatch.send(bench.order(id), 'Chen').staffId).toBe('near');
    await bench.pass(1);
    const topic = `${root}/staff/near/orders/${id}`;
    expect(JSON.parse(broker.retained.get(topic) ?? '')).toMatchObject({
      schema: 'signalbox.assignment/1',
      orderId: id,
      state: 'assigned',
    });
    expect(bench.order(id).reached).toBe(true);
    expect(bench.dispatch.staff.get('near')?.status).toBe('busy');
    for (const word of ['accepted', 'on-the-way', 'on-site', 'done']) await answers(bench, 'near', id, word);
    await bench.pass(1);
    expect(bench.order(id)).toMatchObject({ state: 'done', assigneeId: 'near' });
    expect(broker.retained.has(topic)).toBe(false);
    expect(bench.dispatch.staff.get('near')?.status).toBe('free');
  });

  it('goes to the next after a refusal, to the next after silence, then to the duty manager, loudly', async () => {
    const { bench, broker } = await benchWithStaff();
    const { id } = bench.dispatch.create(newOrder(site), 'Chen').order;
    bench.dispatch.send(bench.order(id), 'Chen');
    await answers(bench, 'near', id, 'declined', 'my shift ends');
    await bench.pass(1);
    expect(bench.order(id)).toMatchObject({ state: 'assigned', assigneeId: 'far' });
    await bench.pass(9);
    expect(bench.order(id).state).toBe('assigned');
    await bench.pass(2);
    expect(bench.order(id)).toMatchObject({ state: 'declined', escalation: 'nobody-free' });
    expect(bench.conditions()).toContain('dispatch.nobody-free');
    expect(broker.retained.has(`${root}/staff/boss/escalations/${id}`)).toBe(true);
    expect(broker.retained.has(`${root}/staff/far/orders/${id}`)).toBe(false);
    expect(bench.history(id).filter((kind) => kind === 'escalate')).toHaveLength(1);
    bench.dispatch.act(id, { kind: 'assign', by: 'Lin', body: { staffId: 'near' } });
    await answers(bench, 'near', id, 'accepted');
    await bench.pass(1);
    expect(bench.conditions()).toEqual([]);
    expect(broker.retained.has(`${root}/staff/boss/escalations/${id}`)).toBe(false);
  });

  it('waits for whoever becomes free, once somebody has asked for a person', async () => {
    const bench = dispatchBench(site);
    const { id } = bench.dispatch.create(newOrder(site), 'Chen').order;
    expect(bench.dispatch.send(bench.order(id), 'Chen').staffId).toBeUndefined();
    await bench.pass(3);
    expect(bench.order(id)).toMatchObject({ state: 'created', escalation: 'nobody-free' });
    await everybodyThere(bench, site);
    await bench.pass(2);
    expect(bench.order(id)).toMatchObject({ state: 'assigned', assigneeId: 'near' });
  });

  it('tells the duty manager when the response runs late and nobody is on it', async () => {
    const { bench } = await benchWithStaff();
    const { id } = bench.dispatch.create(newOrder(site, { priority: 1 }), 'Chen').order;
    await bench.pass(11 * 60);
    expect(bench.order(id).escalation).toBeUndefined();
    await bench.pass(30);
    expect(bench.order(id)).toMatchObject({ state: 'created', escalation: 'response-late' });
    expect(bench.dispatch.workOrders.get(id)?.clocks.response.state).toBe('warned');
  });
});

describe('an automatic site', () => {
  it('gives a new order away at once, and never to two', async () => {
    const { bench } = await benchWithStaff(automatic);
    const first = bench.dispatch.create(newOrder(automatic), 'Chen').order;
    const second = bench.dispatch.create(newOrder(automatic), 'Chen').order;
    await bench.pass(1);
    expect(bench.order(first.id).assigneeId).toBe('near');
    expect(bench.order(second.id).assigneeId).toBe('far');
  });
});

describe('without a broker', () => {
  it('works, says that the engineer was not reached, and tells him when it is back', async () => {
    const { bench, broker } = await benchWithStaff();
    broker.up = false;
    bench.dispatch.online(false);
    const { id } = bench.dispatch.create(newOrder(site), 'Chen').order;
    bench.dispatch.send(bench.order(id), 'Chen');
    await bench.pass(4);
    expect(bench.order(id)).toMatchObject({ state: 'assigned', reached: false });
    expect(bench.conditions()).toEqual(['dispatch.not-reached']);
    broker.up = true;
    bench.dispatch.online(true);
    await bench.pass(2);
    expect(bench.order(id).reached).toBe(true);
    expect(bench.conditions()).toEqual([]);
    expect(broker.retained.has(`${root}/staff/near/orders/${id}`)).toBe(true);
  });

  it('takes away what the broker kept of an order that ended meanwhile', async () => {
    const { bench, broker } = await benchWithStaff();
    const { id } = bench.dispatch.create(newOrder(site), 'Chen').order;
    bench.dispatch.send(bench.order(id), 'Chen');
    await bench.pass(1);
    const topic = `${root}/staff/near/orders/${id}`;
    broker.up = false;
    bench.dispatch.online(false);
    bench.dispatch.act(id, { kind: 'cancel', by: 'Chen', body: { reason: 'double' } });
    await bench.pass(2);
    broker.up = true;
    bench.dispatch.online(true);
    await bench.hear(topic, broker.retained.get(topic), true);
    await bench.pass(2);
    expect(broker.retained.has(topic)).toBe(false);
  });
});

describe('a photo from a phone', () => {
  const bytes = Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 7);
  const topic = `${root}/staff/near/photos`;
  const given = async () => {
    const { bench } = await benchWithStaff();
    const { id } = bench.dispatch.create(newOrder(site), 'Chen').order;
    bench.dispatch.act(id, { kind: 'assign', by: 'Chen', body: { staffId: 'near' } });
    return { bench, id };
  };

  it('is kept by the station of his order, and named by it, once', async () => {
    const { bench, id } = await given();
    const payload = writePhoto({ orderId: id, name: 'leak.jpg', bytes });
    await bench.hear(topic, payload);
    await bench.hear(topic, payload);
    expect(bench.order(id).files).toMatchObject([{ name: 'leak.jpg', type: 'image/jpeg', station: 'desk' }]);
    expect([...bench.files.values()].map((kept) => [...kept])).toEqual([[...bytes]]);
    expect(bench.history(id).filter((kind) => kind === 'attach')).toHaveLength(1);
  });

  it('is left to the other station while that is there, kept in its place when it has gone', async () => {
    const { bench, id } = await given();
    bench.dispatch.act(id, { kind: 'take-over', by: 'engine', body: { station: 'wall', from: 'desk' } });
    const payload = writePhoto({ orderId: id, name: 'leak.jpg', bytes });
    await bench.hear(topic, payload);
    expect(bench.order(id).files).toEqual([]);
    bench.stations.away.add('wall');
    await bench.hear(topic, payload);
    expect(bench.order(id).files).toHaveLength(1);
  });

  it('of an order of somebody else, no picture, too large: nothing is kept, and people can see it', async () => {
    const { bench, id } = await given();
    const script = Buffer.from('<script>');
    await bench.hear(`${root}/staff/far/photos`, writePhoto({ orderId: id, name: 'a.jpg', bytes }));
    await bench.hear(topic, writePhoto({ orderId: id, name: 'a.jpg', bytes: script }));
    await bench.hear(topic, writePhoto({ orderId: id, name: '..', bytes }));
    await bench.hear(topic, new Uint8Array(PHOTO_LIMIT + 1));
    await bench.hear(topic, bytes);
    expect(bench.quarantined.map(({ reason }) => reason)).toEqual([
      'unknown-order',
      'wrong-shape',
      'wrong-shape',
      'too-large',
      'not-json',
    ]);
    expect(bench.files.size).toBe(0);
    expect(bench.order(id).files).toEqual([]);
  });
});

describe('what phones say', () => {
  it('changes nothing where it cannot be read or names nobody, and is kept for people', async () => {
    const { bench } = await benchWithStaff();
    const { id } = bench.dispatch.create(newOrder(site), 'Chen').order;
    bench.dispatch.send(bench.order(id), 'Chen');
    const before = bench.history(id);
    await bench.hear(`${root}/staff/near/answers`, 'not json');
    await bench.hear(`${root}/staff/near/answers`, {
      ...answer(id, 'accepted'),
      schema: 'signalbox.answer/9',
    });
    await bench.hear(`${root}/staff/near/answers`, answer(id, 'exploded'));
    await bench.hear(`${root}/staff/near/answers`, answer('WO-none', 'accepted'));
    await bench.hear(`${root}/staff/ghost/answers`, answer(id, 'accepted'));
    await bench.hear(`${root}/staff/near/place`, { schema: 'signalbox.place/1', zoneId: 'nowhere' });
    await bench.hear(`${root}/staff/near/answers`, 'x'.repeat(20_000));
    expect(bench.quarantined.map(({ reason }) => reason)).toEqual([
      'not-json',
      'wrong-shape',
      'wrong-shape',
      'unknown-order',
      'unknown-person',
      'unknown-zone',
      'too-large',
    ]);
    expect(bench.history(id)).toEqual(before);
  });

  it('counts once however often it comes, and is void from somebody else', async () => {
    const { bench } = await benchWithStaff();
    const { id } = bench.dispatch.create(newOrder(site), 'Chen').order;
    bench.dispatch.send(bench.order(id), 'Chen');
    await answers(bench, 'far', id, 'accepted');
    await answers(bench, 'far', id, 'accepted');
    await answers(bench, 'near', id, 'accepted');
    await answers(bench, 'near', id, 'accepted');
    expect(bench.history(id)).toEqual(['create', 'assign', '(accept)', 'accept']);
  });

  it('of a kept place with no time says that nobody knows how old it is', async () => {
    const bench = dispatchBench(site);
    const topic = `${root}/staff/near/place`;
    await bench.hear(topic, { schema: 'signalbox.place/1', zoneId: site.zones[0]?.id }, true);
    expect(bench.dispatch.staff.get('near')?.place?.atMs).toBeUndefined();
    await bench.hear(topic, { schema: 'signalbox.place/1', zoneId: site.zones[0]?.id });
    expect(bench.dispatch.staff.get('near')?.place?.atMs).toBeGreaterThan(0);
  });
});

describe("residents' requests", () => {
  const request = {
    schema: 'signalbox.request/1',
    zoneId: site.zones[0]?.id,
    text: 'The tap drips',
    by: 'Wang',
  };

  it('become orders, tell their state, and take a score when done', async () => {
    const { bench, broker } = await benchWithStaff();
    await bench.hear(`${root}/requests/r.1`, request);
    await bench.hear(`${root}/requests/r.1`, request);
    const [order] = bench.dispatch.book.open();
    expect(order).toMatchObject({
      kind: 'service',
      source: { from: 'request', ref: 'r.1' },
      title: { en: 'The tap drips' },
    });
    const id = order?.id ?? '';
    expect(bench.history(id)).toEqual(['create']);
    const status = () => JSON.parse(broker.retained.get(`${root}/requests/r.1/status`) ?? '{}') as unknown;
    await bench.pass(1);
    expect(status()).toMatchObject({ orderId: id, state: 'created', mayScore: false });
    bench.dispatch.act(id, { kind: 'assign', by: 'Chen', body: { staffId: 'near' } });
    for (const word of ['on-site', 'done']) await answers(bench, 'near', id, word);
    await bench.pass(1);
    expect(status()).toMatchObject({ state: 'done', mayScore: true });
    const score = { schema: 'signalbox.score/1', score: 5, comment: 'quick' };
    await bench.hear(`${root}/requests/r.1/score`, score);
    await bench.hear(`${root}/requests/r.1/score`, score);
    await bench.hear(`${root}/requests/r.2/score`, score);
    expect(bench.order(id)).toMatchObject({ score: 5, scoreComment: 'quick' });
    expect(bench.history(id).filter((kind) => kind === 'score')).toHaveLength(1);
    expect(bench.quarantined.at(-1)?.reason).toBe('unknown-order');
  });
});

describe('two stations', () => {
  /** Hands every record over, both ways. */
  function meet(one: DispatchBench, other: DispatchBench): void {
    for (const record of one.records.all(WORK_ORDER_TYPE)) other.records.merge(record);
    for (const record of other.records.all(WORK_ORDER_TYPE)) one.records.merge(record);
  }
  async function pair() {
    const time = benchTime();
    const broker: FakeBroker = { retained: new Map(), up: true };
    const { bench: desk } = await benchWithStaff(automatic, { time, broker });
    const { bench: wall } = await benchWithStaff(automatic, { time, broker, stationId: 'wall' });
    return { desk, wall };
  }

  it('give an order away once: only its owner drives it', async () => {
    const { desk, wall } = await pair();
    const { id } = desk.dispatch.create(newOrder(automatic), 'Chen').order;
    meet(desk, wall);
    await wall.pass(5);
    await desk.pass(1);
    meet(desk, wall);
    expect(wall.history(id)).toEqual(['create', 'assign', 'reach']);
    for (const bench of [desk, wall]) await answers(bench, 'near', id, 'accepted');
    meet(desk, wall);
    expect(wall.history(id)).toEqual(['create', 'assign', 'reach', 'accept']);
    expect(wall.order(id)).toEqual(desk.order(id));
  });

  it('let the one that is left take over, with the answers that came meanwhile', async () => {
    const { desk, wall } = await pair();
    const { id } = desk.dispatch.create(newOrder(automatic), 'Chen').order;
    await desk.pass(1);
    meet(desk, wall);
    await answers(wall, 'near', id, 'accepted');
    expect(wall.order(id).state).toBe('assigned');
    wall.stations.away.add('desk');
    await wall.pass(1);
    expect(wall.order(id)).toMatchObject({ owner: 'wall', state: 'accepted' });
    meet(desk, wall);
    expect(desk.order(id)).toMatchObject({ owner: 'wall', state: 'accepted' });
  });
});

describe('the clock', () => {
  it('of an order neither gains nor loses by a corrected wall clock', async () => {
    const time = benchTime();
    const { bench } = await benchWithStaff(site, { time });
    const { id } = bench.dispatch.create(newOrder(site), 'Chen').order;
    await bench.pass(60);
    time.wallMs += 3_600_000;
    await bench.pass(1);
    const clock = bench.dispatch.workOrders.get(id)?.clocks.response;
    expect(clock?.state).toBe('running');
    expect(clock?.elapsedMs).toBeCloseTo(61_000, -2);
  });
});
