/** Buildings for the walking graph: boxes on storeys four metres high, access doors, lifts, and what their points say. */
import { present } from '#shared/base/assert.ts';
import type { LiveColumns } from '#shared/domain/overlay/columns.ts';
import { STATUS_HAS_VALUE, STATUS_STALE } from '#shared/domain/sample.ts';
import { buildSite } from '#shared/domain/site/build.ts';
import { checkSite, describeProblems } from '#shared/domain/site/check.ts';
import type { SiteDocumentInput, ZoneKind } from '#shared/domain/site/document.ts';
import type { Site } from '#shared/domain/site/site.ts';

const text = (word: string): { zh: string; en: string } => ({ zh: word, en: word });

/** `[id, kind, west, south, east, north]`, or an outline in place of the box. */
export type ZoneSketch =
  | readonly [id: string, kind: ZoneKind, x0: number, y0: number, x1: number, y1: number]
  | readonly [id: string, kind: ZoneKind, outline: readonly (readonly [number, number])[]];

export interface BuildingSketch {
  /** Lowest first; the first stands on the ground. */
  readonly storeys: readonly (readonly ZoneSketch[])[];
  /** `[id, zone, x, y]`. */
  readonly doors?: readonly (readonly [id: string, zone: string, x: number, y: number])[];
  readonly lifts?: readonly (readonly [id: string, zone: string, x: number, y: number])[];
  readonly walking?: SiteDocumentInput['walking'];
}

export function walkingDocument(sketch: BuildingSketch): SiteDocumentInput {
  const point = (name: string, quantity: string, kind: 'binary' | 'multistate') => ({
    name: text(name),
    kind,
    quantity,
    expectedPeriodS: 60,
  });
  const asset =
    (assetClass: string) =>
    ([id, zone, x, y]: readonly [string, string, number, number]) => ({
      id,
      class: assetClass,
      zone,
      position: [x, y] as [number, number],
    });
  return {
    schemaVersion: 1,
    id: 'walk',
    name: text('Walk'),
    timeZone: 'UTC',
    buildings: [
      {
        id: 'house',
        name: text('House'),
        storeys: sketch.storeys.map((zones, floor) => ({
          id: `F${floor}`,
          name: text(`Storey ${floor}`),
          label: `F${floor}`,
          elevationM: floor * 4,
          heightM: 4,
          zones: zones.map((zone) => ({
            id: zone[0],
            name: text(zone[0]),
            kind: zone[1],
            polygon: outlineOf(zone),
          })),
        })),
      },
    ],
    assetClasses: {
      door: {
        name: text('Door'),
        discipline: 'security',
        marker: 'door',
        points: {
          locked: point('Lock', 'door-locked', 'binary'),
          open: point('Door', 'door-open', 'binary'),
        },
      },
      lift: {
        name: text('Lift'),
        discipline: 'transport',
        points: { state: point('State', 'lift-state', 'multistate') },
      },
    },
    assets: [...(sketch.doors ?? []).map(asset('door')), ...(sketch.lifts ?? []).map(asset('lift'))],
    mappings: [{ topic: 'walk/{asset}/{point}', payload: { format: 'raw' } }],
    ...(sketch.walking && { walking: sketch.walking }),
  };
}

export function walkingSite(sketch: BuildingSketch): Site {
  const checked = checkSite(walkingDocument(sketch));
  if (!checked.ok) throw new Error(describeProblems('the sketch', checked.problems));
  return buildSite(checked.value, 'sketch');
}

function outlineOf(zone: ZoneSketch): [number, number][] {
  if (zone.length === 3) return zone[2].map(([x, y]) => [x, y]);
  const [, , x0, y0, x1, y1] = zone;
  return [
    [x0, y0],
    [x1, y0],
    [x1, y1],
    [x0, y1],
  ];
}

/** What the points say: `{ 'D-1.locked': 1 }` is fresh, `'stale'` was true once, what is not named never reported. */
export function saying(site: Site, values: Readonly<Record<string, number | 'stale'>>): LiveColumns {
  const value = new Float64Array(site.points.length);
  const status = new Uint8Array(site.points.length);
  for (const [id, said] of Object.entries(values)) {
    const { index } = present(site.pointById.get(id), `point ${id}`);
    value[index] = said === 'stale' ? 1 : said;
    status[index] = STATUS_HAS_VALUE | (said === 'stale' ? STATUS_STALE : 0);
  }
  return { value, status };
}

/** Every door unlocked and closed, every lift idle. */
export function allFree(site: Site): LiveColumns {
  return saying(site, Object.fromEntries(site.points.map(({ id }) => [id, 0])));
}
