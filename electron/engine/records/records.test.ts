import { describe, expect, it } from 'vitest';
import { memoryJournal } from '#tests/builders/alarm-journal.ts';
import { epochMs } from '#shared/base/brand.ts';
import { createRecords, type RecordChange, type Records } from './records.ts';

const DAY_MS = 24 * 3_600_000;
const START_MS = Date.UTC(2026, 10, 25, 12);
const types = [
  { name: 'work-order', keepMs: 30 * DAY_MS },
  { name: 'incident', keepMs: Infinity },
];

function bench(stationId = 'desk-1', journal = memoryJournal()) {
  const time = { wallMs: START_MS, monotonicMs: 0 };
  const clock = { nowMs: () => epochMs(time.wallMs), monotonicMs: () => time.monotonicMs };
  const records = createRecords({ types, journal, clock, stationId, log: () => undefined });
  return { records, journal, time };
}

/** A new process on the same disk. */
function restarted(journal: ReturnType<typeof memoryJournal>): Records {
  const { records } = bench('desk-1', journal);
  records.restore([...journal.entries]);
  return records;
}

describe('records', () => {
  it('are in force at once, stored when the disk says so, and told in order', async () => {
    const { records, journal } = bench();
    const heard: RecordChange[] = [];
    records.onChange((change) => heard.push(change));
    const written = records.write('work-order', 'WO-1', {
      acts: [{ kind: 'created', by: 'Chen', body: { asset: 'P-1' } }],
      fields: { title: 'Pump' },
    });
    expect(records.get('work-order', 'WO-1')).toBe(written.record);
    expect(written.record.fields['title']?.value).toBe('Pump');
    expect(heard).toEqual([{ record: written.record, acts: written.acts, origin: 'here' }]);
    expect(written.acts).toMatchObject([
      { kind: 'created', by: 'Chen', atMs: START_MS, body: { asset: 'P-1' } },
    ]);
    journal.accept();
    expect(await written.stored).toBe(true);
    const refused = records.write('work-order', 'WO-1', { acts: [{ kind: 'done', by: 'Chen' }] });
    journal.refuse();
    expect(await refused.stored).toBe(false);
    expect(records.get('work-order', 'WO-1')?.acts.map(({ kind }) => kind)).toEqual(['created', 'done']);
  });

  it('are after a restart what they were, with and without a snapshot, and stamps go on', () => {
    const { records, journal } = bench();
    records.write('work-order', 'WO-1', { acts: [{ kind: 'created', by: 'Chen' }], fields: { title: 'a' } });
    records.write('incident', 'INC-1', { acts: [{ kind: 'opened', by: 'engine' }] });
    records.write('work-order', 'WO-1', { fields: { title: 'b' } });
    const before = [...records.all('work-order'), ...records.all('incident')];
    const again = restarted(journal);
    expect([...again.all('work-order'), ...again.all('incident')]).toEqual(before);
    again.snapshot();
    again.write('work-order', 'WO-1', { acts: [{ kind: 'done', by: 'Li' }] });
    const third = restarted(journal);
    expect(third.get('work-order', 'WO-1')).toEqual(again.get('work-order', 'WO-1'));
    const stamps = third.get('work-order', 'WO-1')?.acts.map(({ stamp }) => stamp) ?? [];
    expect(stamps).toEqual([...stamps].sort());
    expect(
      third.write('work-order', 'WO-1', { acts: [{ kind: 'verified', by: 'Li' }] }).record.acts.at(-1)?.kind,
    ).toBe('verified');
  });

  it('take from elsewhere what is new, and say so once', () => {
    const here = bench('desk-1');
    const there = bench('desk-2');
    const { record } = there.records.write('incident', 'INC-1', { acts: [{ kind: 'opened', by: 'Li' }] });
    const heard: RecordChange[] = [];
    here.records.onChange((change) => heard.push(change));
    expect(here.records.merge(record)?.acts).toEqual(record.acts);
    expect(here.records.merge(record)).toBeUndefined();
    expect(heard).toEqual([{ record, acts: record.acts, origin: 'elsewhere' }]);
    expect(restarted(here.journal).get('incident', 'INC-1')).toEqual(record);
  });

  it('order what is done here after what was seen from a clock that is a month ahead', () => {
    const here = bench('desk-1');
    const ahead = bench('desk-2');
    ahead.time.wallMs += 30 * DAY_MS;
    here.records.merge(
      ahead.records.write('incident', 'INC-1', { acts: [{ kind: 'opened', by: 'Li' }] }).record,
    );
    const { record } = here.records.write('incident', 'INC-1', { acts: [{ kind: 'closed', by: 'Chen' }] });
    expect(record.acts.map(({ kind }) => kind)).toEqual(['opened', 'closed']);
    expect(record.acts.at(-1)?.atMs).toBe(START_MS);
  });

  it('leave when nobody touched them for long enough, but not for a clock that jumps', () => {
    const { records, time } = bench();
    records.write('work-order', 'WO-1', { acts: [{ kind: 'created', by: 'Chen' }] });
    records.write('incident', 'INC-1', { acts: [{ kind: 'opened', by: 'Chen' }] });
    const expired: string[] = [];
    records.onExpired((type, id) => expired.push(`${type}/${id}`));
    const pass = (wallMs: number, monotonicMs: number): void => {
      time.wallMs += wallMs;
      time.monotonicMs += monotonicMs;
      records.tick();
    };
    pass(3650 * DAY_MS, 1_000);
    pass(-3650 * DAY_MS, 1_000);
    pass(0, 2 * 3_600_000);
    expect(expired).toEqual([]);
    pass(31 * DAY_MS, 1_000);
    pass(2 * 3_600_000, 2 * 3_600_000);
    expect(expired).toEqual(['work-order/WO-1']);
    expect(records.get('work-order', 'WO-1')).toBeUndefined();
    expect(records.get('incident', 'INC-1')).toBeDefined();
  });

  it('get names that no other one has, short enough for a radio', () => {
    const { records } = bench();
    const first = records.newId('incident', 'INC');
    expect(first).toMatch(/^INC-261125-01[A-Z]{3}$/);
    records.write('incident', first, { acts: [{ kind: 'opened', by: 'Chen' }] });
    expect(records.newId('incident', 'INC')).toBe(first.replace('-01', '-02'));
    expect(bench('desk-2').records.newId('incident', 'INC')).not.toBe(first);
  });

  it('of a type that this program does not know stay on disk and harm nothing', () => {
    const { journal, records } = bench();
    records.write('incident', 'INC-1', { acts: [{ kind: 'opened', by: 'Chen' }] });
    journal.append('record.written', { type: 'future-thing', id: 'x', acts: [], fields: {} });
    const again = restarted(journal);
    expect(again.typeNames).toEqual(['work-order', 'incident']);
    expect(again.get('future-thing', 'x')).toBeUndefined();
    expect(again.get('incident', 'INC-1')).toBeDefined();
  });
});
