/**
 * Energy overlay: W/m² of each zone, kW of each storey, kW of the site. A figure comes from the meter that counts
 * exactly that part (`serves`); a zone without one gets the average of its storey, a storey without one the sum of its zone
 * meters, the site without one the sum of its buildings or storeys. Power that equipment reports of itself is never
 * added: its meter counts it already.
 */
import type { Asset, Point, Site } from '#shared/domain/site/site.ts';
import {
  groupPoints,
  groupSize,
  sumFresh,
  type FreshSum,
  type GroupMember,
  type LiveColumns,
  type PointGroups,
} from './columns.ts';
import { rampTicks, type RampLegend } from './legend.ts';

export type ZoneSource = 'zone-meter' | 'storey-meter' | 'none';

export interface EnergyFigures {
  /** W/m² of `Site.zones[i]`; NaN without a fresh value. */
  readonly zoneIntensity: Float64Array;
  /** kW of `Site.storeys[i]`; NaN without a fresh value. */
  readonly storeyKw: Float64Array;
  /** kW; NaN without a fresh value. */
  siteKw: number;
  /** Share of the meters behind `siteKw` that are fresh: below 1 the sum is short of the truth and must say so. */
  siteCoverage: number;
}

export interface EnergyOverlay {
  readonly legend: RampLegend;
  /** Where the figure of `Site.zones[i]` comes from. */
  readonly zoneSource: readonly ZoneSource[];
  /** Points whose sum is the site's demand, for its history. */
  readonly demandPoints: readonly Point[];
  /** kW per unit of each demand point. */
  readonly demandFactors: readonly number[];
  /** The same object each time: values are replaced in place. */
  evaluate(columns: LiveColumns): EnergyFigures;
}

const kwPerUnit: Readonly<Record<string, number>> = { W: 0.001, kW: 1, MW: 1000 };

/** A meter says what it serves, or is drawn as one; anything else only reports its own use. */
function metersOf(site: Site): Asset[] {
  const declared = new Set(
    site.document.assets.flatMap((asset) => (asset.serves === undefined ? [] : [asset.id])),
  );
  return site.assets.filter((asset) => asset.marker === 'meter' || declared.has(asset.id));
}

interface Meters {
  readonly zones: PointGroups;
  readonly storeys: PointGroups;
  /** One group: what sums up to the whole site. */
  readonly site: PointGroups;
}

function memberOf(point: Point, group: number): GroupMember[] {
  const factor = kwPerUnit[point.unit];
  return factor === undefined ? [] : [{ group, point: point.index, factor }];
}

function resolveMeters(site: Site, quantity: string): Meters {
  const storeyIndex = new Map(site.storeys.map((storey, index) => [storey.id as string, index]));
  const buildingIndex = new Map(site.buildings.map((building, index) => [building.id, index]));
  const zones: GroupMember[] = [];
  const storeys: GroupMember[] = [];
  const buildings: GroupMember[] = [];
  const whole: GroupMember[] = [];
  for (const asset of metersOf(site)) {
    for (const point of asset.points) {
      if (point.quantity !== quantity) continue;
      const zone = site.zoneById.get(asset.serves);
      const storey = storeyIndex.get(asset.serves);
      const building = buildingIndex.get(asset.serves);
      if (zone) zones.push(...memberOf(point, zone.index));
      else if (storey !== undefined) storeys.push(...memberOf(point, storey));
      else if (building !== undefined) buildings.push(...memberOf(point, building));
      else if (asset.serves === site.id) whole.push(...memberOf(point, 0));
    }
  }
  const storeysFilled = storeys.concat(zonesOfUnmeteredStoreys(site, storeys, zones, storeyIndex));
  const everyBuilding = new Set(buildings.map((member) => member.group)).size === site.buildings.length;
  const total = whole.length > 0 ? whole : everyBuilding ? buildings : storeysFilled;
  return {
    zones: groupPoints(site.zones.length, zones),
    storeys: groupPoints(site.storeys.length, storeysFilled),
    site: groupPoints(
      1,
      total.map((member) => ({ ...member, group: 0 })),
    ),
  };
}

function zonesOfUnmeteredStoreys(
  site: Site,
  storeys: readonly GroupMember[],
  zones: readonly GroupMember[],
  storeyIndex: ReadonlyMap<string, number>,
): GroupMember[] {
  const metered = new Set(storeys.map((member) => member.group));
  return zones.flatMap((member) => {
    const storey = storeyIndex.get(site.zones[member.group]?.storey.id ?? '');
    return storey === undefined || metered.has(storey) ? [] : [{ ...member, group: storey }];
  });
}

export function createEnergyOverlay(site: Site): EnergyOverlay {
  const { power, intensityRange } = site.document.overlays.energy;
  const meters = resolveMeters(site, power);
  const storeyIndex = new Map(site.storeys.map((storey, index) => [storey, index]));
  const storeyOfZone = site.zones.map((zone) => storeyIndex.get(zone.storey) ?? -1);
  const zoneSource = site.zones.map((zone, index): ZoneSource => {
    if (groupSize(meters.zones, index) > 0) return zone.areaM2 > 0 ? 'zone-meter' : 'none';
    return groupSize(meters.storeys, storeyOfZone[index] ?? -1) > 0 ? 'storey-meter' : 'none';
  });
  const figures: EnergyFigures = {
    zoneIntensity: new Float64Array(site.zones.length),
    storeyKw: new Float64Array(site.storeys.length),
    siteKw: Number.NaN,
    siteCoverage: 0,
  };
  const sum: FreshSum = { sum: 0, count: 0 };
  const evaluate = (columns: LiveColumns): EnergyFigures => {
    site.storeys.forEach((_, index) => {
      sumFresh(meters.storeys, index, columns, sum);
      figures.storeyKw[index] = sum.count > 0 ? sum.sum : Number.NaN;
    });
    site.zones.forEach((zone, index) => {
      if (zoneSource[index] === 'zone-meter') {
        sumFresh(meters.zones, index, columns, sum);
        figures.zoneIntensity[index] = sum.count > 0 ? (sum.sum * 1000) / zone.areaM2 : Number.NaN;
      } else {
        const storeyKw =
          zoneSource[index] === 'none'
            ? Number.NaN
            : (figures.storeyKw[storeyOfZone[index] ?? -1] ?? Number.NaN);
        figures.zoneIntensity[index] = (storeyKw * 1000) / zone.storey.areaM2;
      }
    });
    sumFresh(meters.site, 0, columns, sum);
    figures.siteKw = sum.count > 0 ? sum.sum : Number.NaN;
    figures.siteCoverage = groupSize(meters.site, 0) === 0 ? 0 : sum.count / groupSize(meters.site, 0);
    return figures;
  };
  return {
    legend: {
      kind: 'ramp',
      quantity: 'energy-intensity',
      unit: 'W/m²',
      range: intensityRange,
      ticks: rampTicks(intensityRange),
    },
    zoneSource,
    demandPoints: [...meters.site.members].flatMap((index) => site.points[index] ?? []),
    demandFactors: [...meters.site.factor],
    evaluate,
  };
}
