/**
 * What a wall shows without anybody at a keyboard. A **wall scene** is one view of one screen, saved under a name; a
 * **rotation** is an ordered list of scenes, each for so many seconds. Both are **shows** and share one set of names, so
 * that an address and a display name either in the same way. (Not the scene of `renderer/scene`, which is the building.)
 * Shows are settings of a station, not records: losing them costs work, never an alarm.
 */
import { fail, ok, type Result } from '#shared/base/result.ts';
import { readFields, type Fields } from './fields.ts';

/** Seen from where, in the site's own coordinates. Proportions only, so that it fits a display of another size. */
export interface WallCamera {
  /** Direction of the viewer on the plan: 0 east, counter-clockwise. */
  readonly azimuthDeg: number;
  readonly elevationDeg: number;
  /** 1 is as large as the whole building fits. */
  readonly zoom: number;
  /** What stands in the middle: east, north, up. */
  readonly targetM: readonly [number, number, number];
}

/** How the overview is looked at. */
export interface OverviewScene {
  /** What is selected, as in the address: `storey:7F`, `zone:7F-E2`. Its storey stands in the spotlight. */
  readonly select: string | undefined;
  readonly overlay: string;
  /** Which quantity of the overlay, where it has several. */
  readonly layer: number;
  readonly exploded: boolean;
  readonly isolatedStorey: string | undefined;
  readonly section: { readonly axis: 'x' | 'y'; readonly at: number } | undefined;
  /** Undefined: the whole building, fitted to the display. */
  readonly camera: WallCamera | undefined;
}

export interface WallScene {
  readonly kind: 'scene';
  readonly name: string;
  /** Of `renderer/app/screens.ts`; one that does not exist shows the overview. */
  readonly screen: string;
  /** What follows the screen in the address, e.g. the asset of `#/equipment/EM-0903`. */
  readonly subject: string | undefined;
  /** Where `screen` is the overview. */
  readonly overview: OverviewScene | undefined;
}

export interface RotationStep {
  /** Name of a scene. */
  readonly scene: string;
  readonly seconds: number;
}

export interface WallRotation {
  readonly kind: 'rotation';
  readonly name: string;
  readonly steps: readonly RotationStep[];
  /** After the last touch, the rotation waits this long. */
  readonly pauseS: number;
}

export type WallShow = WallScene | WallRotation;

export const MOST_SHOWS = 200;
export const MOST_STEPS = 50;
export const LONGEST_SHOW_NAME = 40;
/** Shorter than this nobody reads a screen. */
export const STEP_SECONDS = { least: 5, most: 3_600 } as const;
export const PAUSE_SECONDS = { least: 5, most: 3_600, usual: 60 } as const;

/** @returns the name as it is kept, or undefined when it cannot be one. */
export function cleanShowName(text: string): string | undefined {
  const name = text.trim().replace(/\s+/gu, ' ');
  return name === '' || name.length > LONGEST_SHOW_NAME || /\p{Cc}/u.test(name) ? undefined : name;
}

/** @param value from a file or a window. @returns `invalid` naming what is wrong and where. */
export function parseShow(value: unknown): Result<WallShow, 'invalid'> {
  return readFields(value, 'show', (fields) => {
    const kind = fields.oneOf('kind', ['scene', 'rotation'] as const);
    const name = cleanShowName(fields.text('name'));
    if (name === undefined) fields.reject('name', `1 to ${LONGEST_SHOW_NAME} characters`);
    return kind === 'scene' ? readScene(fields, name ?? '') : readRotation(fields, name ?? '');
  });
}

function readScene(fields: Fields, name: string): WallScene {
  return {
    kind: 'scene',
    name,
    screen: fields.text('screen'),
    subject: fields.optional('subject', () => fields.text('subject')),
    overview: fields.optional('overview', () => fields.inside('overview', readOverview)),
  };
}

function readOverview(fields: Fields): OverviewScene {
  return {
    select: fields.optional('select', () => fields.text('select')),
    overlay: fields.text('overlay'),
    layer: fields.whole('layer', 0, 100),
    exploded: fields.truth('exploded'),
    isolatedStorey: fields.optional('isolatedStorey', () => fields.text('isolatedStorey')),
    section: fields.optional('section', () =>
      fields.inside('section', (section) => ({
        axis: section.oneOf('axis', ['x', 'y'] as const),
        at: section.number('at', 0, 1),
      })),
    ),
    camera: fields.optional('camera', () => fields.inside('camera', readCamera)),
  };
}

function readCamera(fields: Fields): WallCamera {
  const far = 1e7;
  const [x = 0, y = 0, z = 0] = fields.list('targetM', 3, 3, (value) => value.number('', -far, far));
  return {
    azimuthDeg: fields.number('azimuthDeg', -360, 360),
    elevationDeg: fields.number('elevationDeg', 0, 90),
    zoom: fields.number('zoom', 1e-3, 1e3),
    targetM: [x, y, z],
  };
}

function readRotation(fields: Fields, name: string): WallRotation {
  return {
    kind: 'rotation',
    name,
    steps: fields.list('steps', 1, MOST_STEPS, (step) =>
      step.inside('', (inner) => ({
        scene: inner.text('scene'),
        seconds: inner.whole('seconds', STEP_SECONDS.least, STEP_SECONDS.most),
      })),
    ),
    pauseS: fields.whole('pauseS', PAUSE_SECONDS.least, PAUSE_SECONDS.most),
  };
}

/** Names of rotations that show the scene: it cannot be removed while there are any. */
export function rotationsWith(scene: string, shows: Iterable<WallShow>): string[] {
  return [...shows].flatMap((show) =>
    show.kind === 'rotation' && show.steps.some((step) => step.scene === scene) ? [show.name] : [],
  );
}

/**
 * @returns undefined when `show` may stand beside the others under its name; otherwise why not.
 * `name-taken`: a scene cannot take the name of a rotation, nor the other way round; one of its own kind is replaced.
 */
export function refusalOf(
  show: WallShow,
  shows: ReadonlyMap<string, WallShow>,
): { readonly code: 'name-taken' | 'unknown-scene' | 'full'; readonly detail: string } | undefined {
  const before = shows.get(show.name);
  if (before && before.kind !== show.kind)
    return { code: 'name-taken', detail: `${show.name}: a ${before.kind} has this name` };
  if (!before && shows.size >= MOST_SHOWS) return { code: 'full', detail: `at most ${MOST_SHOWS} shows` };
  if (show.kind === 'scene') return undefined;
  const missing = show.steps.find(({ scene }) => shows.get(scene)?.kind !== 'scene');
  return missing && { code: 'unknown-scene', detail: `${show.name}: no scene is called ${missing.scene}` };
}

/** @returns `ok` with what must be told, when the name is free to go. */
export function mayRemove(
  name: string,
  shows: ReadonlyMap<string, WallShow>,
): Result<WallShow, 'unknown-scene' | 'in-use'> {
  const show = shows.get(name);
  if (!show) return fail('unknown-scene', `nothing is called ${name}`);
  const [rotation] = rotationsWith(name, shows.values());
  return rotation === undefined ? ok(show) : fail('in-use', `${name} is part of the rotation ${rotation}`);
}
