/** One device, two stations: what another one has open there decides about what may be asked here. */
import { beforeEach, describe, expect, it } from 'vitest';
import { present } from '#shared/base/assert.ts';
import { epochMs } from '#shared/base/brand.ts';
import type { Command } from '#shared/domain/command/command.ts';
import type { CommandElsewhere } from '#shared/domain/command/elsewhere.ts';
import { STATUS_HAS_VALUE } from '#shared/domain/sample.ts';
import { buildSite } from '#shared/domain/site/build.ts';
import { memoryJournal, type MemoryJournal } from '#tests/builders/alarm-journal.ts';
import { commandSite } from '#tests/builders/command-site.ts';
import { createCommands, createFeedbackWatch, type Commands, type Outgoing } from './commands.ts';

const site = buildSite(commandSite(), 'r1');
let journal: MemoryJournal;
let sent: Outgoing[];
let others: CommandElsewhere | undefined;
let commands: Commands;

beforeEach(() => {
  journal = memoryJournal();
  sent = [];
  others = undefined;
  let ids = 0;
  commands = createCommands({
    site,
    stationId: 'st-1',
    journal,
    clock: { nowMs: () => epochMs(1_790_000_000_000), monotonicMs: () => 5_000 },
    log: () => undefined,
    // Everything is on: the damper is open.
    readings: {
      value: new Float64Array(site.points.length).fill(1),
      status: new Uint8Array(site.points.length).fill(STATUS_HAS_VALUE),
    },
    watch: createFeedbackWatch(site.points.length),
    elsewhere: (pointId) => (others?.pointId === pointId ? others : undefined),
    newId: () => `c-${(ids += 1)}`,
    online: () => true,
    send(message) {
      sent.push(message);
      return Promise.resolve('taken');
    },
  });
});

/** Lets the disk take everything that is asked while `work` is under way. */
async function onDisk<T>(work: Promise<T>): Promise<T> {
  let done = false;
  const settled = work.finally(() => (done = true));
  while (!done) {
    journal.accept();
    await Promise.resolve();
  }
  return settled;
}
const ask = (pointId: string, value: string) => onDisk(commands.ask({ pointId, value, by: 'Chen' }));
const now = (id: string): Command => present(commands.get(id), id);

describe('a device that another station is at', () => {
  const elsewhere = (phase: 'asked' | 'sent', what: string, pointId = 'LOCK-1.locked'): CommandElsewhere => ({
    id: 'x-1',
    pointId,
    stationId: 'st-2',
    by: 'Li',
    value: what,
    valueName: undefined,
    phase,
  });

  it('is not told the same a second time while that is under way', async () => {
    others = elsewhere('sent', 'off');
    const asked = await onDisk(commands.ask({ pointId: 'LOCK-1.locked', value: 'off', by: 'Chen' }));
    expect(asked).toMatchObject({ ok: false, error: { code: 'busy-elsewhere' } });
    expect(sent).toEqual([]);
    others = undefined;
    await ask('LOCK-1.locked', 'off');
    expect(sent).toHaveLength(1);
  });

  it('is told something else only after a second press', async () => {
    others = elsewhere('sent', 'on');
    await ask('LOCK-1.locked', 'off');
    expect(now('c-1')).toMatchObject({ phase: 'asked', confirmation: 'two-step' });
    expect(sent).toEqual([]);
    await onDisk(commands.confirm('c-1', 'Chen'));
    expect(sent).toHaveLength(1);
  });

  it('is judged again when it is confirmed: the same may have been sent meanwhile', async () => {
    others = elsewhere('asked', 'on', 'FAN-1.running');
    await ask('FAN-1.running', 'on');
    others = elsewhere('sent', 'on', 'FAN-1.running');
    await onDisk(commands.confirm('c-1', 'Chen'));
    expect(now('c-1')).toMatchObject({ phase: 'refused', reason: 'elsewhere' });
    expect(sent).toEqual([]);
  });

  it('holds up no drill', async () => {
    others = elsewhere('sent', 'off');
    await onDisk(commands.ask({ pointId: 'LOCK-1.locked', value: 'off', by: 'Chen', drill: true }));
    expect(now('c-1').phase).toBe('rehearsed');
  });
});
