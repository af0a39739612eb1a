import { beforeEach, describe, expect, it } from 'vitest';
import { epochMs, type Clock } from '#shared/base/brand.ts';
import type { Command, CommandId } from '#shared/domain/command/command.ts';
import { createRecords, type Records } from '#engine/records/records.ts';
import { memoryJournal } from '#tests/builders/alarm-journal.ts';
import { aCommand } from '#tests/builders/command.ts';
import { COMMAND_RECORDS, createCommandsElsewhere, type CommandsElsewhere } from './elsewhere.ts';

let steadyMs: number;
const clock: Clock = { nowMs: () => epochMs(1_790_000_000_000 + steadyMs), monotonicMs: () => steadyMs };

interface Station {
  readonly records: Records;
  readonly commands: CommandsElsewhere;
}

function station(stationId: string): Station {
  const records = createRecords({
    types: [COMMAND_RECORDS],
    journal: memoryJournal(),
    clock,
    stationId,
    log: () => undefined,
  });
  return { records, commands: createCommandsElsewhere({ records, stationId, clock }) };
}

/** What the broker does between them. */
function meet(from: Station, to: Station): void {
  for (const record of from.records.all(COMMAND_RECORDS.name)) to.records.merge(record);
}

const open = (changes: Partial<Command> = {}): Command => aCommand({ phase: 'sent', ...changes });

let desk: Station;
let wall: Station;
beforeEach(() => {
  steadyMs = 1_000;
  desk = station('desk');
  wall = station('wall');
});

describe('commands of other stations', () => {
  it('are known while they are open, with who asks where, and no longer', () => {
    const heard: string[] = [];
    wall.commands.onChange((id) => heard.push(id));
    desk.commands.tell(aCommand());
    meet(desk, wall);
    expect(wall.commands.of('D-1.locked')).toMatchObject({
      stationId: 'desk',
      by: 'Chen',
      value: 'release',
      valueName: { zh: '释放', en: 'Release' },
      phase: 'asked',
    });
    desk.commands.tell(open());
    meet(desk, wall);
    expect(wall.commands.of('D-1.locked')?.phase).toBe('sent');
    desk.commands.tell(open({ phase: 'proved' }));
    meet(desk, wall);
    expect(wall.commands.of('D-1.locked')).toBeUndefined();
    expect([...wall.commands.collection.ids()]).toEqual([]);
    expect(heard).toEqual(['c-1', 'c-1', 'c-1']);
    expect(desk.commands.of('D-1.locked')).toBeUndefined();
  });

  it('count no longer than they may be open, should their station fall silent; heard again is not younger', () => {
    desk.commands.tell(open());
    meet(desk, wall);
    steadyMs += 14_900;
    meet(desk, wall);
    wall.commands.tick();
    expect(wall.commands.of('D-1.locked')).toBeDefined();
    steadyMs += 200;
    wall.commands.tick();
    expect(wall.commands.of('D-1.locked')).toBeUndefined();
  });

  it('that the last run left open are told as ended', () => {
    desk.commands.tell(open());
    meet(desk, wall);
    const again = createCommandsElsewhere({ records: desk.records, stationId: 'desk', clock });
    again.restore(() => open({ phase: 'no-answer' }));
    meet(desk, wall);
    expect(wall.commands.of('D-1.locked')).toBeUndefined();
  });

  it('of a drill, and what was refused at once, concern nobody else', () => {
    desk.commands.tell(open({ drill: true }));
    desk.commands.tell(open({ phase: 'refused' }));
    expect(desk.records.all(COMMAND_RECORDS.name)).toEqual([]);
  });

  it('go together: a whole evacuation is one record', () => {
    for (let at = 0; at < 100; at += 1)
      desk.commands.tell(open({ id: `c-${at}` as CommandId, pointId: `D-${at}.locked` }));
    expect(desk.records.all(COMMAND_RECORDS.name)).toHaveLength(1);
    meet(desk, wall);
    expect([...wall.commands.collection.ids()]).toHaveLength(100);
  });

  it('that make no sense are left out', () => {
    for (const value of [
      'sent',
      5,
      [],
      {},
      { pointId: 'D-1.locked', by: 'X', value: 1, phase: 'sent', openMs: 1e12 },
    ])
      desk.records.write(COMMAND_RECORDS.name, 'desk-x-0', { fields: { odd: value } });
    meet(desk, wall);
    expect([...wall.commands.collection.ids()]).toEqual([]);
  });
});
