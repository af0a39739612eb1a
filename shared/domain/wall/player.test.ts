import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  dueMs,
  play,
  startPlaying,
  type Playing,
  type Urgent,
  type WallEvent,
  type WallPhase,
  type WallProgram,
} from './player.ts';

const program: WallProgram = {
  steps: [
    { scene: 'Whole', seconds: 10 },
    { scene: 'Plant', seconds: 20 },
    { scene: 'Alarms', seconds: 5 },
  ],
  pauseS: 60,
};
const fire: Urgent = { kind: 'alarm', id: 'smoke/SD-1', place: 'alarm:smoke/SD-1' };
const gas: Urgent = { kind: 'incident', id: 'INC-1', place: 'zone:B2-G' };
/** Each phase as it stands at 4 s: 6 s of the first scene are left. */
const showing: WallPhase = { phase: 'showing', step: 0, untilMs: 10_000 };
const paused: WallPhase = { phase: 'paused', step: 0, leftMs: 6_000, untilMs: 30_000 };
const taken: WallPhase = { phase: 'taken', urgent: fire, sinceMs: 3_000, held: showing };
const takenPaused: WallPhase = { phase: 'taken', urgent: fire, sinceMs: 3_000, held: paused };

describe('every phase × every event', () => {
  const touch = (nowMs: number): WallEvent => ({ type: 'touch', nowMs });
  const tick = (nowMs: number): WallEvent => ({ type: 'tick', nowMs });
  const urgent = (nowMs: number, what: Urgent | undefined): WallEvent => ({
    type: 'urgent',
    nowMs,
    urgent: what,
  });
  const table: [string, WallPhase, WallEvent, WallPhase | 'same'][] = [
    ['showing, early tick', showing, tick(9_999), 'same'],
    ['showing, tick', showing, tick(10_000), { phase: 'showing', step: 1, untilMs: 30_000 }],
    ['showing, touch', showing, touch(4_000), { ...paused, untilMs: 64_000 }],
    [
      'showing, urgent',
      showing,
      urgent(4_000, fire),
      { phase: 'taken', urgent: fire, sinceMs: 4_000, held: showing },
    ],
    ['showing, nothing urgent', showing, urgent(4_000, undefined), 'same'],
    ['paused, early tick', paused, tick(29_999), 'same'],
    ['paused, tick', paused, tick(30_000), { phase: 'showing', step: 0, untilMs: 36_000 }],
    ['paused, touch', paused, touch(29_000), { ...paused, untilMs: 89_000 }],
    [
      'paused, urgent',
      paused,
      urgent(4_000, fire),
      { phase: 'taken', urgent: fire, sinceMs: 4_000, held: paused },
    ],
    ['paused, nothing urgent', paused, urgent(4_000, undefined), 'same'],
    ['taken, tick', taken, tick(99_000), 'same'],
    ['taken, touch', taken, touch(99_000), 'same'],
    ['taken, the same urgent', taken, urgent(9_000, { ...fire }), 'same'],
    ['taken, another urgent', taken, urgent(9_000, gas), { ...taken, urgent: gas } as WallPhase],
    ['taken, over', taken, urgent(103_000, undefined), { phase: 'showing', step: 0, untilMs: 110_000 }],
    ['taken while paused, over', takenPaused, urgent(103_000, undefined), { ...paused, untilMs: 130_000 }],
  ];
  it.each(table)('%s', (_name, now, event, expected) => {
    const before: Playing = { program, now };
    const after = play(before, event);
    if (expected === 'same') expect(after).toBe(before);
    else expect(after.now).toEqual(expected);
  });
});

describe('a program that is replaced', () => {
  const replace = (now: WallPhase, steps: WallProgram['steps']): WallPhase =>
    play({ program, now }, { type: 'program', nowMs: 4_000, program: { steps, pauseS: 30 } }).now;
  const reversed = program.steps.toReversed();

  it('keeps the scene that is shown, wherever it now stands', () => {
    expect(replace(showing, reversed)).toEqual({ phase: 'showing', step: 2, untilMs: 14_000 });
    expect(replace(paused, reversed)).toEqual({ ...paused, step: 2, leftMs: 10_000 });
    expect(replace(taken, reversed)).toMatchObject({
      phase: 'taken',
      sinceMs: 4_000,
      held: { step: 2, untilMs: 14_000 },
    });
    // The pause had stood still for the second that the wall was taken.
    expect(replace(takenPaused, reversed)).toMatchObject({ held: { phase: 'paused', untilMs: 31_000 } });
  });

  it('begins anew where the scene is gone, and stands still where one scene is left', () => {
    expect(replace({ phase: 'showing', step: 1, untilMs: 9_000 }, [{ scene: 'Alarms', seconds: 5 }])).toEqual(
      { phase: 'showing', step: 0, untilMs: undefined },
    );
  });
});

describe('any sequence of events', () => {
  const anyEvent = fc.record({
    afterMs: fc.integer({ min: 0, max: 40_000 }),
    what: fc.constantFrom('tick', 'touch', 'fire', 'gas', 'calm'),
  });
  const eventOf = (what: string, nowMs: number): WallEvent =>
    what === 'tick' || what === 'touch'
      ? { type: what, nowMs }
      : { type: 'urgent', nowMs, urgent: { fire, gas }[what as 'fire'] };

  it('is taken exactly while something is urgent, and steps one at a time in order', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 80 }), (events) => {
        let nowMs = 0;
        let playing = startPlaying(program, nowMs);
        let wanted: Urgent | undefined;
        const stepOf = ({ now }: Playing): number => (now.phase === 'taken' ? now.held.step : now.step);
        for (const { afterMs, what } of events) {
          nowMs += afterMs;
          const event = eventOf(what, nowMs);
          const before = playing;
          playing = play(playing, event);
          if (event.type === 'urgent') wanted = event.urgent;
          expect(playing.now.phase === 'taken').toBe(wanted !== undefined);
          if (playing.now.phase === 'taken') expect(playing.now.urgent).toEqual(wanted);
          const moved = stepOf(playing) !== stepOf(before);
          if (moved) {
            expect(event.type).toBe('tick');
            expect(before.now.phase).toBe('showing');
            expect(stepOf(playing)).toBe((stepOf(before) + 1) % program.steps.length);
          }
        }
      }),
    );
  });

  it('gives back exactly what it took, however long that lasted', () => {
    fc.assert(
      fc.property(
        fc.array(anyEvent, { maxLength: 20 }),
        fc.integer({ min: 0, max: 1e7 }),
        fc.array(fc.constantFrom('tick', 'touch', 'fire', 'gas'), { maxLength: 10 }),
        (events, lastsMs, meanwhile) => {
          let nowMs = 0;
          let playing = startPlaying(program, nowMs);
          for (const { afterMs, what } of events) playing = play(playing, eventOf(what, (nowMs += afterMs)));
          playing = play(playing, eventOf('calm', nowMs));
          const before = playing;
          playing = play(playing, eventOf('fire', nowMs));
          for (const what of meanwhile) playing = play(playing, eventOf(what, nowMs));
          playing = play(playing, eventOf('calm', nowMs + lastsMs));
          expect({ ...playing.now, untilMs: undefined }).toEqual({ ...before.now, untilMs: undefined });
          expect((dueMs(playing) ?? 0) - (dueMs(before) ?? 0)).toBe(lastsMs);
        },
      ),
    );
  });
});
