import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { createTower } from '#tests/bench/pages/tower.ts';
import { createStoreyStates, targetsOf } from './storey-states.ts';
import type { ViewState } from './view.ts';

const site = createTower({ storeys: 6, basements: 1, columns: 2, rows: 2, assets: 4 });
const plain: ViewState = { exploded: false, isolatedStorey: undefined, section: undefined };
const storey = (label: string) => site.storeys.find((candidate) => candidate.label === label)?.id;

describe('targetsOf', () => {
  it('never lets one storey pass through the next', () => {
    fc.assert(
      fc.property(fc.boolean(), fc.option(fc.constantFrom(...site.storeys)), (exploded, spotlight) => {
        const targets = targetsOf(site, { ...plain, exploded, spotlight: spotlight?.id });
        const lifts = site.storeys.map((_, row) => targets[row * 4] ?? NaN);
        lifts.forEach((lift, row) => expect(lift).toBeGreaterThanOrEqual(lifts[row - 1] ?? 0));
      }),
    );
  });

  it('opens a gap above and below the storey in the spotlight and lets the others step back', () => {
    const targets = targetsOf(site, { ...plain, spotlight: storey('3F') });
    const row = site.storeys.findIndex(({ label }) => label === '3F');
    const lift = (at: number): number => targets[at * 4] ?? NaN;
    expect(lift(row - 1)).toBe(0);
    expect(lift(row)).toBeGreaterThan(4);
    expect(lift(row + 1)).toBeGreaterThan(lift(row) + 4);
    expect(targets[row * 4 + 1]).toBe(1);
    expect(targets[(row + 1) * 4 + 1]).toBeLessThan(0.8);
  });
});

describe('createStoreyStates', () => {
  it('changes nothing when told what it already shows', () => {
    const states = createStoreyStates(site);
    expect(states.aim(plain, 0, false)).toBe(false);
    expect(states.moving()).toBe(false);
    expect(states.advance(100)).toBe(false);
  });

  it('moves there in a third of a second and rests', () => {
    const states = createStoreyStates(site);
    const top = site.storeys.length - 1;
    expect(states.aim({ ...plain, exploded: true }, 1000, false)).toBe(true);
    states.advance(1100);
    expect(states.lift(top)).toBeGreaterThan(0);
    expect(states.lift(top)).toBeLessThan(states.targetLift(top));
    states.advance(1400);
    expect(states.lift(top)).toBe(states.targetLift(top));
    expect(states.moving()).toBe(false);
  });

  it('is there at once when still', () => {
    const states = createStoreyStates(site);
    states.aim({ ...plain, isolatedStorey: storey('2F') }, 0, true);
    expect(site.storeys.filter((_, row) => states.solid(row)).map(({ label }) => label)).toEqual(['2F']);
  });
});
