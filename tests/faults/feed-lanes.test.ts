import { connectAsync, type MqttClient } from 'mqtt';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { alarmLane, startFeed, until } from '#tests/builders/broker-feed.ts';
import { startBrokerProxy } from '#tests/builders/broker-proxy.ts';
import { startFlood } from '#tests/builders/broker-flood.ts';
import { startMosquitto, type MosquittoBroker } from '#tests/builders/broker.ts';

let broker: MosquittoBroker;
let client: MqttClient;
beforeAll(async () => {
  broker = await startMosquitto({ config: ['max_inflight_messages 0', 'max_queued_messages 0'] });
  client = await connectAsync(broker.url, { protocolVersion: 5 });
});
afterAll(async () => {
  await client.endAsync();
  await broker.dispose();
});

/** Holds the event loop, as work would, without heating the machine. */
function busyFor(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

describe('a flood of telemetry that the station cannot keep up with', () => {
  it('sheds telemetry, counted and with the newest value last, and not one alarm', async () => {
    const newest = new Map<string, number>();
    let delivered = 0;
    await using under = startFeed({
      broker: { url: broker.url },
      stationId: 'flood',
      onMessage(_broker, lane, topic, payload) {
        if (lane === 'alarm') return undefined;
        delivered += 1;
        const value = Number(Buffer.from(payload).toString());
        // Within a topic a value never goes back.
        if (value <= (newest.get(topic) ?? -1))
          throw new Error(`${topic}: ${value} after ${newest.get(topic)}`);
        newest.set(topic, value);
        busyFor(1);
        return undefined;
      },
    });
    await until('online', () => under.online());
    let alarms = 0;
    const flood = startFlood(broker.port);
    const alarm = setInterval(() => client.publish('alarm/point', `alarm ${(alarms += 1)}`, { qos: 1 }), 20);
    try {
      await until('it sheds', () => under.feed.counters.dropped > 1_000, 60_000);
      expect(under.health.list().map(({ code }) => code)).toEqual(['feed.shedding']);
    } finally {
      clearInterval(alarm);
      await flood.stop();
    }
    for (let number = 0; number < 20; number += 1)
      client.publish(`telemetry/${number}`, `${1_000_000_000 + number}`);
    await client.publishAsync('alarm/point', 'the last', { qos: 1 });
    await until(
      'the newest of each topic',
      () => [...newest.values()].filter((value) => value >= 1_000_000_000).length === 20,
      60_000,
    );
    await until('every alarm', () => under.received.alarm.includes('the last'));
    expect(under.received.alarm).toHaveLength(alarms + 1);
    await until('caught up', () => under.health.list().length === 0);
    const { received, dropped } = under.feed.counters;
    expect(received - dropped).toBe(delivered + alarms + 1);
    expect(under.logged.filter((line) => line.startsWith('error'))).toEqual([]);
  });
});

describe('messages that nobody expected', () => {
  it('of 20 MB, with no topic level, in Chinese: each comes or is cut, and the next one is whole', async () => {
    const sizes: number[] = [];
    await using under = startFeed({
      broker: { url: broker.url },
      stationId: 'odd',
      subscriptions: ['odd/#', '滨江/+', '/'].map((filter) => ({
        lane: 'alarm' as const,
        filter,
        qos: 1 as const,
      })),
      onMessage(_broker, _lane, _topic, payload) {
        sizes.push(payload.length);
        return undefined;
      },
    });
    await until('online', () => under.online());
    await client.publishAsync('odd/huge', Buffer.alloc(20_000_000, 'x'), { qos: 1 });
    await client.publishAsync('滨江/一号', '温度 21.5', { qos: 2 });
    await client.publishAsync('/', '', { qos: 1 });
    await until('all three', () => sizes.length >= 3);
    expect(sizes[0]).toBeGreaterThan(256 * 1024);
    expect(sizes[0]).toBeLessThan(20_000_000);
    expect(under.received.alarm.slice(1)).toEqual(['温度 21.5', '']);
    expect(under.online()).toBe(true);
  });

  it('goes on when the handler fails: a bug costs one message', async () => {
    await using under = startFeed({
      broker: { url: broker.url },
      stationId: 'bug',
      subscriptions: alarmLane,
      onMessage(_broker, _lane, _topic, payload) {
        if (Buffer.from(payload).toString() === 'poison') throw new Error('a bug');
        return undefined;
      },
    });
    await until('online', () => under.online());
    for (const text of ['one', 'poison', 'two']) client.publish('alarm/point', text, { qos: 1 });
    await until('all', () => under.received.alarm.length >= 3);
    expect(under.received.alarm).toEqual(['one', 'poison', 'two']);
    expect(under.logged.filter((line) => line.startsWith('error'))).toHaveLength(1);
  });
});

describe('what the station says itself', () => {
  it('is present while it is online, and absent when it stops or is cut off', async () => {
    const seen: string[] = [];
    const watcher = await connectAsync(broker.url);
    watcher.on('message', (_topic, payload) =>
      seen.push((JSON.parse(payload.toString()) as { state: string }).state),
    );
    await watcher.subscribeAsync('signalbox/seen/presence');
    await using proxy = await startBrokerProxy(broker);
    const under = startFeed({
      broker: { url: `mqtt://127.0.0.1:${proxy.port}`, protocol: '3.1.1' },
      stationId: 'seen',
    });
    await until('present', () => seen.at(-1) === 'online');
    await proxy.setMode('refuse');
    proxy.resetOpen();
    await until('the will', () => seen.at(-1) === 'offline');
    await proxy.setMode('pass');
    await until('present again', () => seen.at(-1) === 'online');
    await under.feed.stop();
    await until('said goodbye', () => seen.at(-1) === 'offline');
    expect(seen).toEqual(['online', 'offline', 'online', 'offline']);
    expect(under.health.list()).toEqual([]);
    await watcher.endAsync();
  });

  it('leaves now or fails now, and what was not confirmed in time is cut off with its line', async () => {
    await using proxy = await startBrokerProxy(broker);
    await using under = startFeed({
      broker: { url: `mqtt://127.0.0.1:${proxy.port}` },
      stationId: 'says',
      subscriptions: alarmLane,
    });
    expect(await under.feed.publish('main', 'alarm/own', 'early')).toMatchObject({
      error: { code: 'offline' },
    });
    expect(await under.feed.publish('other', 'alarm/own', 'x')).toMatchObject({
      error: { code: 'unknown-broker' },
    });
    await until('online', () => under.online());
    expect(await under.feed.publish('main', 'alarm/own', 'now')).toEqual({ ok: true, value: undefined });
    await until('it came round', () => under.received.alarm.includes('now'));
    proxy.freezeOpen();
    expect(await under.feed.publish('main', 'alarm/own', 'never', { timeoutMs: 300 })).toMatchObject({
      error: { code: 'timeout' },
    });
    await until('online on a new line', () => under.online());
    expect(await under.feed.publish('main', 'alarm/own', 'again')).toMatchObject({ ok: true });
    await until('it came round', () => under.received.alarm.includes('again'));
    expect(under.received.alarm).toEqual(['now', 'again']);
  });

  it('does not send what the broker would drop the connection for', async () => {
    await using small = await startMosquitto({ config: ['max_packet_size 2000'] });
    await using under = startFeed({
      broker: { url: small.url, protocol: '5' },
      stationId: 'small',
      subscriptions: alarmLane,
    });
    await until('online', () => under.online());
    expect(await under.feed.publish('main', 'alarm/own', 'x'.repeat(4_000))).toMatchObject({
      error: { code: 'too-large' },
    });
    expect(under.online()).toBe(true);
  });
});

describe('a message that the broker had kept', () => {
  it('is told from one that was just sent', async () => {
    await client.publishAsync('alarm/kept', 'old', { qos: 1, retain: true });
    const heard: [string, boolean][] = [];
    await using under = startFeed({
      broker: { url: broker.url },
      stationId: 'kept',
      subscriptions: alarmLane,
      onMessage(_broker, _lane, _topic, payload, _receivedMs, retained) {
        heard.push([Buffer.from(payload).toString(), retained]);
        return undefined;
      },
    });
    await until('the old one', () => heard.length === 1);
    await client.publishAsync('alarm/kept', 'new', { qos: 1, retain: true });
    await until('the new one', () => heard.length === 2);
    await client.publishAsync('alarm/kept', '', { qos: 1, retain: true });
    expect(heard.slice(0, 2)).toEqual([
      ['old', true],
      ['new', false],
    ]);
    expect(under.online()).toBe(true);
  });
});

describe('subscriptions that change', () => {
  it('are taken over without a new connection, and a lane without any says goodbye', async () => {
    const subscriptions = [{ lane: 'alarm' as const, filter: 'first/#', qos: 1 as const }];
    await using under = startFeed({ broker: { url: broker.url }, stationId: 'change', subscriptions });
    await until('online', () => under.online());
    subscriptions.splice(0, 1, { lane: 'alarm', filter: 'second/#', qos: 1 });
    under.feed.resubscribe();
    await client.publishAsync('first/a', 'old', { qos: 1 });
    await until('the new one is in force', () => {
      client.publish('second/a', 'new', { qos: 1 });
      return under.received.alarm.includes('new');
    });
    await client.publishAsync('first/a', 'old', { qos: 1 });
    await client.publishAsync('second/a', 'end', { qos: 1 });
    await until('the end', () => under.received.alarm.includes('end'));
    expect(under.received.alarm.at(-2)).toBe('new');
    expect(under.changes).toHaveLength(1);
    subscriptions.length = 0;
    under.feed.resubscribe();
    expect(under.feed.vitals()).toEqual([]);
    expect(under.changes.at(-1)).toMatchObject({ online: false });
  });
});
