import { describe, expect, it } from 'vitest';
import type { WallRotation, WallScene, WallShow } from '#shared/domain/wall/show.ts';
import {
  legibilityOf,
  nameProblem,
  rotationForm,
  rotationOf,
  secondsProblem,
  viewingForm,
  viewingOf,
  withMovedStep,
  withoutStep,
  withStep,
} from './wall-form.ts';

const scene = (name: string): WallScene => ({
  kind: 'scene',
  name,
  screen: 'overview',
  subject: undefined,
  overview: undefined,
});
const rotation: WallRotation = {
  kind: 'rotation',
  name: 'Round',
  steps: [{ scene: 'A', seconds: 8 }],
  pauseS: 20,
};
const shows = new Map<string, WallShow>([scene('A'), scene('B'), rotation].map((show) => [show.name, show]));

describe('a name', () => {
  it('must be there, and may replace only its own kind', () => {
    expect(nameProblem('  ', 'scene', shows)).toBe('name-missing');
    expect(nameProblem('Round ', 'scene', shows)).toBe('name-taken');
    expect(nameProblem('A', 'scene', shows)).toBeUndefined();
    expect(nameProblem('A', 'rotation', shows)).toBe('name-taken');
  });
});

describe('a rotation', () => {
  it('comes out of its form as it went in', () => {
    expect(rotationOf(rotationForm(rotation), shows)).toEqual(rotation);
  });

  it('takes steps with the seconds of the last one, moves and drops them', () => {
    let form = withStep(withStep(rotationForm(rotation), 'B'), 'A');
    expect(form.steps.map(({ scene: name, seconds }) => `${name} ${seconds}`)).toEqual(['A 8', 'B 8', 'A 8']);
    expect(new Set(form.steps.map(({ key }) => key)).size).toBe(3);
    form = withMovedStep(form, 1, -1);
    expect(form.steps.map((step) => step.scene)).toEqual(['B', 'A', 'A']);
    expect(withMovedStep(form, 0, -1)).toBe(form);
    expect(withMovedStep(form, 2, 1)).toBe(form);
    expect(withoutStep(form, 0).steps.map((step) => step.scene)).toEqual(['A', 'A']);
  });

  it('is none while anything is wrong', () => {
    const form = rotationForm(rotation);
    expect(rotationOf({ ...form, name: '' }, shows)).toBeUndefined();
    expect(rotationOf({ ...form, steps: [] }, shows)).toBeUndefined();
    expect(rotationOf(withStep(form, 'gone'), shows)).toBeUndefined();
    expect(rotationOf({ ...form, pause: '1' }, shows)).toBeUndefined();
    for (const text of ['', ' ', '4', '5.5', '3601', 'ten']) expect(secondsProblem(text), text).toBe(true);
    for (const text of ['5', ' 60 ', '3600']) expect(secondsProblem(text), text).toBe(false);
  });
});

describe('from where a display is read', () => {
  it('is nothing, or both numbers', () => {
    expect(viewingOf(viewingForm(undefined))).toEqual({ viewing: undefined });
    expect(viewingOf({ distance: '2,5', diagonal: ' 98 ' })).toEqual({
      viewing: { distanceM: 2.5, diagonalIn: 98 },
    });
    expect(viewingOf({ distance: '4', diagonal: '' })).toEqual({
      wrong: { distance: false, diagonal: true },
    });
    expect(viewingOf({ distance: 'far', diagonal: '55' })).toEqual({
      wrong: { distance: true, diagonal: false },
    });
  });

  it('says honestly when it is too far', () => {
    const wall = { width: 3840, height: 2160 };
    const near = legibilityOf({ distanceM: 3, diagonalIn: 98 }, wall);
    expect(near.enough).toBe(true);
    expect(near.overviewArcmin).toBeGreaterThan(near.otherArcmin);
    const far = legibilityOf({ distanceM: 12, diagonalIn: 55 }, wall);
    expect(far).toMatchObject({ enough: false });
    expect(far.farthestM).toBeLessThan(12);
  });
});
