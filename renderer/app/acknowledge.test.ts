import { describe, expect, it, vi } from 'vitest';
import { epochMs } from '#shared/base/brand.ts';
import { fail, ok } from '#shared/base/result.ts';
import type { Alarm, AlarmId } from '#shared/domain/alarm/alarm.ts';
import type { Ask } from '#renderer/link/pending-requests.ts';
import { createAcknowledging } from './acknowledge.ts';
import { createOperator } from './operator.ts';

const nowhere = { read: () => undefined, write: () => undefined };
const alarm = (id: string, phase: Alarm['phase'] = 'unacknowledged') =>
  ({ id: id as AlarmId, occurrence: 3, phase }) as Alarm;
const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

function desk(answer: unknown, name?: string) {
  const operator = createOperator(nowhere);
  if (name) operator.set(name, undefined);
  const ask = vi.fn(() => Promise.resolve(answer));
  const acknowledging = createAcknowledging({
    ask: ask as unknown as Ask,
    operator,
    nowMs: () => epochMs(5),
  });
  return { operator, ask, acknowledging };
}

const done = (stored: boolean, superseded: readonly string[] = []) =>
  ok({ acknowledged: ['a'], superseded, alreadyDone: [], stored });

describe('acknowledging', () => {
  it('names the occurrence it saw and the operator, and leaves out what is acknowledged', async () => {
    const { ask, acknowledging } = desk(done(true), ' Chen  Wei ');
    acknowledging.acknowledge([alarm('a'), alarm('b', 'acknowledged')]);
    expect(ask).toHaveBeenCalledWith('alarm.acknowledge', {
      alarms: [{ id: 'a', occurrence: 3 }],
      by: 'Chen Wei',
    });
    await settled();
    expect(acknowledging.notice()).toMatchObject({ kind: 'done', count: 1, stored: true });
  });

  it('keeps the wish until there is a name', async () => {
    const { ask, acknowledging, operator } = desk(done(true));
    acknowledging.acknowledge([alarm('a')]);
    expect(acknowledging.notice()).toMatchObject({ kind: 'needs-name', count: 1 });
    acknowledging.nameGiven();
    expect(ask).not.toHaveBeenCalled();
    operator.set('Chen', 'day');
    acknowledging.nameGiven();
    acknowledging.nameGiven();
    expect(ask).toHaveBeenCalledOnce();
    await settled();
    expect(acknowledging.notice()?.kind).toBe('done');
  });

  it('forgets the wish when it is dismissed', () => {
    const { ask, acknowledging, operator } = desk(done(true));
    acknowledging.acknowledge([alarm('a')]);
    acknowledging.dismiss();
    operator.set('Chen', undefined);
    acknowledging.nameGiven();
    expect(ask).not.toHaveBeenCalled();
  });

  it('tells when the record could not be written, when an alarm was raised anew, and when it failed', async () => {
    const first = desk(done(false, ['b']), 'Chen');
    first.acknowledging.acknowledge([alarm('a'), alarm('b')]);
    await settled();
    expect(first.acknowledging.notice()).toMatchObject({ stored: false, superseded: 1 });
    const second = desk(fail('link-lost', 'gone'), 'Chen');
    second.acknowledging.acknowledge([alarm('a')]);
    await settled();
    expect(second.acknowledging.notice()).toMatchObject({ kind: 'failed', code: 'link-lost' });
  });
});

describe('operator', () => {
  it('is remembered with the shift, and is nobody when empty', () => {
    let kept = '';
    const storage = { read: () => kept, write: (text: string) => void (kept = text) };
    createOperator(storage).set('陈 | Chen', 'night');
    expect(createOperator(storage).get()).toEqual({ name: '陈 | Chen', shift: 'night' });
    createOperator(storage).set('  ', 'day');
    expect(createOperator(storage).get()).toBeUndefined();
  });
});
