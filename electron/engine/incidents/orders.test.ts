import { describe, expect, it } from 'vitest';
import type { Command } from '#shared/domain/command/command.ts';
import type { Incident } from '#shared/domain/incident/incident.ts';
import {
  incidentStation,
  type IncidentStation,
  joinedTwins,
  openedStation,
  smoke,
} from '#tests/builders/incident-station.ts';

/** Two who could go, the nearer one first asked. */
async function staffed(more: object = {}): Promise<IncidentStation> {
  const desk = openedStation(more);
  desk.raise(smoke('1F-A'));
  await desk.present('near', 10);
  await desk.present('far', 90);
  return desk;
}

/** What the timeline says of orders. */
const told = (desk: IncidentStation): (string | undefined)[] =>
  desk.records
    .get('incident', desk.only().id)!
    .acts.filter(({ kind }) => kind === 'work-order')
    .map(({ body }) => [body['state'], body['staffId']].filter(Boolean).join(' '));

const onlyOrder = (desk: IncidentStation) => desk.dispatch.book.all()[0]!;

describe('sending somebody', () => {
  it('for the incident: the nearest who knows the equipment that called, told in the timeline', async () => {
    const desk = await staffed();
    const sent = await desk.send('look');
    expect(sent).toMatchObject({
      ok: true,
      value: { assigneeId: 'near', rehearsed: false, stored: true },
    });
    expect(onlyOrder(desk)).toMatchObject({
      kind: 'corrective',
      priority: 2,
      zoneId: '1F-A',
      assetId: 'SD-1F-A',
      title: { en: 'Flood' },
      source: { from: 'incident', ref: desk.only().id },
      createdBy: 'Chen',
    });
    expect(told(desk)).toEqual(['created', 'assigned near']);
    expect(desk.only().orders).toMatchObject([
      { task: undefined, state: 'assigned', staffId: 'near', person: { en: 'Near' } },
    ]);
    desk.pass(1);
    expect([...desk.broker.keys()].some((topic) => topic.includes('/staff/near/orders/'))).toBe(true);
  });

  it('for a step that asks for it: its own order, which the step shows', async () => {
    const desk = await staffed();
    await desk.act('done', { task: 'look', answer: 'wet' });
    const sent = await desk.send('valve');
    expect(onlyOrder(desk)).toMatchObject({
      kind: 'emergency',
      priority: 1,
      title: { en: 'Close it by hand' },
      source: { task: 'valve' },
    });
    const order = sent.ok ? sent.value.order : '';
    expect(desk.only().tasks.find(({ id }) => id === 'valve')?.workOrders).toEqual([order]);
    expect(desk.only().orders).toMatchObject([{ order, task: 'valve' }]);
  });

  it('asked again gives the same order; a step has its own besides that of the incident', async () => {
    const desk = await staffed();
    const [first, second] = [await desk.send('look'), await desk.send('announce')];
    expect(second).toEqual(first);
    await desk.send('valve');
    expect(desk.dispatch.book.all().map(({ assigneeId }) => assigneeId)).toEqual(['near', 'far']);
  });

  it('with nobody free tells the duty manager, and who is found later stands in the timeline', async () => {
    const desk = openedStation();
    desk.raise(smoke('1F-A'));
    expect(await desk.send(undefined)).toMatchObject({ ok: true, value: { assigneeId: undefined } });
    expect(desk.only().orders).toMatchObject([{ state: 'created', escalation: 'nobody-free' }]);
    await desk.present('far', 5);
    desk.time.monotonicMs += 2_000;
    desk.dispatch.tick();
    expect(desk.only().orders).toMatchObject([{ state: 'assigned', staffId: 'far' }]);
  });

  it('what becomes of it is told, each once, also after the end', async () => {
    const desk = await staffed();
    const sent = await desk.send(undefined);
    const id = sent.ok ? sent.value.order : '';
    const answer = (kind: string): void => {
      desk.dispatch.act(id, { kind, by: 'near', body: { staffId: 'near' } });
      desk.dispatch.act(id, { kind: 'note', by: 'Chen', body: { reason: 'x' } });
    };
    answer('accept');
    answer('arrive');
    await desk.act('close', { reason: 'over' });
    answer('finish');
    expect(told(desk)).toEqual(['created', 'assigned near', 'accepted near', 'on-site near', 'done near']);
  });

  it('takes command where nobody has it', async () => {
    const desk = incidentStation();
    desk.raise(smoke('1F-A'));
    desk.raise(smoke('1F-B'));
    await desk.present('near', 1);
    await desk.send('look', 'Li');
    expect(desk.only().commander).toBe('Li');
  });

  it.each<[name: string, task: string | undefined, by: string, code: string]>([
    ['nobody', undefined, ' ', 'invalid'],
    ['for a step that is not', 'dance', 'Chen', 'unknown-task'],
  ])('by %s is refused', async (_name, task, by, code) => {
    const desk = await staffed();
    expect(await desk.send(task, by)).toMatchObject({ ok: false, error: { code } });
    expect(await desk.send(task, by, 'INC-9')).toMatchObject({ ok: false });
    expect(desk.dispatch.book.all()).toEqual([]);
  });

  it('to an incident that is over, or nowhere, is refused', async () => {
    const nowhere = openedStation({ zones: [] });
    expect(await nowhere.send(undefined)).toMatchObject({ ok: false, error: { code: 'no-place' } });
    const desk = await staffed();
    await desk.act('close', { reason: 'over' });
    expect(await desk.send(undefined)).toMatchObject({ ok: false, error: { code: 'closed' } });
  });
});

describe('in a drill', () => {
  it('nobody is sent: it is told who would have been, and nothing leaves', async () => {
    const desk = await staffed({ layer: 'drill' });
    desk.pass(1);
    const before = [...desk.broker];
    const sent = await desk.send('valve');
    expect(sent).toMatchObject({ ok: true, value: { assigneeId: 'near', rehearsed: true } });
    expect(await desk.send('valve')).toEqual(sent);
    const { id, orders } = desk.incidents.get(desk.incidents.ids()[0]!)!;
    expect(orders).toMatchObject([
      {
        order: `${id}-W1`,
        task: 'valve',
        state: 'rehearsed',
        staffId: 'near',
        title: { en: 'Close it by hand' },
      },
    ]);
    desk.pass(2);
    expect(desk.dispatch.book.all()).toEqual([]);
    expect([...desk.broker]).toEqual(before);
  });
});

describe('after a restart', () => {
  /** The same disk, another run. */
  const again = (desk: IncidentStation): IncidentStation => incidentStation('desk-1', desk.journal);

  it('the timeline hears what became of an order in the meantime', async () => {
    const desk = await staffed();
    const sent = await desk.send(undefined);
    const order = sent.ok ? sent.value.order : '';
    const { acts } = desk.records.get('incident', desk.only().id)!;
    desk.incidents.onOrder = () => undefined;
    desk.dispatch.act(order, { kind: 'accept', by: 'near', body: { staffId: 'near' } });
    const later = again(desk);
    expect(later.only().orders).toMatchObject([{ order, state: 'accepted', staffId: 'near' }]);
    expect(later.only().acts).toBe(acts.length + 1);
    expect(again(later).only().acts).toBe(acts.length + 1);
  });

  it('a command is told once a state, whoever tells it again', () => {
    const desk = openedStation();
    const command = (phase: string): Command =>
      ({
        id: 'C1',
        pointId: 'SD-1F-A.smoke',
        phase,
        name: { zh: '门', en: 'Door' },
        assetName: { zh: '门', en: 'Door' },
        value: 'release',
        deadlineMs: 10_000,
        origin: { by: 'Chen', incidentId: desk.only().id },
      }) as unknown as Command;
    desk.incidents.onCommand(command('sent'));
    desk.incidents.onCommand(command('sent'));
    const later = again(desk);
    later.incidents.onCommand(command('no-answer'));
    later.incidents.onCommand(command('no-answer'));
    const states = (incident: Incident): unknown[] =>
      later.records
        .get('incident', incident.id)!
        .acts.filter(({ kind }) => kind === 'command')
        .map(({ body }) => body['state']);
    expect(states(later.only())).toEqual(['sent', 'no-answer']);
  });

  it('nothing is told to what goes on elsewhere, nor again and again', () => {
    const { one, two, first, second, exchange } = joinedTwins();
    void two.dispatch.create(
      {
        kind: 'emergency',
        priority: 1,
        zoneId: '1F-A',
        assetId: undefined,
        title: { zh: '火', en: 'Fire' },
        source: { from: 'incident', ref: second },
      },
      'Chen',
    );
    exchange();
    expect(one.incidents.get(second)?.orders).toEqual([]);
    expect(one.incidents.get(first)?.orders).toMatchObject([{ state: 'created' }]);
  });
});
