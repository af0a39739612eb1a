import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { epochMs } from '#shared/base/brand.ts';
import { utf8Encode } from '#shared/base/encoding.ts';
import { FAR_FUTURE_MS, readRecord, RECORD_LIMIT } from './read.ts';
import { emptyRecord, mergeRecords, newestStamp, sameRecord, type SharedRecord } from './record.ts';
import { createHybridClock, readStamp, writeStamp, type Stamp } from './stamp.ts';

const stamps = fc
  .record({
    wallMs: fc.integer({ min: 0, max: 30 }),
    counter: fc.integer({ min: 0, max: 3 }),
    stationId: fc.constantFrom('a', 'b', 'c'),
  })
  .map(writeStamp);
const acts = fc.record({
  stamp: stamps,
  kind: fc.constantFrom('asked', 'done'),
  by: fc.constantFrom('Chen', 'Zhou'),
  atMs: fc.integer({ min: 0, max: 5 }).map(epochMs),
  body: fc.dictionary(fc.constantFrom('x', 'y'), fc.integer({ min: 0, max: 2 })),
});
const fields = fc.dictionary(
  fc.constantFrom('title', 'note', '__proto__x'),
  fc.record({ value: fc.oneof(fc.string({ maxLength: 2 }), fc.constant(null)), stamp: stamps }),
);
const records = fc
  .record({ acts: fc.array(acts, { maxLength: 8 }), fields })
  .map(({ acts: some, fields: written }) =>
    mergeRecords(emptyRecord('thing', 't-1'), {
      ...emptyRecord('thing', 't-1'),
      acts: some,
      fields: written,
    }),
  );

describe('merging shared records', () => {
  it('is commutative, associative and idempotent', () => {
    fc.assert(
      fc.property(records, records, records, (a, b, c) => {
        expect(mergeRecords(a, b)).toEqual(mergeRecords(b, a));
        expect(mergeRecords(mergeRecords(a, b), c)).toEqual(mergeRecords(a, mergeRecords(b, c)));
        expect(mergeRecords(a, a)).toBe(a);
      }),
    );
  });

  it('keeps every act, in the order of their stamps, and says when nothing is new', () => {
    fc.assert(
      fc.property(records, records, (a, b) => {
        const merged = mergeRecords(a, b);
        const names = merged.acts.map(({ stamp }) => stamp);
        expect(names).toEqual([...new Set([...a.acts, ...b.acts].map(({ stamp }) => stamp))].sort());
        expect(mergeRecords(merged, a)).toBe(merged);
        expect(mergeRecords(merged, b)).toBe(merged);
        expect(sameRecord(merged, mergeRecords(b, a))).toBe(true);
        expect(sameRecord(a, merged)).toBe(merged === a);
      }),
    );
  });

  it('lets the newest write of a field win', () => {
    const at = (wallMs: number, value: string): SharedRecord => ({
      ...emptyRecord('thing', 't-1'),
      fields: { title: { value, stamp: writeStamp({ wallMs, counter: 0, stationId: 'a' }) } },
    });
    expect(mergeRecords(at(2, 'new'), at(1, 'old')).fields['title']?.value).toBe('new');
    expect(mergeRecords(at(1, 'old'), at(2, 'new')).fields['title']?.value).toBe('new');
    expect(newestStamp(mergeRecords(at(1, 'old'), at(2, 'new')))).toBe('000000000000002.00000.a');
    expect(newestStamp(emptyRecord('thing', 't-1'))).toBe('');
  });
});

describe('the hybrid clock', () => {
  it('never gives a stamp before one it gave or saw, whatever the wall clocks say', () => {
    const wall = fc.array(
      fc.tuple(fc.constantFrom('a', 'b'), fc.integer({ min: -5, max: 2_000_000_000_000 })),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(wall, (steps) => {
        let now = 0;
        const clocks = {
          a: createHybridClock(() => epochMs(now), 'a'),
          b: createHybridClock(() => epochMs(now), 'b'),
        };
        let last = '' as Stamp;
        for (const [station, nowMs] of steps) {
          now = nowMs;
          const clock = clocks[station as 'a' | 'b'];
          clock.observe(last);
          const next = clock.next();
          expect(next > last).toBe(true);
          expect(readStamp(next)).toBeDefined();
          last = next;
        }
      }),
    );
  });

  it('goes on when a counter is full', () => {
    const clock = createHybridClock(() => epochMs(5), 'a');
    clock.observe(writeStamp({ wallMs: 5, counter: 99_999, stationId: 'b' }));
    expect(clock.next()).toBe('000000000000006.00000.a');
  });

  it.each(['', '5.1.a', '000000000000005.00000.', '000000000000005.00000.a/b', 7, null])(
    'takes %j for no stamp',
    (text) => expect(readStamp(text)).toBeUndefined(),
  );
});

describe('a record that came from elsewhere', () => {
  const sound = {
    schema: 'signalbox.record/1',
    type: 'thing',
    id: 't-1',
    acts: [{ stamp: '000000000000005.00000.b', kind: 'done', by: 'Chen', atMs: 5, body: {} }],
    fields: { title: { value: 'x', stamp: '000000000000006.00000.b' } },
  };
  const under = { type: 'thing', id: 't-1' };
  const read = (value: unknown, nowMs = 10) => readRecord(utf8Encode(JSON.stringify(value)), under, nowMs);

  it('is taken whole', () => expect(read(sound)).toEqual({ ok: true, value: sound }));

  it('leaves out what does not belong to an act', () => {
    const more = { ...sound, extra: 1, acts: [{ ...sound.acts[0], hidden: true }] };
    expect(read(more)).toEqual({ ok: true, value: sound });
  });

  it.each([
    ['wrong-topic', { ...sound, id: 't-2' }, 't-2'],
    ['wrong-topic', { ...sound, type: 'other' }, 'other'],
    ['wrong-schema', { ...sound, schema: 'signalbox.record/2' }, 'record/2'],
    ['wrong-schema', { ...sound, id: '../t' }, 'id'],
    ['wrong-schema', { ...sound, acts: {} }, 'acts'],
    ['wrong-schema', { ...sound, acts: [{ ...sound.acts[0], stamp: 'now' }] }, 'acts[0]'],
    ['wrong-schema', { ...sound, acts: [sound.acts[0], { ...sound.acts[0], by: '' }] }, 'acts[1]'],
    ['wrong-schema', { ...sound, acts: [{ ...sound.acts[0], body: [] }] }, 'body'],
    ['wrong-schema', { ...sound, fields: { title: 'x' } }, 'fields.title'],
    ['wrong-schema', [], 'object'],
    ['wrong-schema', null, 'object'],
  ])('is refused as %s, naming what is wrong', (code, value, named) => {
    const result = read(value);
    expect(result).toMatchObject({ ok: false, error: { code } });
    expect(result.ok ? '' : result.error.detail).toContain(named);
  });

  it('is refused when it is no JSON, no UTF-8, or too large', () => {
    const code = (payload: Uint8Array): string | undefined => {
      const result = readRecord(payload, under, 10);
      return result.ok ? undefined : result.error.code;
    };
    expect(code(utf8Encode('{'))).toBe('not-json');
    expect(code(Uint8Array.of(0xff, 0xfe))).toBe('not-json');
    expect(code(new Uint8Array(RECORD_LIMIT + 1))).toBe('too-large');
  });

  it('is refused from the far future, in acts and in fields, and taken with any clock that may just be wrong', () => {
    const at = (wallMs: number) => writeStamp({ wallMs, counter: 0, stationId: 'b' });
    const now = 1_764_000_000_000;
    const act = (stamp: string) => ({ ...sound, acts: [{ ...sound.acts[0], stamp }] });
    expect(read(act(at(now + FAR_FUTURE_MS + 1)), now)).toMatchObject({
      ok: false,
      error: { code: 'far-future' },
    });
    expect(
      read({ ...sound, fields: { title: { value: 1, stamp: at(now + FAR_FUTURE_MS + 1) } } }, now),
    ).toMatchObject({
      ok: false,
      error: { code: 'far-future' },
    });
    expect(read(act(at(now + 180 * 24 * 3_600_000)), now).ok).toBe(true);
    expect(read(act(at(0)), now).ok).toBe(true);
  });
});
