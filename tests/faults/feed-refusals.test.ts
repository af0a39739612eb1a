import { connectAsync } from 'mqtt';
import { describe, expect, it } from 'vitest';
import { startAedes } from '#tests/builders/broker-aedes.ts';
import { createAuthority } from '#tests/builders/broker-certificates.ts';
import { alarmLane, startFeed, until, type FeedUnderTest } from '#tests/builders/broker-feed.ts';
import { startBrokerProxy, type BrokerProxy } from '#tests/builders/broker-proxy.ts';
import { startMosquitto } from '#tests/builders/broker.ts';

/** Over both lanes. */
function expectAtMostOneTryASecond(proxy: BrokerProxy): void {
  const gaps = proxy.accepted.slice(1).map((atMs, index) => atMs - (proxy.accepted[index] ?? 0));
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(1_000);
}

function refusalOf(under: FeedUnderTest): { state: string; failure: string | undefined } {
  const { state, failure } = under.vitals('alarm');
  return { state, failure };
}

const authority = createAuthority();
const ca = Buffer.from(authority.cert);

describe('a broker that refuses us', () => {
  it.concurrent(
    'for a wrong password: own words, one try a second, and in when it is put right',
    async () => {
      await using broker = await startMosquitto({ users: { station: 'right' } });
      await using proxy = await startBrokerProxy(broker);
      let password = 'wr0ng-secret';
      await using under = startFeed({
        broker: {
          url: `mqtt://127.0.0.1:${proxy.port}`,
          username: 'station',
          password: () => Promise.resolve(password),
        },
      });
      await until('several tries', () => proxy.accepted.length >= 4);
      await until('refused', () => under.vitals('alarm').state === 'refused');
      expect(refusalOf(under)).toEqual({ state: 'refused', failure: 'not-authorized' });
      expectAtMostOneTryASecond(proxy);
      expect(JSON.stringify([under.logged, under.health.list(), under.feed.vitals()])).not.toContain(
        'wr0ng-secret',
      );
      password = 'right';
      await until('online', () => under.online());
      expect(under.health.list()).toEqual([]);
    },
  );

  it.concurrent('in the words "bad user name or password", and then accepts', async () => {
    let refusals = 0;
    await using aedes = await startAedes({
      authenticate(_client, _username, _password, done) {
        refusals += 1;
        if (refusals <= 2) done(Object.assign(new Error('no'), { returnCode: 4 }), null);
        else done(null, true);
      },
    });
    await using under = startFeed({
      broker: { url: `mqtt://127.0.0.1:${aedes.port}` },
      subscriptions: alarmLane,
    });
    await until('refused', () => under.vitals('alarm').failure === 'bad-credentials');
    await until('online', () => under.online());
    expect(refusals).toBe(3);
  });

  it.concurrent('because it is not available yet: no client is left that has stopped for good', async () => {
    let refusals = 0;
    await using aedes = await startAedes({
      authenticate(_client, _username, _password, done) {
        refusals += 1;
        if (refusals <= 3) done(Object.assign(new Error('starting'), { returnCode: 3 }), null);
        else done(null, true);
      },
    });
    await using under = startFeed({ broker: { url: `mqtt://127.0.0.1:${aedes.port}`, protocol: '3.1.1' } });
    await until('online', () => under.online());
    expect(refusals).toBeGreaterThan(3);
  });

  it.concurrent('a subscription: that lane says so, the other works', async () => {
    await using aedes = await startAedes({
      authorizeSubscribe: (_client, subscription, callback) =>
        callback(null, subscription.topic.startsWith('alarm/') ? null : subscription),
    });
    await using under = startFeed({ broker: { url: `mqtt://127.0.0.1:${aedes.port}` } });
    await until('refused', () => under.vitals('alarm').state === 'refused');
    expect(refusalOf(under)).toEqual({ state: 'refused', failure: 'subscription-refused' });
    await until('telemetry online', () => under.online('telemetry'));
  });

  it.concurrent('one of two subscriptions: online with the other, and says which', async () => {
    await using aedes = await startAedes({
      authorizeSubscribe: (_client, subscription, callback) =>
        callback(null, subscription.topic === 'alarm/secret/#' ? null : subscription),
    });
    await using under = startFeed({
      broker: { url: `mqtt://127.0.0.1:${aedes.port}` },
      subscriptions: [...alarmLane, { lane: 'alarm', filter: 'alarm/secret/#', qos: 1 }],
    });
    await until('online', () => under.online());
    expect(under.vitals('alarm').failure).toBe('subscription-refused');
    expect(under.health.list()).toMatchObject([
      { code: 'feed.subscription-refused', facts: { filter: 'alarm/secret/#' } },
    ]);
  });
});

describe('an account that may only read', () => {
  it('gets in without will, heartbeat and presence; keep alive still tells a dead line', async () => {
    await using broker = await startMosquitto({
      users: { reader: 'pw' },
      acl: ['user reader', 'topic read telemetry/#', 'topic read alarm/#'],
    });
    await using proxy = await startBrokerProxy(broker);
    await using under = startFeed({
      broker: {
        url: `mqtt://127.0.0.1:${proxy.port}`,
        username: 'reader',
        password: () => Promise.resolve('pw'),
      },
    });
    await until('online', () => under.online());
    const onlineAt = under.changes.at(-1)?.atMs ?? 0;
    await until('longer than heartbeats would be waited for', () => performance.now() - onlineAt > 4_500);
    expect(under.changes.filter(({ online }) => !online)).toEqual([]);
    proxy.freezeOpen();
    // Each lane notices by a ping of its own, and may be back before the other does.
    const noticed = (lane: 'alarm' | 'telemetry'): boolean =>
      under.changes.some((change) => change.lane === lane && !change.online);
    await until('noticed', () => noticed('alarm') && noticed('telemetry'));
    await until('online', () => under.online());
  });
});

describe('TLS', () => {
  it.concurrent.each([
    ['an expired certificate', 'certificate-expired', authority.issue({ validDays: [-10, -1] }), ca],
    [
      'a certificate for another host',
      'certificate-wrong-host',
      authority.issue({ names: ['other.example'] }),
      ca,
    ],
    [
      'a certificate of an unknown authority',
      'certificate-untrusted',
      authority.issue(),
      Buffer.from(createAuthority().cert),
    ],
  ])(
    '%s: own words, one try a second, and in when it is put right',
    async (_what, failure, leaf, trusted) => {
      await using broker = await startMosquitto({ tls: { ca: authority.cert, ...leaf } });
      await using proxy = await startBrokerProxy(broker);
      await using under = startFeed({ broker: { url: `mqtts://127.0.0.1:${proxy.port}`, ca: trusted } });
      await until('several tries', () => proxy.accepted.length >= 3);
      await until('refused', () => under.vitals('alarm').state === 'refused');
      expect(refusalOf(under)).toEqual({ state: 'refused', failure });
      expectAtMostOneTryASecond(proxy);
      broker.setTls({ ca: authority.cert, ...authority.issue() });
      await broker.restart();
      under.feed.reconfigure({ id: 'main', url: `mqtts://127.0.0.1:${proxy.port}`, protocol: 'auto', ca });
      await until('online', () => under.online());
    },
  );

  it.concurrent('takes the name to expect in the certificate from the profile', async () => {
    await using broker = await startMosquitto({
      tls: { ca: authority.cert, ...authority.issue({ names: ['plant.example'] }) },
    });
    await using under = startFeed({ broker: { url: broker.url, ca, serverName: 'plant.example' } });
    await until('online', () => under.online());
  });

  it.concurrent('asks for a client certificate, and gets it', async () => {
    await using broker = await startMosquitto({
      tls: { ca: authority.cert, ...authority.issue(), clientCertificates: true },
    });
    const mine = authority.issue({ names: ['station'] });
    await using without = startFeed({ broker: { url: broker.url, ca }, stationId: 'without' });
    await using under = startFeed({
      broker: {
        url: broker.url,
        ca,
        cert: Buffer.from(mine.cert),
        key: () => Promise.resolve(Buffer.from(mine.key)),
      },
    });
    await until('online with it', () => under.online());
    await until('refused without', () => without.vitals('alarm').failure === 'tls-failed');
    const client = await connectAsync(broker.url, { ca, ...mine });
    await client.publishAsync('alarm/point', 'through', { qos: 1 });
    await until('a message', () => under.received.alarm.includes('through'));
    await client.endAsync();
  });

  it.concurrent('says configuration for a key that is no key', async () => {
    const mine = authority.issue();
    await using under = startFeed({
      broker: { url: 'mqtts://127.0.0.1:1', ca, cert: Buffer.from(mine.cert), key: Buffer.from('no key') },
      subscriptions: alarmLane,
    });
    await until('refused', () => under.vitals('alarm').state === 'refused');
    expect(under.vitals('alarm').failure).toBe('configuration');
  });
});

describe('protocol versions and transports', () => {
  it.concurrent('falls back to 3.1.1 at once where 5 is refused, and stays there', async () => {
    await using aedes = await startAedes();
    await using under = startFeed({ broker: { url: `mqtt://127.0.0.1:${aedes.port}` } });
    await until('online', () => under.online());
    expect(under.vitals('alarm')).toMatchObject({ protocol: '3.1.1', failure: undefined });
    expect(under.vitals('telemetry').protocol).toBe('3.1.1');
    aedes.aedes.publish(
      { cmd: 'publish', topic: 'alarm/x', payload: 'yes', qos: 1, retain: false, dup: false },
      () => undefined,
    );
    await until('a message', () => under.received.alarm.includes('yes'));
  });

  it.concurrent('says protocol-refused where 5 is demanded', async () => {
    await using aedes = await startAedes();
    await using under = startFeed({
      broker: { url: `mqtt://127.0.0.1:${aedes.port}`, protocol: '5' },
      subscriptions: alarmLane,
    });
    await until('refused', () => under.vitals('alarm').state === 'refused');
    expect(under.vitals('alarm').failure).toBe('protocol-refused');
  });

  it.concurrent('speaks 5 with a broker that does', async () => {
    await using broker = await startMosquitto();
    await using under = startFeed({ broker: { url: broker.url } });
    await until('online', () => under.online());
    expect(under.vitals('alarm').protocol).toBe('5');
  });

  it.concurrent.each(['ws', 'wss'])('works over %s', async (scheme) => {
    const webSocketTls = scheme === 'wss' ? { webSocketTls: authority.issue() } : {};
    await using aedes = await startAedes(webSocketTls);
    await using under = startFeed({
      broker: { url: `${scheme}://127.0.0.1:${aedes.webSocketPort}/mqtt`, ca },
    });
    await until('online', () => under.online());
    for (let number = 0; number < 500; number += 1) {
      aedes.aedes.publish(
        { cmd: 'publish', topic: 'alarm/x', payload: `${number}`, qos: 1, retain: false, dup: false },
        () => undefined,
      );
    }
    await until('all messages', () => under.received.alarm.length >= 500);
    expect(await under.feed.publish('main', 'alarm/own', 'round')).toMatchObject({ ok: true });
    await until('our own message', () => under.received.alarm.includes('round'));
  });

  it.concurrent('tells a wss certificate of an unknown authority', async () => {
    await using aedes = await startAedes({ webSocketTls: createAuthority().issue() });
    await using under = startFeed({
      broker: { url: `wss://127.0.0.1:${aedes.webSocketPort}/mqtt`, ca },
      subscriptions: alarmLane,
    });
    await until('refused', () => under.vitals('alarm').state === 'refused');
    expect(under.vitals('alarm').failure).toBe('certificate-untrusted');
  });
});
