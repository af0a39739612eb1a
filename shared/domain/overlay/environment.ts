/**
 * Environment overlay: the mean of one quantity in each zone, storey and the whole site. Layers and ramp ranges come from
 * `overlays.environment` of the site; a point whose unit differs from the layer's is left out rather than mixed in.
 */
import type { LocalizedText } from '#shared/domain/site/document.ts';
import type { Point, Site } from '#shared/domain/site/site.ts';
import { groupPoints, sumFresh, type FreshSum, type LiveColumns, type PointGroups } from './columns.ts';
import { rampTicks, type RampLegend } from './legend.ts';

export interface EnvironmentFigures {
  /** Mean of `Site.zones[i]`, in the layer's unit; NaN without a fresh value. */
  readonly zone: Float64Array;
  /** Mean over the points of `Site.storeys[i]`; NaN without a fresh value. */
  readonly storey: Float64Array;
  /** Mean over every fresh point; NaN without one. */
  site: number;
  /** Fresh points behind `site`. */
  fresh: number;
}

export interface EnvironmentLayer {
  readonly quantity: string;
  /** As the site file names its first point. */
  readonly name: LocalizedText;
  readonly unit: string;
  readonly decimals: number;
  readonly legend: RampLegend;
  readonly points: readonly Point[];
  /** The same object each time: values are replaced in place. */
  evaluate(columns: LiveColumns): EnvironmentFigures;
}

/** The layers of the site that have at least one point, in the order of the site file. */
export function createEnvironmentLayers(site: Site): EnvironmentLayer[] {
  return site.document.overlays.environment.flatMap(({ quantity, range }) => {
    const candidates = site.points.filter((point) => point.quantity === quantity && point.kind === 'analog');
    const unit = commonestUnit(candidates);
    const points = candidates.filter((point) => point.unit === unit);
    const first = points[0];
    return first === undefined ? [] : [createLayer(site, quantity, range, points, first)];
  });
}

function commonestUnit(points: readonly Point[]): string | undefined {
  const counts = new Map<string, number>();
  for (const { unit } of points) counts.set(unit, (counts.get(unit) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
}

function createLayer(
  site: Site,
  quantity: string,
  range: readonly [number, number],
  points: readonly Point[],
  first: Point,
): EnvironmentLayer {
  const storeyIndex = new Map(site.storeys.map((storey, index) => [storey, index]));
  const zones = groupPoints(
    site.zones.length,
    points.map((point) => ({ group: point.asset.zone.index, point: point.index, factor: 1 })),
  );
  const storeys = groupPoints(
    site.storeys.length,
    points.map((point) => ({
      group: storeyIndex.get(point.asset.zone.storey) ?? 0,
      point: point.index,
      factor: 1,
    })),
  );
  const whole = groupPoints(
    1,
    points.map((point) => ({ group: 0, point: point.index, factor: 1 })),
  );
  const figures: EnvironmentFigures = {
    zone: new Float64Array(site.zones.length),
    storey: new Float64Array(site.storeys.length),
    site: Number.NaN,
    fresh: 0,
  };
  const scratch: FreshSum = { sum: 0, count: 0 };
  const mean = (groups: PointGroups, group: number, columns: LiveColumns): number => {
    sumFresh(groups, group, columns, scratch);
    return scratch.count > 0 ? scratch.sum / scratch.count : Number.NaN;
  };
  return {
    quantity,
    name: first.name,
    unit: first.unit,
    decimals: first.decimals,
    legend: { kind: 'ramp', quantity, unit: first.unit, range, ticks: rampTicks(range) },
    points,
    evaluate(columns) {
      for (let index = 0; index < figures.zone.length; index += 1)
        figures.zone[index] = mean(zones, index, columns);
      for (let index = 0; index < figures.storey.length; index += 1)
        figures.storey[index] = mean(storeys, index, columns);
      figures.site = mean(whole, 0, columns);
      figures.fresh = scratch.count;
      return figures;
    },
  };
}
