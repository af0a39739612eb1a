import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { epochMs } from '#shared/base/brand.ts';
import { createHealth } from '#shared/base/health.ts';
import { foldIncident } from '#shared/domain/incident/fold.ts';
import type { Act, SharedRecord } from '#shared/domain/record/record.ts';
import { buildSite } from '#shared/domain/site/build.ts';
import type { WorkOrder } from '#shared/domain/work-order/work-order.ts';
import { openJournal, type Journal } from '#engine/journal/journal.ts';
import { incidentSite } from '#tests/builders/incident-site.ts';
import { actAt, actsOf, opening, recordOf, START_MS } from '#tests/builders/incident.ts';
import { served, workOrder } from '#tests/builders/work-order.ts';
import { checkReport } from './check.ts';
import { createReports, readReportEntries, type Reports } from './reports.ts';
import { createReportHandlers } from './requests.ts';

const site = buildSite(incidentSite(), 'r1');
const clock = { nowMs: () => epochMs(START_MS + 600_000), monotonicMs: () => 0 };
const log = (): void => undefined;
const CLOSE: Act = actAt(9, 'close', { unmet: [], reason: 'over' });

let data: string;
const journals: Journal[] = [];
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'reports-'));
});
afterEach(async () => {
  await Promise.all(journals.splice(0).map((journal) => journal.close()));
  await rm(data, { recursive: true, force: true });
});

/** A station on the data folder, with the incidents of `records`. */
async function station(
  records: Map<string, SharedRecord>,
  stationId = 'desk-1',
  orders: () => WorkOrder[] = () => [],
) {
  const health = createHealth(() => clock.nowMs());
  const opened = await openJournal({ folder: join(data, 'journal'), clock, health, log });
  if (!opened.ok) throw new Error(opened.error.detail);
  const journal = opened.value;
  journals.push(journal);
  const listeners = new Set<(id: string) => void>();
  const reports = createReports({
    site,
    incidents: {
      ids: () => [...records.keys()],
      get: (id) => records.get(id) && foldIncident(records.get(id)!).incident,
      story(id) {
        const record = records.get(id);
        return record && { record, voids: foldIncident(record).voids };
      },
      onChange(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    orders,
    journal,
    folder: join(data, 'reports'),
    stationId,
    clock,
    log,
  });
  const entries = await readReportEntries(journal);
  reports.start(entries.ok ? entries.value : []);
  return {
    journal,
    reports,
    add(id: string, ...acts: readonly Act[]) {
      records.set(id, recordOf([...(records.get(id)?.acts ?? []), ...acts], id));
      for (const listener of listeners) listener(id);
    },
  };
}

const running = (): Map<string, SharedRecord> => new Map([['INC-1', recordOf(actsOf(opening(), ['take']))]]);

async function readOf(reports: Reports, id = 'INC-1') {
  const read = await reports.read(id);
  if (!read.ok) throw new Error(read.error.detail);
  return read.value;
}

describe('an incident that runs', () => {
  it('has a report, not sealed, and cannot be sealed', async () => {
    const { reports, journal } = await station(running());
    expect(await readOf(reports)).toMatchObject({
      seal: undefined,
      flaw: undefined,
      report: { incident: { phase: 'open' } },
    });
    expect(await reports.seal('INC-1', 'Chen')).toMatchObject({ ok: false, error: { code: 'still-open' } });
    expect(journal.head().seq).toBe(0);
  });
});

describe('an incident that was closed here', () => {
  it('is sealed by itself, once; what the reader gets stands in the journal', async () => {
    const { reports, add, journal } = await station(running());
    add('INC-1', CLOSE);
    await reports.settled();
    add('INC-1', actAt(12, 'alarm', { not: 'readable' }));
    await reports.settled();
    expect(journal.head().seq).toBe(1);
    const { seal, report, outdated } = await readOf(reports);
    expect(seal).toMatchObject({ seq: 1, stationId: 'desk-1', by: 'engine', hash: journal.head().hash });
    expect(report.incident.acts).toBe(3);
    expect(outdated).toBe(true);
    const file = join(data, 'given.json');
    await writeFile(file, JSON.stringify({ report, seal }));
    expect(await checkReport(file, join(data, 'journal'))).toMatchObject({ code: 0 });
    expect((await checkReport(file, undefined)).lines[0]).toBe('sound; the journal was not looked at');
  });

  it('is sealed at the next start where the program died before, and not again where it did not', async () => {
    const records = running();
    records.set('INC-1', recordOf([...(records.get('INC-1')?.acts ?? []), CLOSE]));
    const first = await station(records);
    await first.reports.settled();
    expect((await readOf(first.reports)).seal?.seq).toBe(1);
    await first.journal.close();
    const second = await station(records);
    await second.reports.settled();
    expect(second.journal.head().seq).toBe(1);
    expect(await readOf(second.reports)).toMatchObject({
      seal: { seq: 1 },
      outdated: false,
      flaw: undefined,
    });
  });

  it('reopened and closed again it is sealed again; the first one is kept', async () => {
    const { reports, add } = await station(running());
    add('INC-1', CLOSE);
    await reports.settled();
    add('INC-1', actAt(20, 'reopen', { reason: 'again' }));
    await reports.settled();
    expect((await readOf(reports)).outdated).toBe(true);
    add('INC-1', actAt(30, 'close', { unmet: [], reason: 'over' }));
    await reports.settled();
    expect(await readOf(reports)).toMatchObject({ seal: { seq: 2 }, outdated: false });
    expect(await readdir(join(data, 'reports'))).toHaveLength(2);
  });

  it('is sealed again by itself when the last of its work orders is finished', async () => {
    let until = 'arrive';
    const { reports, add } = await station(running(), 'desk-1', () => [workOrder(served(until), 'WO-7')]);
    const news = (state: string): object => ({ order: 'WO-7', state, title: { zh: '门', en: 'Door' } });
    add('INC-1', actAt(5, 'work-order', news('assigned')), CLOSE);
    await reports.settled();
    add('INC-1', actAt(40, 'work-order', news('on-site')));
    await reports.settled();
    expect(await readOf(reports)).toMatchObject({ seal: { seq: 1 }, outdated: true });
    until = 'finish';
    add('INC-1', actAt(60, 'work-order', news('done')));
    await reports.settled();
    add('INC-1', actAt(90, 'note', { text: 'Later' }));
    await reports.settled();
    expect(await readOf(reports)).toMatchObject({
      seal: { seq: 2, by: 'engine' },
      report: { orders: [{ id: 'WO-7', state: 'done' }] },
    });
  });

  it('a person can seal it anew after a note, in his name', async () => {
    const { reports, add } = await station(running());
    add('INC-1', CLOSE);
    await reports.settled();
    add('INC-1', actAt(60, 'note', { text: 'The door closed too slowly' }));
    const ask = createReportHandlers(reports)['report.seal'];
    expect(await ask({ id: 'INC-1', by: ' Wu ' })).toMatchObject({
      ok: true,
      value: { seal: { by: 'Wu', seq: 2 }, outdated: false },
    });
    expect(await ask({ id: 'INC-1', by: ' ' })).toMatchObject({ ok: false, error: { code: 'invalid' } });
    expect(await ask({ id: 'INC-9', by: 'Wu' })).toMatchObject({
      ok: false,
      error: { code: 'unknown-incident' },
    });
  });

  it('at another station it is left to that one', async () => {
    const { reports, add, journal } = await station(running(), 'desk-2');
    add('INC-1', CLOSE);
    await reports.settled();
    expect(journal.head().seq).toBe(0);
    expect((await readOf(reports)).seal).toBeUndefined();
  });
});

describe('what was tampered with', () => {
  async function sealed() {
    const { reports, add, journal } = await station(running());
    add('INC-1', CLOSE);
    await reports.settled();
    const [name = ''] = await readdir(join(data, 'reports'));
    return { reports, journal, file: join(data, 'reports', name) };
  }

  it('a report with one letter changed is not shown as sealed', async () => {
    const { reports, file } = await sealed();
    await writeFile(file, (await readFile(file, 'utf8')).replace('"over"', '"Over"'));
    expect(await readOf(reports)).toMatchObject({ flaw: 'report-changed', seal: undefined, outdated: true });
  });

  it('one that is torn or gone is said to be', async () => {
    const { reports, file } = await sealed();
    await writeFile(file, '{');
    expect(await readOf(reports)).toMatchObject({ flaw: 'report-changed' });
    await rm(file);
    expect(await readOf(reports)).toMatchObject({ flaw: 'not-a-report' });
  });

  it('a reader finds each lie: report, record, journal', async () => {
    const { reports } = await sealed();
    const { report, seal } = await readOf(reports);
    if (!seal) throw new Error('not sealed');
    const given = join(data, 'given.json');
    const check = async (document: unknown, journal = join(data, 'journal')) => {
      await writeFile(given, typeof document === 'string' ? document : JSON.stringify(document));
      const { lines, code } = await checkReport(given, journal);
      return [code, lines[0]];
    };
    expect(await check({ report, seal })).toEqual([0, 'sound, and it stands in the journal']);
    expect(await check({ report: { ...report, station: 'x' }, seal })).toEqual([
      1,
      'NOT SOUND: report-changed',
    ]);
    const record = seal.record.replace('"by":"engine"', '"by":"nobody"');
    expect(await check({ report, seal: { ...seal, record } })).toEqual([1, 'NOT SOUND: record-changed']);
    expect(await check({ report, seal: { ...seal, seq: 2 } })).toEqual([1, 'NOT SOUND: record-changed']);
    expect(await check('[]')).toEqual([1, 'NOT SOUND: not-a-report']);
    expect(await check('no JSON')).toEqual([1, 'NOT SOUND: not-a-report']);
    await rm(
      join(
        data,
        'journal',
        (await readdir(join(data, 'journal'))).find((name) => name.endsWith('.log')) ?? '',
      ),
    );
    expect((await check({ report, seal }))[1]).toContain('not-in-journal');
  });

  it('a seal that the journal lost is not believed after a restart', async () => {
    const { journal } = await sealed();
    await journal.close();
    const { reports } = await station(running());
    reports.start([
      {
        seq: 7,
        atMs: epochMs(START_MS),
        kind: 'report.sealed',
        body: { incidentId: 'INC-1', acts: 3, openOrders: 0, reportHash: 'x', by: 'engine' },
      },
    ]);
    expect(await readOf(reports)).toMatchObject({ flaw: 'not-in-journal', seal: undefined });
  });
});

it('a disk that takes no file says so, and the incident stays unsealed', async () => {
  await writeFile(join(data, 'reports'), 'in the way');
  const { reports, add, journal } = await station(running());
  add('INC-1', CLOSE);
  await reports.settled();
  expect(journal.head().seq).toBe(0);
  expect(await reports.seal('INC-1', 'Chen')).toMatchObject({ ok: false, error: { code: 'not-stored' } });
});
