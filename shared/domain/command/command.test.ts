import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { present } from '#shared/base/assert.ts';
import { QUALITY_BAD, QUALITY_UNCERTAIN, STATUS_HAS_VALUE, STATUS_STALE } from '#shared/domain/sample.ts';
import { buildSite } from '#shared/domain/site/build.ts';
import type { PointCommand } from '#shared/domain/site/command.ts';
import { aCommand } from '#tests/builders/command.ts';
import { commandSite } from '#tests/builders/command-site.ts';
import { readAskedValue } from './asked-value.ts';
import type { CommandId } from './command.ts';
import { violationsOf, type Readings } from './interlock.ts';
import { meets } from './machine.ts';
import { commandPayload, responseTopic } from './message.ts';
import { fromCommandRecord, toCommandRecord } from './record.ts';

const site = buildSite(commandSite(), 'r1');
const commandOf = (id: string): PointCommand => present(site.commandById.get(id), id);
const lock = commandOf('LOCK-1.locked');
const fan = commandOf('FAN-1.running');
const dimmer = commandOf('DIM-1.level');
const speaker = commandOf('PA-1.announcing');

describe('what may be asked', () => {
  it('is one of the choices, a number within the range, or so many characters', () => {
    expect(readAskedValue(lock, 'off')).toMatchObject({
      ok: true,
      value: { value: 'off', send: 'OFF', expectation: { low: 0, high: 0 } },
    });
    expect(readAskedValue(dimmer, 40)).toMatchObject({ ok: true, value: { send: 40 } });
    expect(readAskedValue(speaker, ' 请疏散 ')).toMatchObject({
      ok: true,
      value: { value: '请疏散', expectation: { low: 1, high: 1 } },
    });
  });

  it.each([
    [lock, 'OFF', 'one of on, off'],
    [lock, 0, 'one of on, off'],
    [dimmer, 101, 'a number from 0 to 100'],
    [dimmer, NaN, 'a number from 0 to 100'],
    [dimmer, '40', 'a number from 0 to 100'],
    [speaker, '  ', '1 to 40 characters'],
    [speaker, 'x'.repeat(41), '1 to 40 characters'],
    [speaker, undefined, '1 to 40 characters'],
  ])('refuses everything else, saying what was expected (%#)', (command, value, expected) => {
    const read = readAskedValue(command, value);
    expect(read).toMatchObject({ ok: false, error: { code: 'not-allowed' } });
    if (!read.ok) expect(read.error.detail).toContain(expected);
  });

  it('leaves room for the tolerance of a number, not more', () => {
    const read = readAskedValue(dimmer, 40);
    if (!read.ok) throw new Error(read.error.detail);
    expect([37.9, 38, 42, 42.1].map((value) => meets(read.value.expectation, value))).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });
});

describe('the message', () => {
  const payload = (command: PointCommand, value: unknown): string => {
    const asked = readAskedValue(command, value);
    if (!asked.ok) throw new Error(asked.error.detail);
    return commandPayload(command, site.id, 'st-1', 'c-9' as CommandId, asked.value);
  };

  it('fills in the topic once and the payload each time, and keeps types within JSON', () => {
    expect(lock.topic).toBe('small/command/LOCK-1/locked');
    expect(payload(lock, 'off')).toBe('OFF');
    expect(JSON.parse(payload(dimmer, 40))).toEqual({ brightness: 40, of: ['DIM-1', '1F-W1/level'] });
    expect(responseTopic(speaker, 'st-1')).toBe('signalbox/reply/st-1');
    expect(responseTopic(lock, 'st-1')).toBeUndefined();
  });

  it('lets no words break out of their place', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' }), (words) => {
        fc.pre(words.trim() !== '' && [...words.trim()].length <= 40);
        expect(JSON.parse(payload(speaker, words))).toEqual({
          text: words.trim(),
          id: 'c-9',
          reply: 'signalbox/reply/st-1',
        });
      }),
    );
  });
});

describe('interlocks', () => {
  const damper = present(site.pointById.get('FAN-1.damper'), 'damper').index;
  const lift = present(site.pointById.get('L-1.state'), 'lift').index;
  const readings = (more: (value: Float64Array, status: Uint8Array) => void): Readings => {
    const value = new Float64Array(site.points.length);
    const status = new Uint8Array(site.points.length).fill(STATUS_HAS_VALUE);
    value[damper] = 1;
    more(value, status);
    return { value, status };
  };
  const because = (of: Readings, choice = 'on'): unknown =>
    violationsOf(fan, choice, of).map((one) => [one.pointId, one.because, one.value]);

  it('holds where all is known and as it should be', () => {
    expect(because(readings(() => undefined))).toEqual([]);
  });

  it('names the point that is otherwise, for the choices that it counts for', () => {
    const shut = readings((value) => (value[damper] = 0));
    expect(because(shut)).toEqual([['FAN-1.damper', 'value', 0]]);
    expect(because(shut, 'off')).toEqual([]);
    expect(violationsOf(fan, 'on', shut)[0]?.why.en).toBe('Damper open');
  });

  it.each([
    ['never', 0, null],
    ['stale', STATUS_HAS_VALUE | STATUS_STALE, 1],
    ['bad', STATUS_HAS_VALUE | QUALITY_BAD, 1],
    ['bad', STATUS_HAS_VALUE | QUALITY_UNCERTAIN, 1],
  ])('counts what is not known as not holding: %s', (word, byte, value) => {
    expect(because(readings((_value, status) => (status[damper] = byte)))).toEqual([
      ['FAN-1.damper', word, value],
    ]);
  });

  it('says all that does not hold', () => {
    const both = readings((value) => {
      value[damper] = 0;
      value[lift] = 2;
    });
    expect(because(both)).toEqual([
      ['FAN-1.damper', 'value', 0],
      ['L-1.state', 'value', 2],
    ]);
  });

  it('compares numbers with limits', () => {
    const valve = commandOf('GAS-1.open');
    const gas = present(site.pointById.get('GAS-1.gas'), 'gas').index;
    for (const [value, broken] of [
      [5, 0],
      [5.1, 1],
      [NaN, 1],
    ] as const)
      expect(
        violationsOf(
          valve,
          'on',
          readings((values) => (values[gas] = value)),
        ),
      ).toHaveLength(broken);
  });
});

describe('records', () => {
  it('come back as they were', () => {
    const command = aCommand({ phase: 'failed', reason: 'other-state', feedback: 1, storedSeq: 4 });
    const body: unknown = JSON.parse(JSON.stringify(toCommandRecord(command, 'engine')));
    expect(fromCommandRecord(body, 4)).toEqual(command);
  });

  it('are passed over where they are none, whatever they hold', () => {
    fc.assert(fc.property(fc.jsonValue(), (body) => fromCommandRecord(body, 1) === undefined));
    fc.assert(
      fc.property(fc.jsonValue(), (command) => {
        const read = fromCommandRecord({ command }, 1);
        return read === undefined || typeof read.id === 'string';
      }),
    );
  });
});
