/**
 * What a wall shows now. Pure; the clock is handed in, monotonic milliseconds.
 *
 * | phase \ event | tick, when due         | touch               | urgent             | no longer urgent   |
 * | ------------- | ---------------------- | ------------------- | ------------------ | ------------------ |
 * | showing       | showing the next step  | paused              | taken, holds this  | –                  |
 * | paused        | showing the same step  | paused, from anew   | taken, holds this  | –                  |
 * | taken         | –                      | –                   | taken by the new   | what it held       |
 *
 * – nothing changes. Held means: time stands still for it, so that what was interrupted goes on with exactly the time it
 * had left. A tick that comes late (the machine slept) moves one step, never several. A touch while taken changes
 * nothing: whoever deals with the emergency must not find the wall gone back meanwhile.
 */
import type { RotationStep } from './show.ts';

/** Something of the first priority that the wall is taken over for. */
export interface Urgent {
  readonly kind: 'alarm' | 'incident';
  readonly id: string;
  /** Where, as the overview's selection: `alarm:<id>`, `zone:7F-E2`; undefined: nobody knows yet. */
  readonly place: string | undefined;
}

export type Undisturbed =
  | {
      readonly phase: 'showing';
      readonly step: number;
      /** Undefined: nothing follows it. */
      readonly untilMs: number | undefined;
    }
  | {
      readonly phase: 'paused';
      readonly step: number;
      /** Of the step, when the pause is over. */
      readonly leftMs: number | undefined;
      readonly untilMs: number;
    };

export interface Taken {
  readonly phase: 'taken';
  readonly urgent: Urgent;
  readonly sinceMs: number;
  readonly held: Undisturbed;
}

export type WallPhase = Undisturbed | Taken;

export type WallEvent =
  | { readonly type: 'tick'; readonly nowMs: number }
  | { readonly type: 'touch'; readonly nowMs: number }
  | { readonly type: 'urgent'; readonly nowMs: number; readonly urgent: Urgent | undefined }
  /** The show was edited, or another was chosen. */
  | { readonly type: 'program'; readonly nowMs: number; readonly program: WallProgram };

/** What is played: the steps of a rotation, or one scene for ever. */
export interface WallProgram {
  readonly steps: readonly RotationStep[];
  readonly pauseS: number;
}

export interface Playing {
  readonly program: WallProgram;
  readonly now: WallPhase;
}

export function startPlaying(program: WallProgram, nowMs: number): Playing {
  return { program, now: showing(program, 0, nowMs) };
}

/** @returns the same object where nothing changed. */
export function play(playing: Playing, event: WallEvent): Playing {
  if (event.type === 'program') return replaceProgram(playing, event.program, event.nowMs);
  const now = next(playing, event);
  return now === playing.now ? playing : { ...playing, now };
}

/** When the next tick is due, or undefined when only an event from outside can change something. */
export function dueMs({ now }: Playing): number | undefined {
  return now.phase === 'taken' ? undefined : now.untilMs;
}

function next({ program, now }: Playing, event: Exclude<WallEvent, { type: 'program' }>): WallPhase {
  switch (event.type) {
    case 'tick':
      return now.phase === 'taken' ? now : afterTick(program, now, event.nowMs);
    case 'touch': {
      if (now.phase === 'taken') return now;
      const leftMs = now.phase === 'paused' ? now.leftMs : left(now.untilMs, event.nowMs);
      return { phase: 'paused', step: now.step, leftMs, untilMs: event.nowMs + program.pauseS * 1_000 };
    }
    case 'urgent':
      return afterUrgent(now, event.urgent, event.nowMs);
  }
}

function afterTick(program: WallProgram, now: Undisturbed, nowMs: number): Undisturbed {
  if (now.untilMs === undefined || nowMs < now.untilMs) return now;
  if (now.phase === 'paused')
    return {
      phase: 'showing',
      step: now.step,
      untilMs: now.leftMs === undefined ? undefined : nowMs + now.leftMs,
    };
  return showing(program, (now.step + 1) % program.steps.length, nowMs);
}

function afterUrgent(now: WallPhase, urgent: Urgent | undefined, nowMs: number): WallPhase {
  if (now.phase !== 'taken') return urgent ? { phase: 'taken', urgent, sinceMs: nowMs, held: now } : now;
  if (urgent) return urgent.id === now.urgent.id ? now : { ...now, urgent };
  return given(now, nowMs);
}

/** What was held, with the time it had left. */
function given({ held, sinceMs }: Taken, nowMs: number): Undisturbed {
  return held.untilMs === undefined ? held : { ...held, untilMs: held.untilMs + (nowMs - sinceMs) };
}

/** Goes on with the scene that is shown where the new program has it, with its first where not. */
function replaceProgram({ program: before, now }: Playing, program: WallProgram, nowMs: number): Playing {
  if (now.phase !== 'taken') return { program, now: moved(now, before, program, nowMs) };
  const held = moved(given(now, nowMs), before, program, nowMs);
  return { program, now: { ...now, sinceMs: nowMs, held } };
}

function moved(now: Undisturbed, before: WallProgram, program: WallProgram, nowMs: number): Undisturbed {
  const name = before.steps[now.step]?.scene;
  const same = program.steps[now.step]?.scene === name;
  const step = same
    ? now.step
    : Math.max(
        0,
        program.steps.findIndex(({ scene }) => scene === name),
      );
  const fresh = showing(program, step, nowMs);
  return now.phase === 'showing' ? fresh : { ...now, step, leftMs: left(fresh.untilMs, nowMs) };
}

function showing({ steps }: WallProgram, step: number, nowMs: number): Undisturbed & { phase: 'showing' } {
  const seconds = steps[step]?.seconds;
  // One scene alone has nothing to give way to.
  const untilMs = steps.length > 1 && seconds !== undefined ? nowMs + seconds * 1_000 : undefined;
  return { phase: 'showing', step, untilMs };
}

function left(untilMs: number | undefined, nowMs: number): number | undefined {
  return untilMs === undefined ? undefined : Math.max(0, untilMs - nowMs);
}
