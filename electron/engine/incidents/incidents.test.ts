import { describe, expect, it } from 'vitest';
import {
  incidentStation,
  joinedTwins,
  openedStation,
  smoke,
  STATION_START_MS,
} from '#tests/builders/incident-station.ts';
import { incidentMirror } from './mirror.ts';

describe('opening', () => {
  it('two detectors on a storey open an incident by themselves, one does not', () => {
    const desk = incidentStation();
    desk.raise(smoke('1F-A'));
    expect(desk.incidents.ids()).toEqual([]);
    desk.raise(smoke('3F-A'));
    expect(desk.incidents.ids()).toEqual([]);
    desk.raise(smoke('1F-B'));
    expect(desk.only()).toMatchObject({
      plan: { id: 'flood' },
      cause: 'rule',
      openedBy: 'engine',
      commander: undefined,
      zones: ['1F-A', '1F-B'],
      nextTask: 'look',
    });
    expect(desk.only().alarms.map(({ why }) => why)).toEqual(['cause', 'cause']);
  });

  it('from an alarm takes the proposed plan and command; a second time leads to the same one', async () => {
    const desk = incidentStation();
    desk.raise(smoke('1F-A'));
    const first = await desk.open({ plan: undefined, alarm: smoke('1F-A').id, zones: [] });
    expect(first).toMatchObject({ ok: true, value: { existed: false, stored: true } });
    expect(desk.only()).toMatchObject({ cause: 'alarm', commander: 'Chen', zones: ['1F-A'] });
    const second = await desk.open({ plan: undefined, alarm: smoke('1F-A').id, zones: [] });
    expect(second).toMatchObject({ ok: true, value: { id: desk.only().id, existed: true } });
  });

  it.each([
    ['nobody', { by: ' ' }, 'invalid'],
    ['a plan that is not there', { plan: 'dance' }, 'unknown-plan'],
    ['neither plan nor alarm', { plan: undefined }, 'no-plan'],
    ['an alarm that is not', { alarm: 'x' }, 'unknown-alarm'],
    ['a zone that is not', { zones: ['9F-X'] }, 'unknown-zone'],
    ['zones that are no list', { zones: 'all' }, 'invalid'],
  ])('by %s is refused', async (_name, more, code) => {
    const desk = incidentStation();
    expect(await desk.open(more)).toMatchObject({ ok: false, error: { code } });
    expect(desk.incidents.ids()).toEqual([]);
  });
});

describe('gathering', () => {
  it('alarms of the cause join and widen it, news of them follows, far ones stay out', () => {
    const desk = openedStation();
    desk.raise(smoke('1F-B'));
    desk.raise(smoke('3F-A'));
    expect(desk.only().zones).toEqual(['1F-A', '1F-B']);
    desk.raise(smoke('1F-B', 'acknowledged'));
    desk.raise(smoke('1F-B', 'acknowledged'));
    expect(desk.only().alarms).toMatchObject([{ id: 'smoke/SD-1F-B.smoke', phase: 'acknowledged' }]);
  });
});

describe('clocks', () => {
  it('a task is late when its time has passed, by the monotonic clock, and once', () => {
    const desk = openedStation();
    desk.pass(1);
    desk.time.wallMs += 3_600_000;
    desk.pass(58);
    expect(desk.only().deviations).toEqual([]);
    desk.pass(2);
    desk.pass(2);
    expect(desk.only().deviations).toMatchObject([{ kind: 'late', task: 'look', by: 'engine' }]);
    expect(desk.only().tasks[0]?.late).toBe(true);
  });

  it('after a restart the rest of the time counts', () => {
    const desk = openedStation();
    const later = incidentStation('desk-1', desk.journal);
    later.time.wallMs = STATION_START_MS + 59_000;
    later.pass(0);
    expect(later.only().deviations).toEqual([]);
    later.pass(2);
    expect(later.only().deviations).toMatchObject([{ kind: 'late' }]);
  });

  it('a condition on points makes its task active while it holds', () => {
    const desk = openedStation();
    const garage = () => desk.only().tasks.find(({ id }) => id === 'garage')?.status;
    desk.columns.value.fill(50);
    desk.pass(1);
    expect(garage()).toBe('active');
    desk.columns.value.fill(20);
    desk.pass(1);
    expect(garage()).toBe('not-needed');
  });
});

describe('acts', () => {
  it('of the first person where nobody has command take it', async () => {
    const desk = incidentStation();
    desk.raise(smoke('1F-A'));
    desk.raise(smoke('1F-B'));
    expect(await desk.act('done', { task: 'look', answer: 'wet' }, 'Li')).toEqual({
      ok: true,
      value: { stored: true },
    });
    expect(desk.only()).toMatchObject({ commander: 'Li', nextTask: 'valve' });
  });

  it('that would not count are refused with the reason, and nothing is written', async () => {
    const desk = openedStation();
    const before = desk.only().acts;
    expect(await desk.act('done', { task: 'look' })).toMatchObject({
      ok: false,
      error: { code: 'needs-answer' },
    });
    expect(await desk.act('take')).toMatchObject({ ok: false, error: { code: 'has-commander' } });
    for (const kind of ['open', 'alarm', 'late', 'condition', 'command', 'join'] as const)
      expect(await desk.act(kind, { task: 'look' })).toMatchObject({ ok: false, error: { code: 'invalid' } });
    expect(await desk.act('note', { text: 'x'.repeat(9_000) })).toMatchObject({ ok: false });
    expect(await desk.act('note', { text: 'x' }, '')).toMatchObject({
      ok: false,
      error: { code: 'invalid' },
    });
    expect(desk.only().acts).toBe(before);
  });

  it('say when they could not be stored, and are in force all the same', async () => {
    const desk = openedStation();
    desk.disk.refuses = true;
    expect(await desk.act('done', { task: 'look', answer: 'dry' })).toEqual({
      ok: true,
      value: { stored: false },
    });
    expect(desk.only().nextTask).toBe('sensor');
  });

  it('a close finds out by itself what is not normal', async () => {
    const desk = openedStation();
    desk.columns.value.fill(35);
    await desk.act('done', { task: 'look', answer: 'dry' });
    await desk.act('done', { task: 'sensor' });
    expect(await desk.act('close', { unmet: [] })).toMatchObject({
      ok: false,
      error: { code: 'not-normal' },
    });
    desk.columns.value.fill(20);
    expect(await desk.act('close')).toMatchObject({ ok: true });
    expect(desk.only()).toMatchObject({ phase: 'closed', closeReason: undefined });
  });
});

describe('drills', () => {
  it('play their events in, see nothing of the building, and the building nothing of them', () => {
    const desk = openedStation({ layer: 'drill' });
    desk.raise(smoke('1F-B'));
    desk.columns.value.fill(50);
    desk.pass(1);
    desk.pass(1);
    expect(desk.only()).toMatchObject({ layer: 'drill', alarms: [] });
    expect(desk.only().injected).toMatchObject([{ step: 0, quantity: 'smoke', pointId: 'SD-1F-A.smoke' }]);
    expect(desk.only().tasks.find(({ id }) => id === 'garage')?.status).toBe('not-needed');
    desk.raise(smoke('1F-A'));
    expect(desk.incidents.ids()).toHaveLength(2);
  });

  it('are played by the station that opened them, and by no other', () => {
    const desk = openedStation({ layer: 'drill' });
    const other = incidentStation('desk-2');
    other.records.merge(desk.records.all('incident')[0]!);
    other.pass(1);
    expect(other.only().injected).toEqual([]);
  });
});

describe('several stations', () => {
  it('that each opened one for the same alarms end up in the earlier one, at both', () => {
    const { one, two, first, second } = joinedTwins();
    for (const desk of [one, two]) {
      expect(desk.incidents.get(first)?.phase).toBe('open');
      expect(desk.incidents.get(second)).toMatchObject({ phase: 'joined', joinedInto: first });
    }
  });
});

describe('timeline and mirror', () => {
  it('pages from the newest, without the plan and without what was told twice', async () => {
    const desk = openedStation();
    const id = desk.only().id;
    for (let n = 0; n < 5; n += 1) await desk.act('note', { text: `note ${n}` });
    const page = await desk.handlers['incident.timeline']({ id, before: undefined, limit: 4 });
    if (!page.ok) throw new Error(page.error.detail);
    expect(page.value.more).toBe(true);
    expect(page.value.entries.map(({ body }) => body['text'])).toEqual([
      'note 4',
      'note 3',
      'note 2',
      'note 1',
    ]);
    const rest = await desk.handlers['incident.timeline']({
      id,
      before: page.value.entries[3]!.stamp,
      limit: 10,
    });
    expect(rest.ok && rest.value.entries.map(({ kind }) => kind)).toEqual(['note', 'take', 'open']);
    expect(rest.ok && rest.value.entries[2]?.body['plan']).toBeNull();
    expect(await desk.handlers['incident.timeline']({ id: 'x', before: undefined, limit: 1 })).toMatchObject({
      error: { code: 'unknown-incident' },
    });
  });

  it('windows see open ones and the last that ended, bounded', async () => {
    const desk = openedStation();
    for (let n = 0; n < 30; n += 1) {
      await desk.open();
      const id = desk.incidents.ids().at(-1) ?? '';
      await desk.act('close', { reason: 'test' }, 'Chen', id);
    }
    expect([...incidentMirror(desk.incidents).ids()]).toHaveLength(21);
    const past = await desk.handlers['incident.past']({ limit: 100 });
    expect(past.ok && past.value.incidents).toHaveLength(31);
  });
});
