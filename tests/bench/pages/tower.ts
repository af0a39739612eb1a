/** A tower of the size the figures speak of: 600 zones on 15 storeys and 5,000 assets, some of its zones concave. */
import { createRandom } from '#shared/base/random.ts';
import { buildSite } from '#shared/domain/site/build.ts';
import { siteDocumentSchema, type Discipline, type MarkerShape } from '#shared/domain/site/document.ts';
import type { Site } from '#shared/domain/site/site.ts';

export interface TowerSize {
  readonly storeys: number;
  readonly basements: number;
  /** Zones along the long and the short side. */
  readonly columns: number;
  readonly rows: number;
  readonly assets: number;
}

export const BENCH_TOWER: TowerSize = { storeys: 13, basements: 2, columns: 8, rows: 5, assets: 5000 };

const CLASSES: readonly [string, Discipline, MarkerShape][] = [
  ['smoke', 'fire', 'detector'],
  ['door', 'security', 'door'],
  ['camera', 'security', 'camera'],
  ['meter', 'energy', 'meter'],
  ['air', 'environment', 'sensor'],
  ['leak', 'environment', 'leak'],
];

export function createTower(size: TowerSize): Site {
  const random = createRandom(7);
  const [width, depth, height] = [46, 29, 4];
  const labels = [...Array(size.basements + size.storeys).keys()].map((i) =>
    i < size.basements ? `B${size.basements - i}` : `${i - size.basements + 1}F`,
  );
  const storeys = labels.map((label, i) => ({
    id: label,
    name: { zh: label, en: label },
    label,
    elevationM: (i - size.basements) * height,
    heightM: height,
    zones: [...Array(size.columns * size.rows).keys()].map((at) => {
      const [column, row] = [at % size.columns, Math.floor(at / size.columns)];
      const [x0, x1] = [(width * column) / size.columns, (width * (column + 1)) / size.columns];
      const [y0, y1] = [(depth * row) / size.rows, (depth * (row + 1)) / size.rows];
      const id = `${label}-${column}-${row}`;
      return {
        id,
        name: { zh: id, en: id },
        kind: 'office',
        polygon: [
          [x0, y0],
          [x1, y0],
          [x1, y1],
          [x0, y1],
        ],
      };
    }),
  }));
  const zones = storeys.flatMap(({ zones }) => zones);
  const within = (a: number, b: number): number => a + (b - a) * (0.1 + 0.8 * random());
  const point = {
    name: { zh: '值', en: 'Value' },
    kind: 'analog',
    quantity: 'temperature',
    expectedPeriodS: 10,
  };
  const document = siteDocumentSchema.parse({
    schemaVersion: 1,
    id: 'tower',
    name: { zh: '塔', en: 'Tower' },
    timeZone: 'Asia/Shanghai',
    buildings: [{ id: 'b', name: { zh: '楼', en: 'Building' }, storeys }],
    assetClasses: Object.fromEntries(
      CLASSES.map(([id, discipline, marker]) => [
        id,
        { name: { zh: id, en: id }, discipline, marker, points: { value: point } },
      ]),
    ),
    assets: [...Array(size.assets).keys()].map((i) => {
      const zone = zones[i % zones.length];
      const [[x0, y0], , [x1, y1]] = zone?.polygon as [[number, number], [number, number], [number, number]];
      return {
        id: `A-${i}`,
        class: CLASSES[i % CLASSES.length]?.[0],
        zone: zone?.id,
        position: [within(x0, x1), within(y0, y1), 1.2],
      };
    }),
    mappings: [{ topic: 'tower/{asset}', payload: { format: 'raw', point: 'value' } }],
  });
  return buildSite(document, 'bench');
}
