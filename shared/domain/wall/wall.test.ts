import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { epochMs } from '#shared/base/brand.ts';
import type { Alarm, AlarmId, AlarmPhase } from '#shared/domain/alarm/alarm.ts';
import { quietAlarm } from '#shared/domain/alarm/machine.ts';
import type { Incident } from '#shared/domain/incident/incident.ts';
import type { AlarmPriority } from '#shared/domain/site/document.ts';
import { readWallSearch, wallSearch } from './address.ts';
import { matchDisplays, stationDisplays, type DisplayIdentity } from './display.ts';
import { farthestM, scaleForArcmin, textArcmin } from './legibility.ts';
import { mayRemove, parseShow, refusalOf, type WallRotation, type WallScene, type WallShow } from './show.ts';
import { urgentOf } from './urgent.ts';

const scene = (name: string, over: Partial<WallScene> = {}): WallScene => ({
  kind: 'scene',
  name,
  screen: 'overview',
  subject: undefined,
  overview: undefined,
  ...over,
});
const rotation = (name: string, ...scenes: string[]): WallRotation => ({
  kind: 'rotation',
  name,
  steps: scenes.map((step) => ({ scene: step, seconds: 10 })),
  pauseS: 60,
});
const whole = scene('Plant room', {
  overview: {
    select: 'storey:B2',
    overlay: 'energy',
    layer: 1,
    exploded: true,
    isolatedStorey: 'B2',
    section: { axis: 'x', at: 0.5 },
    camera: { azimuthDeg: -48, elevationDeg: 35, zoom: 2.5, targetM: [10, 20, -4] },
  },
});

describe('a show from outside', () => {
  it('is what was written', () => {
    for (const show of [whole, scene('A'), rotation('R', 'A', 'B')])
      expect(parseShow(JSON.parse(JSON.stringify(show)))).toEqual({ ok: true, value: show });
  });

  it.each<[unknown, string]>([
    [null, 'show.kind: expected scene or rotation, found nothing'],
    [[], 'show.kind'],
    [{ ...whole, name: '   ' }, 'show.name: expected 1 to 40 characters'],
    [{ ...whole, name: 'x'.repeat(41) }, 'show.name'],
    [
      { ...whole, overview: { ...whole.overview, layer: 0.5 } },
      'show.overview.layer: expected a whole number',
    ],
    [
      { ...whole, overview: { ...whole.overview, camera: { ...whole.overview?.camera, targetM: [1, 2] } } },
      'show.overview.camera.targetM: expected a list of 3',
    ],
    [{ ...rotation('R', 'A'), steps: [] }, 'show.steps: expected a list of 1 to 50, found []'],
    [
      { ...rotation('R'), steps: [{ scene: 'A', seconds: 1 }] },
      'show.steps[0].seconds: expected a number from 5',
    ],
    [
      { ...rotation('R', 'A'), pauseS: 'long' },
      'show.pauseS: expected a number from 5 to 3600, found "long"',
    ],
  ])('%j is refused by name and place', (value, words) => {
    const outcome = parseShow(value);
    expect(outcome.ok ? 'accepted' : outcome.error.detail).toContain(words);
  });

  it('never throws, whatever it is', () => {
    fc.assert(fc.property(fc.anything(), (value) => void parseShow(value)));
  });
});

describe('shows beside each other', () => {
  const shows = new Map<string, WallShow>(
    [scene('A'), scene('B'), rotation('R', 'A')].map((show) => [show.name, show]),
  );

  it('share one set of names', () => {
    expect(refusalOf(scene('R'), shows)?.code).toBe('name-taken');
    expect(refusalOf(rotation('A', 'B'), shows)?.code).toBe('name-taken');
    expect(refusalOf(scene('A'), shows)).toBeUndefined();
    expect(refusalOf(rotation('R', 'B', 'A'), shows)).toBeUndefined();
  });

  it('name scenes that are there, and no rotation', () => {
    expect(refusalOf(rotation('S', 'A', 'C'), shows)?.detail).toContain('C');
    expect(refusalOf(rotation('S', 'R'), shows)?.code).toBe('unknown-scene');
  });

  it('cannot lose a scene that a rotation shows', () => {
    expect(mayRemove('A', shows)).toMatchObject({
      error: { code: 'in-use', detail: expect.stringContaining('R') },
    });
    expect(mayRemove('B', shows).ok).toBe(true);
    expect(mayRemove('R', shows).ok).toBe(true);
    expect(mayRemove('Z', shows)).toMatchObject({ error: { code: 'unknown-scene' } });
  });

  it('are not without end', () => {
    const many = new Map(Array.from({ length: 200 }, (_, i) => [`S${i}`, scene(`S${i}`)]));
    expect(refusalOf(scene('more'), many)?.code).toBe('full');
    expect(refusalOf(scene('S7'), many)).toBeUndefined();
  });
});

describe('the address of a wall', () => {
  it('comes back as it was written, in any words', () => {
    const viewing = fc.record({
      distanceM: fc.integer({ min: 1, max: 50 }),
      diagonalIn: fc.integer({ min: 5, max: 1000 }),
    });
    const show = fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => text.trim() === text);
    fc.assert(
      fc.property(show, fc.option(viewing, { nil: undefined }), (name, seen) => {
        const address = { show: name, viewing: seen };
        expect(readWallSearch(wallSearch(address))).toEqual(address);
      }),
    );
  });

  it('is believed as far as it can be', () => {
    expect(readWallSearch('')).toBeUndefined();
    expect(readWallSearch('?token=x')).toBeUndefined();
    expect(readWallSearch('?scene=Night+shift&distanceM=-4&diagonalIn=55')).toEqual({
      show: 'Night shift',
      viewing: undefined,
    });
    expect(readWallSearch('?scene=100%')).toEqual({ show: '100%', viewing: undefined });
  });
});

describe('text from a distance', () => {
  const pixels = { width: 3840, height: 2160 };

  it('is measured by the angle of a capital', () => {
    // 98 inches: 0.5650 mm a pixel; a capital of 14 px × 2 is 11.50 mm; at 2 m that is 19.8 minutes.
    expect(textArcmin(2, { distanceM: 2, diagonalIn: 98 }, pixels)).toBeCloseTo(19.77, 1);
  });

  it('is as large as the angle asks, and can be read from as far as it says', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.5, max: 20, noNaN: true }),
        fc.double({ min: 20, max: 200, noNaN: true }),
        fc.double({ min: 5, max: 40, noNaN: true }),
        (distanceM, diagonalIn, arcmin) => {
          const viewing = { distanceM, diagonalIn };
          const scale = scaleForArcmin(arcmin, viewing, pixels);
          expect(textArcmin(scale, viewing, pixels)).toBeCloseTo(arcmin, 6);
          expect(
            textArcmin(scale, { ...viewing, distanceM: farthestM(scale, viewing, pixels) }, pixels),
          ).toBeCloseTo(16, 6);
        },
      ),
    );
  });
});

describe('displays', () => {
  const display = (id: number, label = 'panel', width = 1920): DisplayIdentity => ({
    id,
    label,
    width,
    height: 1080,
  });
  const wall = (on: DisplayIdentity, show: string) => ({ display: on, show, viewing: undefined });

  it('are known by id before looks, over the whole list', () => {
    const { matched, away } = matchDisplays(
      [wall(display(9), 'old'), wall(display(1), 'A')],
      [display(1), display(2)],
    );
    expect([...matched].map(([id, { show }]) => [id, show])).toEqual([
      [1, 'A'],
      [2, 'old'],
    ]);
    expect(away).toEqual([]);
  });

  it('are listed with what they show, also while they are away', () => {
    expect(stationDisplays([wall(display(3, 'beamer', 1280), 'B')], [display(1)])).toEqual([
      { ...display(1), present: true, show: undefined, viewing: undefined },
      { ...display(3, 'beamer', 1280), present: false, show: 'B', viewing: undefined },
    ]);
  });
});

describe('what is urgent', () => {
  const alarm = (id: string, priority: AlarmPriority, phase: AlarmPhase, raisedAtMs = 0): Alarm => ({
    ...quietAlarm(
      {
        id: id as AlarmId,
        ruleId: 'r',
        pointId: 'p',
        assetId: 'a',
        zoneId: 'z',
        storeyId: 's',
        priority,
        name: { zh: '', en: '' },
      },
      1,
    ),
    phase,
    raisedAtMs: epochMs(raisedAtMs),
  });

  const incident = (id: string, over: Partial<Incident> = {}): Incident =>
    ({
      id,
      phase: 'open',
      layer: 'live',
      severity: 1,
      zones: ['7F-E2', '7F-E1'],
      openedAtMs: epochMs(0),
      ...over,
    }) as Incident;
  const of = (alarms: readonly Alarm[], incidents: readonly Incident[] = [], shown?: string) =>
    urgentOf({ alarms, incidents }, shown);

  it('is a first-priority alarm that nobody acknowledged, also one that went by itself', () => {
    expect(of([alarm('a', 2, 'unacknowledged'), alarm('b', 1, 'acknowledged')])).toBeUndefined();
    expect(of([alarm('c', 1, 'returned-unacknowledged')])?.place).toBe('alarm:c');
  });

  it('stays with the one it shows until that is over', () => {
    const first = alarm('first', 1, 'unacknowledged', 10);
    const second = alarm('second', 1, 'unacknowledged', 20);
    expect(of([first, second])?.id).toBe('second');
    expect(of([first, second], [], 'first')?.id).toBe('first');
    expect(of([{ ...first, phase: 'acknowledged' }, second], [], 'first')?.id).toBe('second');
    const incidents = [incident('I1', { openedAtMs: epochMs(5) }), incident('I2')];
    expect(of([], incidents)?.id).toBe('I2');
    expect(of([], incidents, 'I1')?.id).toBe('I1');
  });

  it('is the incident once its alarms are acknowledged, until it is closed', () => {
    const smoke = alarm('smoke', 1, 'unacknowledged');
    expect(of([smoke], [incident('I')], 'I')?.kind).toBe('alarm');
    expect(of([{ ...smoke, phase: 'acknowledged' }], [incident('I')], 'smoke')).toEqual({
      kind: 'incident',
      id: 'I',
      place: 'zone:7F-E2',
    });
    expect(of([], [incident('I', { zones: [] })])?.place).toBeUndefined();
    expect(of([], [incident('I', { phase: 'closed' })], 'I')).toBeUndefined();
  });

  it('is neither a drill nor anything less severe', () => {
    expect(of([], [incident('D', { layer: 'drill' }), incident('M', { severity: 2 })])).toBeUndefined();
  });
});
