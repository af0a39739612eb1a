import { MqttClient } from 'mqtt';
import { describe, expect, it } from 'vitest';
import { createHealth } from '#shared/base/health.ts';
import { epochMs } from '#shared/base/brand.ts';
import { createRandom } from '#shared/base/random.ts';
import { displayUrl, loadCredentials } from './broker.ts';
import { createDialect } from './dialect.ts';
import { failureOfError, failureOfReason, isRefusal } from './failure.ts';
import { createHeartbeat } from './heartbeat.ts';
import { createOverload } from './overload.ts';
import { backOffTicks, createGate, REFUSED_MS, TICK_MS, ticks } from './pacing.ts';
import { createShedder } from './shedder.ts';

const coded = (code: string | number): Error => Object.assign(new Error('words that say nothing'), { code });

describe('the MQTT library', () => {
  it('is the one whose private door the tap uses: look at connection.ts before you take another', () => {
    expect(MqttClient.VERSION).toMatch(/^5\.16\./);
    expect(MqttClient.prototype.connect.toString()).toContain('this.stream = this.streamBuilder(this)');
    expect(MqttClient.prototype.connect.toString()).toContain('this.stream.pipe(writable)');
  });
});

describe('failures', () => {
  it.each([
    ['ECONNREFUSED', 'unreachable'],
    ['ENOTFOUND', 'unreachable'],
    ['ETIMEDOUT', 'timeout'],
    ['ECONNRESET', 'closed'],
    ['CERT_HAS_EXPIRED', 'certificate-expired'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'certificate-wrong-host'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'certificate-untrusted'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'tls-failed'],
    ['ERR_OSSL_PEM_NO_START_LINE', 'configuration'],
    [1, 'protocol-refused'],
    [4, 'bad-credentials'],
    [5, 'not-authorized'],
    [0x84, 'protocol-refused'],
    [0x86, 'bad-credentials'],
    [0x87, 'not-authorized'],
    [0x88, 'closed'],
    [0x95, 'protocol-error'],
  ])('knows %s as %s by its code alone', (code, failure) => {
    expect(failureOfError(coded(code)).failure).toBe(failure);
  });
});

describe('pacing', () => {
  it('spreads the tries over the whole time, and never waits longer than 2.5 s', () => {
    const random = createRandom(7);
    for (const attempts of [1, 2, 3, 10, 1000]) {
      const delays = Array.from({ length: 500 }, () => backOffTicks(attempts, random) * TICK_MS);
      const ceiling = Math.min(2500, 250 * 2 ** attempts);
      expect(Math.max(...delays)).toBeLessThanOrEqual(ceiling);
      expect(Math.max(...delays)).toBeGreaterThan(ceiling * 0.9);
      expect(Math.min(...delays)).toBeLessThan(ceiling * 0.25);
    }
  });

  it('lets one lane ask a doubtful broker, at most once a second after a refusal', () => {
    const gate = createGate();
    const [alarm, telemetry] = [{}, {}];
    expect(gate.enter(alarm, 0)).toBe(true);
    expect(gate.enter(telemetry, 0)).toBe(false);
    gate.settle(alarm, 'refused', 1);
    expect(gate.enter(telemetry, 10)).toBe(false);
    expect(gate.enter(telemetry, 1 + ticks(REFUSED_MS))).toBe(true);
    expect(gate.enter(alarm, 1 + ticks(REFUSED_MS))).toBe(false);
    gate.settle(telemetry, 'accepted', 20);
    expect(gate.enter(alarm, 20)).toBe(true);
    gate.settle(alarm, 'refused', 21);
    expect(gate.enter(alarm, 22)).toBe(false);
    gate.forget();
    expect(gate.enter(alarm, 22)).toBe(true);
  });
});

describe('dialect', () => {
  it('falls back where the broker says that it does not speak 5, and stays there', () => {
    const dialect = createDialect('auto');
    expect(dialect.learn(failureOfReason(1, ''), 'greeting')).toBe(true);
    expect(dialect.version).toBe('3.1.1');
    dialect.accepted();
    expect(dialect.version).toBe('3.1.1');
  });

  it('takes turns with a broker that just hangs up, and asks with 5 again after it was online', () => {
    const dialect = createDialect('auto');
    const hungUp = failureOfError(coded('ECONNRESET'));
    expect(dialect.learn(hungUp, 'greeting')).toBe(false);
    expect(dialect.version).toBe('3.1.1');
    dialect.learn(hungUp, 'greeting');
    expect(dialect.version).toBe('5');
    dialect.learn(hungUp, 'dialling');
    expect(dialect.version).toBe('5');
    dialect.learn(hungUp, 'greeting');
    dialect.accepted();
    expect(dialect.version).toBe('5');
  });

  it('does what it was told where the version is given', () => {
    const dialect = createDialect('5');
    expect(dialect.learn(failureOfReason(0x84, ''), 'greeting')).toBe(false);
    expect(dialect.version).toBe('5');
  });

  it('tries without a will when the connection was refused, and with it again', () => {
    const dialect = createDialect('auto');
    dialect.learn(failureOfReason(0x87, ''), 'greeting');
    expect(dialect.will).toBe(false);
    dialect.learn(failureOfReason(0x87, ''), 'greeting');
    expect(dialect.will).toBe(true);
    dialect.learn({ failure: 'certificate-expired', detail: '' }, 'greeting');
    expect(dialect.will).toBe(true);
  });
});

describe('heartbeat', () => {
  it('counts only once one has come back', () => {
    const heartbeat = createHeartbeat(1_000);
    expect(heartbeat.due(100)).toBe('1');
    expect(heartbeat.due(500)).toBeUndefined();
    expect(heartbeat.due(1_100)).toBe('2');
    expect(heartbeat.proven).toBe(false);
    heartbeat.returned(Buffer.from('nonsense'));
    expect(heartbeat.proven).toBe(false);
    heartbeat.returned(Buffer.from('1'));
    expect(heartbeat.proven).toBe(true);
    expect(heartbeat.lateMs(3_000)).toBe(1_900);
    heartbeat.returned(Buffer.from('2'));
    expect(heartbeat.lateMs(3_000)).toBe(0);
  });
});

describe('shedding', () => {
  it('keeps the latest value of each topic and counts every message that is not handed on', () => {
    const delivered: string[] = [];
    let dropped = 0;
    const shedder = createShedder({
      deliver: (topic, payload) => void delivered.push(`${topic}=${payload}`),
      onDropped: () => (dropped += 1),
      maxTopics: 3,
      maxBytes: 100,
    });
    shedder.begin();
    for (const [topic, payload] of [
      ['a', '1'],
      ['b', '1'],
      ['a', '2'],
      ['c', '1'],
      ['a', '3'],
    ] as const)
      shedder.offer(topic, Buffer.from(payload));
    expect(dropped).toBe(2);
    shedder.offer('d', Buffer.from('1'));
    expect([dropped, shedder.waiting]).toEqual([3, 3]);
    shedder.offer('e', Buffer.alloc(99));
    expect(dropped).toBe(5);
    expect(shedder.end()).toBe(false);
    shedder.drain(() => false);
    expect(delivered.map((entry) => entry.slice(0, 3))).toEqual(['d=1', 'e=\0']);
    expect(shedder.end()).toBe(true);
  });

  it('sheds only when seconds behind and busy itself, hands on in order, and stops when it has caught up', async () => {
    const delivered: string[] = [];
    let dropped = 0;
    let busy = 1;
    let now = 0;
    const health = createHealth(() => epochMs(0));
    const overload = createOverload({
      deliver: (_topic, payload) => void delivered.push(String(payload)),
      onDropped: () => (dropped += 1),
      health,
      healthKey: 'feed.shedding:x',
      facts: {},
      busy: () => busy,
      monotonicMs: () => now,
    });
    const watch = (lateMs: number): void => {
      for (let tick = 0; tick < 30; tick += 1) {
        now += 100;
        overload.watch(lateMs);
      }
    };
    watch(1_000);
    expect(overload.takes('a', Buffer.from('0'))).toBe(false);
    busy = 0.3;
    watch(0);
    watch(5_000);
    expect(overload.takes('a', Buffer.from('0'))).toBe(false);
    busy = 1;
    watch(5_000);
    expect(health.list().map(({ code }) => code)).toEqual(['feed.shedding']);
    for (const value of ['1', '2', '3']) expect(overload.takes('a', Buffer.from(value))).toBe(true);
    expect(dropped).toBe(2);
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
    expect(delivered).toEqual(['3']);
    watch(0);
    expect(health.list()).toHaveLength(1);
    busy = 0.3;
    watch(0);
    expect(overload.takes('a', Buffer.from('4'))).toBe(false);
    expect(health.list()).toEqual([]);
  });
});

describe('broker settings', () => {
  it('shows and logs an address without user and password', () => {
    expect(displayUrl('mqtts://me:secret@host:8883/path?token=secret')).toBe('mqtts://host:8883/path');
    expect(displayUrl('::me:secret@host')).not.toContain('://me:secret');
  });

  it('names what is wrong, never the secret', async () => {
    const broken = await loadCredentials({ id: 'main', url: 'http://me:secret@host', protocol: 'auto' });
    expect(broken).toMatchObject({ ok: false, error: { code: 'configuration' } });
    expect(JSON.stringify(broken)).not.toContain('secret');
    const unreadable = await loadCredentials({
      id: 'main',
      url: 'mqtts://host',
      protocol: 'auto',
      ca: () => Promise.reject(new Error('ca.pem: ENOENT')),
    });
    expect(unreadable).toMatchObject({ error: { detail: 'broker main: ca.pem: ENOENT' } });
  });

  it('treats as refusal what another try at once cannot mend', () => {
    expect(isRefusal('certificate-expired')).toBe(true);
    expect(isRefusal('unreachable')).toBe(false);
  });
});
