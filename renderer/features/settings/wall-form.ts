/** The forms of the wall panel: what was typed, what is wrong with it, and what it says when nothing is. Pure. */
import { DIAGONAL_IN, DISTANCE_M, type Viewing } from '#shared/domain/wall/display.ts';
import { ARCMIN, farthestM, textArcmin, type DisplayPixels } from '#shared/domain/wall/legibility.ts';
import {
  cleanShowName,
  PAUSE_SECONDS,
  STEP_SECONDS,
  type WallRotation,
  type WallShow,
} from '#shared/domain/wall/show.ts';
import { wallScale } from '#shared/domain/wall/wall-scale.ts';

export type NameProblem = 'name-missing' | 'name-taken';

/** @param kind of what gets the name: its own kind may be replaced, the other keeps its name. */
export function nameProblem(
  text: string,
  kind: WallShow['kind'],
  shows: ReadonlyMap<string, WallShow>,
): NameProblem | undefined {
  const name = cleanShowName(text);
  if (name === undefined) return 'name-missing';
  const before = shows.get(name);
  return before && before.kind !== kind ? 'name-taken' : undefined;
}

export interface StepForm {
  /** Rows move; a key that stays with each. */
  readonly key: number;
  readonly scene: string;
  readonly seconds: string;
}

export interface RotationForm {
  readonly name: string;
  readonly steps: readonly StepForm[];
  readonly pause: string;
}

const FIRST_SECONDS = '30';

export function rotationForm(rotation: WallRotation | undefined): RotationForm {
  return {
    name: rotation?.name ?? '',
    steps: (rotation?.steps ?? []).map(({ scene, seconds }, key) => ({
      key,
      scene,
      seconds: String(seconds),
    })),
    pause: String(rotation?.pauseS ?? PAUSE_SECONDS.usual),
  };
}

export function withStep(form: RotationForm, scene: string): RotationForm {
  const key = Math.max(-1, ...form.steps.map((step) => step.key)) + 1;
  const seconds = form.steps.at(-1)?.seconds ?? FIRST_SECONDS;
  return { ...form, steps: [...form.steps, { key, scene, seconds }] };
}

export function withoutStep(form: RotationForm, index: number): RotationForm {
  return { ...form, steps: form.steps.toSpliced(index, 1) };
}

/** @param by -1 earlier, 1 later; at either end it stays. */
export function withMovedStep(form: RotationForm, index: number, by: -1 | 1): RotationForm {
  const step = form.steps[index];
  const to = index + by;
  if (!step || to < 0 || to >= form.steps.length) return form;
  return { ...form, steps: form.steps.toSpliced(index, 1).toSpliced(to, 0, step) };
}

export function secondsProblem(
  text: string,
  { least, most }: { readonly least: number; readonly most: number } = STEP_SECONDS,
): boolean {
  const seconds = Number(text);
  return text.trim() === '' || !Number.isInteger(seconds) || seconds < least || seconds > most;
}

/** @returns undefined while anything is wrong. */
export function rotationOf(
  { name, steps, pause }: RotationForm,
  shows: ReadonlyMap<string, WallShow>,
): WallRotation | undefined {
  const wrong =
    nameProblem(name, 'rotation', shows) !== undefined ||
    steps.length === 0 ||
    steps.some(({ scene, seconds }) => secondsProblem(seconds) || shows.get(scene)?.kind !== 'scene') ||
    secondsProblem(pause, PAUSE_SECONDS);
  if (wrong) return undefined;
  return {
    kind: 'rotation',
    name: cleanShowName(name) ?? '',
    steps: steps.map(({ scene, seconds }) => ({ scene, seconds: Number(seconds) })),
    pauseS: Number(pause),
  };
}

export interface ViewingForm {
  readonly distance: string;
  readonly diagonal: string;
}

export function viewingForm(viewing: Viewing | undefined): ViewingForm {
  return { distance: String(viewing?.distanceM ?? ''), diagonal: String(viewing?.diagonalIn ?? '') };
}

/** Both empty: nothing is said of the distance. `wrong`: which of the two fields. */
export function viewingOf({
  distance,
  diagonal,
}: ViewingForm):
  | { readonly viewing: Viewing | undefined }
  | { readonly wrong: { readonly distance: boolean; readonly diagonal: boolean } } {
  if (distance.trim() === '' && diagonal.trim() === '') return { viewing: undefined };
  const distanceM = numberIn(distance, DISTANCE_M);
  const diagonalIn = numberIn(diagonal, DIAGONAL_IN);
  if (distanceM !== undefined && diagonalIn !== undefined) return { viewing: { distanceM, diagonalIn } };
  return { wrong: { distance: distanceM === undefined, diagonal: diagonalIn === undefined } };
}

function numberIn(
  text: string,
  { least, most }: { readonly least: number; readonly most: number },
): number | undefined {
  const value = Number(text.trim().replace(',', '.'));
  return text.trim() !== '' && value >= least && value <= most ? value : undefined;
}

export interface Legibility {
  /** Minutes of arc of a capital of body text, on the overview and on the other screens. */
  readonly overviewArcmin: number;
  readonly otherArcmin: number;
  readonly enough: boolean;
  /** Where the overview can still be read. */
  readonly farthestM: number;
}

/** What a full-screen window on this display can do for whoever reads it from there. */
export function legibilityOf(viewing: Viewing, display: DisplayPixels): Legibility {
  const overview = wallScale(display, display, viewing, true).scale;
  const other = wallScale(display, display, viewing, false).scale;
  const overviewArcmin = textArcmin(overview, viewing, display);
  return {
    overviewArcmin,
    otherArcmin: textArcmin(other, viewing, display),
    enough: overviewArcmin >= ARCMIN.least,
    farthestM: farthestM(overview, viewing, display),
  };
}
