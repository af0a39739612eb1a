import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { note } from '#shared/domain/note.ts';
import { createQuarantine } from './quarantine.ts';

const base = {
  brokerId: 'main',
  topic: 't',
  reason: 'not-json',
  note: note('json'),
  payload: Buffer.from('{'),
} as const;

describe('quarantine', () => {
  it('keeps the newest first, and counts the worst topics first', () => {
    let nowMs = 1;
    const quarantine = createQuarantine({ nowMs: () => nowMs, entries: 3 });
    for (const topic of ['a', 'b', 'b', 'c']) {
      quarantine.add({ ...base, topic });
      nowMs += 1;
    }
    quarantine.add({ ...base, topic: 'b', reason: 'too-deep' });
    const report = quarantine.report();
    expect(report.entries.map(({ topic, atMs }) => [topic, atMs])).toEqual([
      ['b', 5],
      ['c', 4],
      ['b', 3],
    ]);
    expect(report.byTopic[0]).toEqual({ topic: 'b', count: 3, lastReason: 'too-deep' });
    expect(report.total).toBe(5);
    expect(quarantine.total).toBe(5);
  });

  it('a flood of made-up topics does not hide the one that fails all day', () => {
    const quarantine = createQuarantine({ nowMs: () => 0, topics: 50 });
    for (let i = 0; i < 5000; i += 1) {
      quarantine.add({ ...base, topic: `flood/${i}` });
      if (i % 10 === 0) quarantine.add({ ...base, topic: 'meter' });
    }
    const { byTopic, otherTopics, total } = quarantine.report();
    expect(byTopic[0]).toMatchObject({ topic: 'meter', count: 500 });
    expect(byTopic.length).toBeLessThanOrEqual(50);
    expect(byTopic.reduce((sum, { count }) => sum + count, 0) + otherTopics).toBe(total);
  });

  it('stays small whatever it is given', () => {
    const quarantine = createQuarantine({ nowMs: () => 0 });
    for (let i = 0; i < 1000; i += 1) {
      quarantine.add({
        ...base,
        topic: `${i}${'x'.repeat(60_000)}`,
        note: note('no-name', { name: 'y'.repeat(100_000) }),
        payload: Buffer.alloc(256 * 1024, 65),
      });
    }
    const report = quarantine.report();
    expect(report.entries.length).toBe(200);
    expect(JSON.stringify(report).length).toBeLessThan(400_000);
    expect(report.entries[0]?.sizeBytes).toBe(256 * 1024);
  });

  it('an excerpt is printable', () => {
    const quarantine = createQuarantine({ nowMs: () => 0 });
    quarantine.add({ ...base, payload: Buffer.from([0x00, 0x1b, 0x5b, 0x41, 0xff, 0xe2, 0x80, 0xae, 0x42]) });
    expect(quarantine.report().entries[0]?.excerpt).toBe('··[A··B');
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (payload) => {
        quarantine.add({ ...base, payload });
        expect(quarantine.report().entries[0]?.excerpt).toMatch(/^[^\p{Cc}\p{Cf}\p{Cs}]*$/u);
      }),
    );
  });

  it('keeps no memory of the payload it was given', () => {
    const payload = Buffer.from('abc');
    const quarantine = createQuarantine({ nowMs: () => 0 });
    quarantine.add({ ...base, payload });
    payload.fill(0x58);
    expect(quarantine.report().entries[0]?.excerpt).toBe('abc');
  });
});
