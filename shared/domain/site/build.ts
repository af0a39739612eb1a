import { present } from '#shared/base/assert.ts';
import { polygonArea } from '#shared/domain/geometry.ts';
import { buildCommands } from './command.ts';
import type { CommandSpec } from './command-schema.ts';
import type { AlarmRule, PointTemplate, SiteDocument } from './document.ts';
import type {
  Asset,
  AssetId,
  BoundRule,
  Building,
  Point,
  PointId,
  PointIndex,
  Site,
  Storey,
  StoreyId,
  Zone,
  ZoneId,
} from './site.ts';

/** A value is stale after three expected periods, and never sooner than this. */
const SHORTEST_STALE_MS = 10_000;

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/**
 * Expands a document that `checkSite` accepted. Deterministic: same document, same numbering.
 * @param revision hash of the document, computed by the engine and sent along.
 * @throws AssertionError on a document with dangling references (a bug: `checkSite` refuses those).
 */
export function buildSite(document: SiteDocument, revision: string): Site {
  const zoneById = new Map<string, Zone>();
  const storeyById = new Map<string, Storey>();
  const buildings = document.buildings.map((building) => buildBuilding(building, zoneById, storeyById));
  const storeys = buildings.flatMap((building) => building.storeys);
  const assetById = new Map<string, Asset>();
  const points: Point[] = [];
  const commandSpecs: [Point, CommandSpec][] = [];
  const assets = document.assets.map((source, index) => {
    const asset = buildAsset(document, source, index, zoneById, points, commandSpecs);
    assetById.set(asset.id, asset);
    return asset;
  });
  const pointById = new Map(points.map((point) => [point.id, point]));
  const commands = buildCommands(document, commandSpecs, pointById);
  return {
    revision,
    document,
    id: document.id,
    name: document.name,
    timeZone: document.timeZone,
    buildings,
    storeys,
    zones: [...zoneById.values()],
    assets,
    points,
    boundRules: bindRules(document.alarmRules, assets),
    commands,
    assetById,
    zoneById,
    storeyById,
    pointById,
    commandById: new Map(commands.map((command) => [command.point.id, command])),
  };
}

function buildBuilding(
  source: SiteDocument['buildings'][number],
  zoneById: Map<string, Zone>,
  storeyById: Map<string, Storey>,
): Building {
  const lowestFirst = [...source.storeys].sort((a, b) => a.elevationM - b.elevationM);
  const storeys = lowestFirst.map((storeySource, index): Storey => {
    const zones: Zone[] = [];
    const storey: Writable<Storey> = {
      id: storeySource.id as StoreyId,
      index,
      name: storeySource.name,
      label: storeySource.label,
      elevationM: storeySource.elevationM,
      heightM: storeySource.heightM,
      buildingId: source.id,
      areaM2: 0,
      zones,
    };
    for (const { id, name, kind, polygon } of storeySource.zones) {
      const zone: Zone = {
        id: id as ZoneId,
        index: zoneById.size,
        name,
        kind,
        polygon,
        areaM2: polygonArea(polygon),
        storey,
      };
      zones.push(zone);
      zoneById.set(id, zone);
      storey.areaM2 += zone.areaM2;
    }
    storeyById.set(storey.id, storey);
    return storey;
  });
  return { id: source.id, name: source.name, storeys };
}

function buildAsset(
  document: SiteDocument,
  source: SiteDocument['assets'][number],
  index: number,
  zoneById: ReadonlyMap<string, Zone>,
  allPoints: Point[],
  commandSpecs: [Point, CommandSpec][],
): Asset {
  const assetClass = present(document.assetClasses[source.class], `asset class ${source.class}`);
  const zone = present(zoneById.get(source.zone), `zone ${source.zone}`);
  const [x, y, aboveFloorM = 1] = source.position;
  const points: Point[] = [];
  const asset: Asset = {
    id: source.id as AssetId,
    index,
    name: source.name ?? {
      zh: `${assetClass.name.zh} ${source.id}`,
      en: `${assetClass.name.en} ${source.id}`,
    },
    classId: source.class,
    className: assetClass.name,
    discipline: assetClass.discipline,
    marker: assetClass.marker,
    zone,
    position: [x, y, zone.storey.elevationM + aboveFloorM],
    serves: source.serves ?? zone.id,
    points,
  };
  for (const [key, template] of Object.entries(assetClass.points)) {
    const merged = { ...template, ...source.points?.[key] } as PointTemplate;
    const point = buildPoint(asset, key, merged, allPoints.length);
    points.push(point);
    allPoints.push(point);
    if (merged.command) commandSpecs.push([point, merged.command]);
  }
  return asset;
}

function buildPoint(asset: Asset, key: string, template: PointTemplate, index: number): Point {
  const expectedPeriodMs = template.expectedPeriodS * 1000;
  return {
    id: `${asset.id}.${key}` as PointId,
    index: index as PointIndex,
    key,
    asset,
    name: template.name,
    kind: template.kind,
    quantity: template.quantity,
    unit: template.unit,
    min: template.min,
    max: template.max,
    decimals: template.decimals,
    expectedPeriodMs,
    staleAfterMs: Math.max(SHORTEST_STALE_MS, 3 * expectedPeriodMs),
    states: template.states,
  };
}

function bindRules(rules: readonly AlarmRule[], assets: readonly Asset[]): BoundRule[] {
  const bound: BoundRule[] = [];
  for (const rule of rules) {
    const classes = rule.on.class === undefined ? undefined : new Set([rule.on.class].flat());
    const ids = rule.on.asset === undefined ? undefined : new Set([rule.on.asset].flat());
    for (const asset of assets) {
      if (classes && !classes.has(asset.classId)) continue;
      if (ids && !ids.has(asset.id)) continue;
      for (const point of asset.points) if (point.key === rule.on.point) bound.push({ rule, point });
    }
  }
  return bound;
}
