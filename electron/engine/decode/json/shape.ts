/** Which paths a JSON mapping reads, and where each lands: compiled once, shared by all topics that read the same paths. */
import type { PayloadSpec } from '#shared/domain/site/document.ts';
import type { TimeUnit } from '../timestamp.ts';
import { parsePath } from '../path.ts';
import { createScanner, type Scanner } from './scanner.ts';
import { createSlots, type Slots } from './slots.ts';

export type JsonSpec = Extract<PayloadSpec, { format: 'json' }>;

/** A slot of -1: the mapping does not ask for it. */
export interface Shape {
  readonly slots: Slots;
  readonly scanner: Scanner | undefined;
  readonly time: number;
  readonly timeUnit: TimeUnit;
  readonly quality: number;
  readonly historical: number;
  readonly asset: number;
  readonly name: number;
  readonly namedValue: number;
  /** Root only: the array of readings. */
  readonly readings: number;
  /** Path text → slot, of the value paths. */
  readonly values: ReadonlyMap<string, number>;
}

/**
 * @param valuePaths of `fields`, filled in, and of the keys of `each`.
 * @param level `root` where the payload is one reading; else the payload around an array, or an item of it.
 */
export function createShape(
  spec: JsonSpec,
  valuePaths: readonly string[],
  level: 'root' | 'around' | 'item',
): Shape {
  const names: string[] = [];
  const slotOf = (path: string | undefined): number => {
    if (path === undefined) return -1;
    const known = names.indexOf(path);
    if (known !== -1) return known;
    names.push(path);
    return names.length - 1;
  };
  const around = level === 'around';
  const shape = {
    time: slotOf(spec.timestamp?.path),
    timeUnit: spec.timestamp?.as ?? ('ms' as const),
    quality: slotOf(spec.quality?.path),
    historical: slotOf(spec.historical),
    asset: slotOf(spec.asset),
    name: slotOf(around ? undefined : spec.named?.name),
    namedValue: slotOf(around ? undefined : spec.named?.value),
    readings: slotOf(around ? spec.readings : undefined),
  };
  const values = new Map(valuePaths.map((path) => [path, slotOf(path)]));
  const slots = createSlots(names, names.map(parsePath));
  return { ...shape, values, slots, scanner: createScanner(slots) };
}
