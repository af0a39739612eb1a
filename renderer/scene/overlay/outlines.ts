/** Outlines that are seen through every floor: what is selected, what the pointer is on, where a priority-1 alarm is. */
import type { Site } from '#shared/domain/site/site.ts';
import { inset } from '../polygon.ts';
import type { SiteShape } from '../site-shape.ts';
import { TILE_INSET_M } from '../tile.ts';
import { VOLUME_HEIGHT } from '../layers/alarm-layer.ts';
import type { SceneTarget } from '../view.ts';
import { createPath, pathOf, type Overlay, type OverlayLayer, type Placement } from './overlay.ts';

/** In a flood of alarms, floors only: dozens of boxes drawn through each other show nothing. */
const MOST_VOLUMES = 6;

export interface Outlines extends OverlayLayer {
  select(target: SceneTarget | undefined): void;
  hover(target: SceneTarget | undefined): void;
  setAlarmed(zones: ReadonlySet<number>): void;
}

export function createOutlines(overlay: Overlay, site: Site, shape: SiteShape): Outlines {
  const alarmPath = createPath(overlay.drawing, 'scene-alarm-outline');
  const hoverPath = createPath(overlay.drawing, 'scene-hover-outline');
  const selectionPath = createPath(overlay.drawing, 'scene-selection-outline');
  let selected: SceneTarget | undefined;
  let hovered: SceneTarget | undefined;
  let alarmed: ReadonlySet<number> = new Set();
  return {
    select(target) {
      selected = target;
    },
    hover(target) {
      hovered = target;
    },
    setAlarmed(zones) {
      alarmed = zones;
    },
    place(placement) {
      const outline = (target: SceneTarget | undefined): string =>
        target ? outlineOf(target, site, shape, placement) : '';
      selectionPath.set(outline(selected));
      hoverPath.set(sameTarget(hovered, selected) ? '' : outline(hovered));
      alarmPath.set(
        [...alarmed]
          .map((zone) => (alarmed.size > MOST_VOLUMES ? zoneOutline : zoneVolume)(zone, shape, placement))
          .join(''),
      );
    },
  };
}

export function sameTarget(a: SceneTarget | undefined, b: SceneTarget | undefined): boolean {
  return a?.kind === b?.kind && a?.id === b?.id;
}

function outlineOf(target: SceneTarget, site: Site, shape: SiteShape, placement: Placement): string {
  const { project, lift } = placement;
  if (target.kind === 'zone') {
    const zone = site.zoneById.get(target.id);
    return zone ? zoneOutline(zone.index, shape, placement) : '';
  }
  if (target.kind === 'asset') {
    const asset = site.assetById.get(target.id);
    if (!asset) return '';
    const at = shape.assetPositions.subarray(asset.index * 3, asset.index * 3 + 3);
    const [x, y] = project(at[0] ?? 0, at[1] ?? 0, (at[2] ?? 0) + lift(shape.assetRows[asset.index] ?? 0));
    return `M${(x - 12).toFixed(1)} ${y.toFixed(1)}a12 12 0 1 0 24 0a12 12 0 1 0 -24 0`;
  }
  const storey = shape.storeys.find((candidate) => candidate.storey.id === target.id);
  if (!storey) return '';
  const z = storey.floorZ + lift(storey.row);
  return storey.outlines
    .map(({ points, closed }) =>
      pathOf(
        points.map(([x, y]) => project(x, y, z)),
        closed,
      ),
    )
    .join('');
}

function zoneOutline(zoneIndex: number, shape: SiteShape, placement: Placement): string {
  return pathOf(zoneCorners(zoneIndex, shape, placement, 0), true);
}

/** Floor, ceiling and the edges between them. */
function zoneVolume(zoneIndex: number, shape: SiteShape, placement: Placement): string {
  const floor = zoneCorners(zoneIndex, shape, placement, 0);
  const ceiling = zoneCorners(zoneIndex, shape, placement, VOLUME_HEIGHT);
  const edges = floor.map((corner, i) => pathOf([corner, ceiling[i] ?? corner], false));
  return [pathOf(floor, true), pathOf(ceiling, true), ...edges].join('');
}

/** @param height in storey heights above the floor. */
function zoneCorners(
  zoneIndex: number,
  { storeys, zoneRows }: SiteShape,
  { project, lift }: Placement,
  height: number,
) {
  const storey = storeys[zoneRows[zoneIndex] ?? -1];
  const found = storey?.zones.find(({ zone }) => zone.index === zoneIndex);
  if (!storey || !found) return [];
  const z = storey.floorZ + lift(storey.row) + storey.heightM * height;
  return inset(found.polygon, TILE_INSET_M).map(([x, y]) => project(x, y, z));
}
