import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { epochMs } from '#shared/base/brand.ts';
import type { TimelineEntry } from '#shared/domain/incident/timeline.ts';
import type { JsonObject } from '#shared/domain/record/record.ts';
import { timelineLines } from './timeline-lines.ts';

let count = 0;
function entry(kind: 'note' | 'command', atMs: number, body: JsonObject = {}): TimelineEntry {
  count += 1;
  return {
    stamp: String(count) as TimelineEntry['stamp'],
    kind,
    by: 'Chen',
    atMs: epochMs(atMs),
    body,
    void: undefined,
  };
}
const door = (id: number, state: string, atMs = 0): TimelineEntry =>
  entry('command', atMs, {
    assetName: { zh: `门${id}`, en: `Door ${id}` },
    name: { zh: '锁', en: 'Lock' },
    value: 'release',
    state,
  });

describe('lines of the timeline', () => {
  it('tell the same command to many devices once a state, also where the states alternate', () => {
    const lines = timelineLines([
      door(1, 'confirmed'),
      door(1, 'sent'),
      door(2, 'confirmed'),
      door(2, 'sent'),
    ]);
    expect(lines.map(({ entry: { body }, devices }) => [body['state'], devices.map(({ en }) => en)])).toEqual(
      [
        ['confirmed', ['Door 1', 'Door 2']],
        ['sent', ['Door 1', 'Door 2']],
      ],
    );
  });

  it('keep apart what differs, what something else came between, and what came much later', () => {
    const apart = [
      door(1, 'sent'),
      door(2, 'failed'),
      entry('note', 1),
      door(3, 'sent', 2),
      door(4, 'sent', 9_000),
    ];
    expect(timelineLines(apart).map(({ devices }) => devices)).toEqual([[], [], [], [], []]);
  });

  it('lose nothing: every command is in a line', () => {
    const some = fc.array(
      fc.record({
        id: fc.nat(5),
        state: fc.constantFrom('sent', 'proved'),
        isNote: fc.boolean(),
        atMs: fc.nat(10_000),
      }),
    );
    fc.assert(
      fc.property(some, (rows) => {
        const timeline = rows.map(({ id, state, isNote, atMs }) =>
          isNote ? entry('note', atMs) : door(id, state, atMs),
        );
        const told = timelineLines(timeline).reduce(
          (sum, { devices }) => sum + Math.max(1, devices.length),
          0,
        );
        expect(told).toBe(timeline.length);
      }),
    );
  });
});
