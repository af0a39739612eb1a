import sparkplug from 'sparkplug-payload';
import { describe, expect, it } from 'vitest';
import { present } from '#shared/base/assert.ts';
import { buildSite } from '#shared/domain/site/build.ts';
import type { SiteDocumentInput } from '#shared/domain/site/document.ts';
import type { Site } from '#shared/domain/site/site.ts';
import { smallSite } from '#tests/builders/site.ts';
import { createSimulation } from '../simulation/simulation.ts';
import { backlogMessages } from './backlog.ts';
import { messageParcels, type Outgoing, type Parcel } from './parcel.ts';
import { createPublisher, type Publisher } from './publisher.ts';
import { planRoutes } from './route.ts';
import { sparkplugNodes, type EdgeNode } from './sparkplug-node.ts';
import { encodeSparkplug } from './sparkplug-payload.ts';
import { fill, solve } from './template.ts';

const spb = present(sparkplug.get('spBv1.0'), 'sparkplug-payload');
const NOW_MS = Date.UTC(2026, 10, 23, 2);

interface Wiring {
  readonly site: Site;
  readonly parcels: readonly Parcel[];
  readonly nodes: readonly EdgeNode[];
}

function wiring(overrides: Partial<SiteDocumentInput> = {}): Wiring {
  const site = buildSite(smallSite(overrides), 'test');
  const routes = planRoutes(site);
  const nodes = sparkplugNodes(routes, site.id);
  const messages = messageParcels(routes.filter(({ place }) => place.as !== 'metric'));
  return { site, parcels: [...messages, ...nodes.flatMap((node) => node.parcels)], nodes };
}

function publishing(
  overrides: Partial<SiteDocumentInput> = {},
): Wiring & { publisher: Publisher; sent: Outgoing[] } {
  const wired = wiring(overrides);
  const sent: Outgoing[] = [];
  const simulation = createSimulation(wired.site, 1);
  const publisher = createPublisher({
    ...wired,
    simulation,
    pointCount: wired.site.points.length,
    rate: 1,
    send: (message) => void sent.push(message),
  });
  return { ...wired, publisher, sent };
}

/** Steps of a tenth of a second. */
function runFor(publisher: Publisher, fromMs: number, lengthMs: number): void {
  for (let tMs = fromMs; tMs < fromMs + lengthMs; tMs += 100) publisher.step(tMs);
}

function decoded(message: Outgoing): ReturnType<typeof spb.decodePayload> {
  return spb.decodePayload(message.payload as Uint8Array);
}

describe('encodeSparkplug', () => {
  it('is read back by another implementation, member by member', () => {
    const timestampMs = 1_790_000_000_123;
    const bytes = encodeSparkplug(timestampMs, 17, [
      { name: 'a/ü', alias: 300, timestampMs, value: { type: 'Double', is: -1.25 } },
      { alias: 2, timestampMs: timestampMs - 1, value: { type: 'Boolean', is: 1 } },
      { alias: 3, timestampMs, value: { type: 'Int32', is: -7 }, historical: true },
      { name: 'bdSeq', timestampMs, value: { type: 'UInt64', is: 9_007_199_254_740_991 } },
    ]);
    const payload = spb.decodePayload(bytes);
    expect(Number(payload.timestamp)).toBe(timestampMs);
    expect(Number(payload.seq)).toBe(17);
    expect(
      payload.metrics?.map(({ name, alias, type, value, isHistorical, timestamp }) => [
        name ?? undefined,
        alias === undefined || alias === null ? undefined : Number(alias),
        type,
        typeof value === 'object' ? Number(value) : value,
        isHistorical ?? false,
        Number(timestamp),
      ]),
    ).toEqual([
      ['a/ü', 300, 'Double', -1.25, false, timestampMs],
      [undefined, 2, 'Boolean', true, false, timestampMs - 1],
      [undefined, 3, 'Int32', -7, true, timestampMs],
      ['bdSeq', undefined, 'UInt64', 9_007_199_254_740_991, false, timestampMs],
    ]);
  });
});

describe('templates', () => {
  it('are read backwards', () => {
    expect(solve('{asset}/{point}', 'EM-1/power')).toEqual({ asset: 'EM-1', point: 'power' });
    expect(solve('SD-{number}', 'SD-0712')).toEqual({ number: '0712' });
    expect(solve('EM-1', 'EM-2')).toBeUndefined();
    expect(fill('{a}/{b}', { a: '1' })).toBeUndefined();
  });
});

describe('planRoutes', () => {
  it('puts alarm-bearing states on the alarm lane, rooms on JSON and meters on Sparkplug', () => {
    const { site } = wiring();
    const laneOf = new Map(planRoutes(site).map((route) => [route.point.id as string, route.mapping.topic]));
    expect(laneOf.size).toBe(site.points.length);
    expect(laneOf.get('SD-1.smoke')).toBe('small/alarm/{asset}/{point}');
    expect(laneOf.get('CL-1.co2')).toBe('small/climate/{asset}');
    expect(laneOf.get('EM-0.activePower')).toBe('spBv1.0/small/#');
  });

  it('sends what the mapping reads: units, scales, words, nested paths and lists', () => {
    const { sent, publisher } = publishing({
      assets: [{ id: 'CL-1', class: 'climate', zone: '2F-W1', position: [5, 4] }],
      alarmRules: [],
      mappings: [
        {
          topic: 'plant/+/data',
          payload: {
            format: 'json',
            readings: 'data.items',
            asset: 'dev["the.name"]',
            fields: [
              { path: 'v.tF', point: 'temperature', unit: '°F' },
              { path: 'v.list[1]', point: 'humidity', scale: 0.01 },
            ],
            timestamp: { path: 'at', as: 'iso' },
          },
        },
      ],
    });
    runFor(publisher, NOW_MS, 10_000);
    const message = present(sent[0], 'a message');
    expect(message.topic).toBe('plant/x/data');
    const item = (JSON.parse(message.payload as string) as { data: { items: Record<string, unknown>[] } })
      .data.items[0];
    expect(item).toMatchObject({ dev: { 'the.name': 'CL-1' } });
    const { v, at } = item as { v: { tF: number; list: number[] }; at: string };
    expect(Number.isNaN(Date.parse(at))).toBe(false);
    expect(v.tF).toBeGreaterThan(60);
    expect(v.tF).toBeLessThan(85);
    expect(v.list[1]).toBeGreaterThan(2000);
  });
});

describe('the publisher', () => {
  it('tells every point within two seconds of a refresh, births first', () => {
    const { publisher, sent, site } = publishing();
    publisher.refresh(NOW_MS);
    expect(sent.filter(({ topic }) => topic.includes('/NBIRTH/'))).toHaveLength(2);
    runFor(publisher, NOW_MS, 2_000);
    const raw = sent.filter(({ topic }) => topic.startsWith('small/alarm/')).map(({ topic }) => topic);
    const expected = site.assets
      .filter(({ classId }) => ['smoke', 'door', 'lift'].includes(classId))
      .flatMap(({ points }) => points);
    expect(new Set(raw).size).toBe(expected.length);
    expect(sent.some(({ topic }) => topic === 'small/climate/CL-1')).toBe(true);
  });

  it('says each point again within its expected period, changed or not', () => {
    const { publisher, sent } = publishing();
    runFor(publisher, NOW_MS, 10 * 60_000);
    const smoke = sent.filter(({ topic }) => topic === 'small/alarm/SD-1/smoke');
    expect(smoke.length).toBeGreaterThanOrEqual(9);
    expect(smoke.length).toBeLessThan(14);
    expect(smoke.every(({ qos, payload }) => qos === 1 && payload === 'OFF')).toBe(true);
  });

  it('sends a scenario at once, and its end', () => {
    const { publisher, sent, site } = publishing();
    runFor(publisher, NOW_MS, 5_000);
    sent.length = 0;
    const smoke = present(site.pointById.get('SD-2.smoke'), 'SD-2.smoke');
    publisher.setEffects(new Map([[smoke.index, () => 1]]), NOW_MS + 5_000);
    publisher.step(NOW_MS + 5_100);
    expect(
      sent.filter(({ topic }) => topic === 'small/alarm/SD-2/smoke').map(({ payload }) => payload),
    ).toEqual(['ON']);
    publisher.setEffects(undefined, NOW_MS + 6_000);
    publisher.step(NOW_MS + 6_100);
    expect(
      sent.filter(({ topic }) => topic === 'small/alarm/SD-2/smoke').map(({ payload }) => payload),
    ).toEqual(['ON', 'OFF']);
  });

  it('numbers the messages of a Sparkplug node without a gap, and names metrics only in births', () => {
    const { publisher, sent, nodes } = publishing();
    publisher.refresh(NOW_MS);
    runFor(publisher, NOW_MS, 600_000);
    const node = present(
      nodes.find(({ commandTopic }) => commandTopic.endsWith('/1F')),
      'node 1F',
    );
    publisher.rebirth(node, NOW_MS + 600_000);
    runFor(publisher, NOW_MS + 600_000, 30_000);
    const own = sent.filter(({ topic }) => topic.startsWith('spBv1.0/') && topic.split('/')[3] === '1F');
    let expected = 0;
    for (const message of own) {
      const birth = message.topic.split('/')[2] === 'NBIRTH';
      if (birth) expected = 0;
      const { seq, metrics } = decoded(message);
      expect(Number(seq)).toBe(expected);
      expected = (expected + 1) & 0xff;
      const named = metrics?.every(({ name }) => Boolean(name));
      expect(named).toBe(message.topic.includes('BIRTH'));
    }
    expect(own.filter(({ topic }) => topic.includes('/NBIRTH/'))).toHaveLength(2);
  });
});

describe('the backlog', () => {
  it('tells eight days of demand, oldest first, marked as history', () => {
    const { site, parcels } = wiring();
    const simulation = createSimulation(site, 1);
    const messages = [...backlogMessages(site, parcels, simulation, NOW_MS)];
    const main = messages
      .filter(({ topic }) => topic.startsWith('spBv1.0/small/NDATA/1F'))
      .flatMap((message) => decoded(message).metrics ?? []);
    expect(main.length).toBe(8 * 288);
    expect(main.every(({ isHistorical }) => isHistorical)).toBe(true);
    const times = main.map(({ timestamp }) => Number(timestamp));
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(times[0]).toBe(NOW_MS - 8 * 86_400_000);
    const rooms = messages
      .filter(({ topic }) => topic === 'small/climate/CL-1')
      .map(({ payload }) => JSON.parse(payload as string) as { t: number; h: boolean });
    expect(rooms.length).toBeGreaterThan(250);
    expect(rooms.every(({ h }) => h)).toBe(true);
  });
});
