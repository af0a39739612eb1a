import { beforeEach, describe, expect, it } from 'vitest';
import { epochMs, type Clock } from '#shared/base/brand.ts';
import type { Alarm, AlarmId } from '#shared/domain/alarm/alarm.ts';
import type { Frame } from '#shared/protocol/frame.ts';
import type { CollectionName, CollectionSources } from '#shared/protocol/collections.ts';
import type { SampleBatch } from '#shared/protocol/sample-stream.ts';
import type { Vitals } from '#shared/protocol/vitals.ts';
import { createFramePublisher, type FramePublisher } from './frames.ts';
import { createSampleStream, type SampleStream } from './sample-stream.ts';

let now = 0;
const clock: Clock = { nowMs: () => epochMs(1_000_000 + now), monotonicMs: () => now };

describe('frames', () => {
  let publisher: FramePublisher;
  let generation: number;
  let alarms: Map<AlarmId, Alarm>;
  let stored: Map<string, number>;
  const things = { ids: () => stored.keys(), get: (id: string) => stored.get(id) };
  const name = 'things' as CollectionName;
  const columns = {
    value: new Float64Array(4),
    sourceMs: new Float64Array(4),
    receivedMs: new Float64Array(4),
    status: new Uint8Array(4),
    changedIn: new Uint32Array(4),
  };
  const change = (point: number, value: number): void => {
    columns.value[point] = value;
    columns.changedIn[point] = generation;
  };

  beforeEach(() => {
    now = 0;
    generation = 1;
    alarms = new Map();
    stored = new Map();
    columns.changedIn.fill(0);
    publisher = createFramePublisher(clock, {
      columns,
      nextGeneration: () => generation++,
      activeAlarms: () => [...alarms.values()],
      alarm: (id) => alarms.get(id),
      collections: { things } as unknown as CollectionSources,
      vitals: () => ({}) as Vitals,
      health: () => [],
    });
  });

  const pass = (ms: number): void => {
    now += ms;
    publisher.tick();
  };

  it('sends a full frame first, then only what changed', () => {
    change(1, 5);
    const frames: Frame[] = [];
    const subscriber = publisher.attach((frame) => frames.push(frame));
    expect(frames[0]).toMatchObject({ seq: 1, full: true });
    expect([...(frames[0] as Frame).points.index]).toEqual([1]);
    subscriber.acknowledge(1);
    change(2, 6);
    pass(100);
    expect([...(frames[1] as Frame).points.index]).toEqual([2]);
    expect([...(frames[1] as Frame).points.value]).toEqual([6]);
    expect(frames[1]?.full).toBe(false);
  });

  it('tells collections whole first, then what changed in them and what is gone, each once', () => {
    stored.set('a', 1).set('b', 2);
    const frames: Frame[] = [];
    const subscriber = publisher.attach((frame) => frames.push(frame));
    expect(frames[0]?.changes).toEqual([
      { collection: 'things', id: 'a', value: 1 },
      { collection: 'things', id: 'b', value: 2 },
    ]);
    stored.set('a', 7);
    publisher.changed(name, 'a');
    publisher.changed(name, 'a');
    stored.delete('b');
    publisher.changed(name, 'b');
    pass(100);
    expect(frames).toHaveLength(1);
    subscriber.acknowledge(1);
    pass(100);
    expect(frames[1]?.changes).toEqual([
      { collection: 'things', id: 'a', value: 7 },
      { collection: 'things', id: 'b', value: undefined },
    ]);
    subscriber.acknowledge(2);
    pass(100);
    expect(frames).toHaveLength(2);
  });

  it('keeps one frame in flight and coalesces what happens meanwhile', () => {
    const frames: Frame[] = [];
    const subscriber = publisher.attach((frame) => frames.push(frame));
    change(0, 1);
    pass(1_000);
    change(0, 2);
    change(3, 9);
    pass(1_000);
    expect(frames).toHaveLength(1);
    subscriber.acknowledge(1);
    pass(0);
    expect(frames).toHaveLength(2);
    expect([...(frames[1] as Frame).points.index]).toEqual([0, 3]);
    expect([...(frames[1] as Frame).points.value]).toEqual([2, 9]);
  });

  it('ignores an acknowledgement of another frame', () => {
    const frames: Frame[] = [];
    const subscriber = publisher.attach((frame) => frames.push(frame));
    subscriber.acknowledge(7);
    change(0, 1);
    pass(200);
    expect(frames).toHaveLength(1);
  });

  it('sends at most ten frames a second', () => {
    const frames: Frame[] = [];
    const subscriber = publisher.attach((frame) => {
      frames.push(frame);
      queueMicrotask(() => subscriber.acknowledge(frame.seq));
    });
    subscriber.acknowledge(1);
    for (let ms = 0; ms < 1_000; ms += 5) {
      change(0, ms);
      pass(5);
      subscriber.acknowledge(frames.length);
    }
    expect(frames.length).toBeGreaterThan(8);
    expect(frames.length).toBeLessThanOrEqual(11);
  });

  it('sends nothing while nothing changed, but vitals every second', () => {
    const frames: Frame[] = [];
    const subscriber = publisher.attach((frame) => frames.push(frame));
    subscriber.acknowledge(1);
    for (let i = 0; i < 9; i += 1) pass(100);
    expect(frames).toHaveLength(1);
    pass(100);
    expect(frames).toHaveLength(2);
    expect(frames[1]?.vitals).toBeDefined();
  });

  it('gives each window its own delta', () => {
    const slow: Frame[] = [];
    const fast: Frame[] = [];
    publisher.attach((frame) => slow.push(frame));
    const subscriber = publisher.attach((frame) => fast.push(frame));
    subscriber.acknowledge(1);
    change(0, 1);
    pass(100);
    expect(fast).toHaveLength(2);
    expect(slow).toHaveLength(1);
  });

  it('names changed and ended alarms, and all of them in a full frame', () => {
    const alarm = { id: 'r/p' as AlarmId, phase: 'unacknowledged' } as Alarm;
    alarms.set(alarm.id, alarm);
    const frames: Frame[] = [];
    const subscriber = publisher.attach((frame) => frames.push(frame));
    expect(frames[0]?.alarms).toEqual([alarm]);
    subscriber.acknowledge(1);
    alarms.delete(alarm.id);
    publisher.alarmChanged(alarm.id);
    pass(100);
    expect(frames[1]?.endedAlarms).toEqual([alarm.id]);
  });

  it('forgets a window that left', () => {
    const frames: Frame[] = [];
    const subscriber = publisher.attach((frame) => frames.push(frame));
    subscriber.acknowledge(1);
    subscriber.detach();
    pass(5_000);
    expect(frames).toHaveLength(1);
    expect(publisher.size).toBe(0);
  });
});

describe('sample stream', () => {
  let stream: SampleStream;
  const samplesIn = (batch: SampleBatch): number[] => [...batch.value];
  const batchOf = (value: number): void => {
    stream.append(0, value, 5_000 + value, 0);
    now += 500;
    stream.tick();
  };

  beforeEach(() => {
    now = 0;
    stream = createSampleStream({ engineRun: 'run', siteRevision: 'rev', clock, ringBytes: 21 * 32 });
  });

  it('numbers batches and keeps them until they are acknowledged', () => {
    const got: SampleBatch[] = [];
    stream.attach({ send: (batch) => got.push(batch), close: () => undefined });
    batchOf(1);
    batchOf(2);
    expect(got.map((batch) => batch.number)).toEqual([1, 2]);
    expect(stream.status()).toMatchObject({ connected: true, lagBatches: 2 });
    stream.acknowledge('run', 1);
    expect(stream.status().lagBatches).toBe(1);
    stream.acknowledge('another run', 2);
    expect(stream.status().lagBatches).toBe(1);
  });

  it('replays everything unacknowledged to the next recorder and closes the one before', () => {
    let closed = 0;
    stream.attach({ send: () => undefined, close: () => (closed += 1) });
    batchOf(1);
    batchOf(2);
    stream.acknowledge('run', 1);
    const got: SampleBatch[] = [];
    stream.attach({ send: (batch) => got.push(batch), close: () => undefined });
    expect(closed).toBe(1);
    expect(got.map(samplesIn)).toEqual([[2]]);
  });

  it('closes a batch half a second after its first sample', () => {
    const got: SampleBatch[] = [];
    stream.attach({ send: (batch) => got.push(batch), close: () => undefined });
    stream.append(0, 1, 1, 0);
    now += 499;
    stream.tick();
    expect(got).toHaveLength(0);
    now += 1;
    stream.tick();
    expect(got).toHaveLength(1);
  });

  it('has at most eight batches on the wire', () => {
    const got: SampleBatch[] = [];
    stream.attach({ send: (batch) => got.push(batch), close: () => undefined });
    for (let i = 0; i < 12; i += 1) batchOf(i);
    expect(got).toHaveLength(8);
    stream.acknowledge('run', 3);
    expect(got).toHaveLength(11);
  });

  it('declares what left the full ring on the next batch', () => {
    for (let i = 0; i < 40; i += 1) batchOf(i);
    const got: SampleBatch[] = [];
    stream.attach({ send: (batch) => got.push(batch), close: () => undefined });
    const first = got[0] as SampleBatch;
    expect(first.number).toBeGreaterThan(1);
    expect(first.lostSamples).toBe(first.number - 1);
    expect(first.lostFromMs).toBe(5_000);
    expect(stream.status().lostSamples).toBe(first.number - 1);
    expect(got[1]?.lostSamples).toBe(0);
  });
});
