/** What the window can tell the 3D building; each hands its share to the parts and says what has to be drawn. */
import type { StoreyId } from '#shared/domain/site/site.ts';
import { sameTarget } from '../overlay/outlines.ts';
import { samePeople } from '../overlay/people.ts';
import { applySection, sectionPlane } from '../section.ts';
import { sameRoutes } from '../route-lines.ts';
import type { SiteShape } from '../site-shape.ts';
import { pointsOf } from '../target-points.ts';
import type { Proportioned } from '../camera-rig.ts';
import type { BuildingView, SceneMarker, SceneStats, ViewPose } from '../view.ts';
import type { Parts } from './parts.ts';
import { standsStill } from './stillness.ts';

type Showing = Omit<BuildingView, keyof Moving | 'dispose'> & { stats(): SceneStats };
type Moving = Pick<
  BuildingView,
  'flyTo' | 'home' | 'zoomBy' | 'orbitBy' | 'panBy' | 'setView' | 'pose' | 'setPose'
>;

export function showing(parts: Parts): Showing {
  const { layers, overlay, loop, surface, events, now } = parts;
  return {
    setZoneColors(colors) {
      if (layers.zones.setColors(colors)) loop.invalidate('canvas');
    },
    setMarkers: (markers) => showMarkers(parts, markers),
    setAssets(state) {
      if (layers.assets.setState(state)) loop.invalidate('canvas');
    },
    setRoutes(routes) {
      if (sameRoutes(routes, now.routes)) return;
      now.routes = routes;
      overlay.routes.setRoutes(routes);
      loop.invalidate('overlay');
    },
    setPeople(people) {
      if (samePeople(people, now.people)) return;
      now.people = people;
      overlay.people.setPeople(people);
      loop.invalidate('overlay');
    },
    select(target) {
      if (sameTarget(target, now.selected)) return;
      now.selected = target;
      overlay.outlines.select(target);
      emphasise(parts);
      loop.invalidate('overlay');
    },
    setLanguage(language) {
      overlay.setLanguage(language);
      loop.invalidate('overlay');
    },
    setColors(colors) {
      layers.setTheme(colors);
      overlay.setTheme(colors);
      surface.setGround(colors.ground);
      loop.invalidate('canvas');
    },
    setLabelScale(scale) {
      if (scale === now.labelScale) return;
      now.labelScale = scale;
      overlay.setLabelScale(scale);
      loop.invalidate('canvas');
    },
    picture() {
      // The canvas keeps its pixels only until this turn ends: drawn and read at once.
      loop.invalidate('canvas');
      loop.flush();
      return surface.picture();
    },
    on: events.on,
    stats: () => ({
      framesDrawn: now.framesDrawn,
      lastDrawCalls: now.drawCalls,
      lastScriptMs: now.scriptMs,
      ...surface.memory(),
    }),
  };
}

function showMarkers(parts: Parts, markers: readonly SceneMarker[]): void {
  const { layers, overlay, loop, now } = parts;
  if (sameMarkers(markers, now.markers)) return;
  now.markers = markers;
  overlay.markers.setMarkers(markers);
  const alarmed = new Set(markers.flatMap(({ priority, zoneIndex }) => (priority === 1 ? [zoneIndex] : [])));
  overlay.outlines.setAlarmed(alarmed);
  if (layers.zones.setAlarmed(alarmed)) {
    layers.alarms.setAlarmed(alarmed);
    loop.invalidate('canvas');
  }
  emphasise(parts);
  loop.invalidate('overlay');
}

export function moving(parts: Parts): Moving {
  const { site, shape, states, layers, rig, picker, loop, options, now } = parts;
  return {
    setView(view) {
      now.view = view;
      now.section = sectionPlane(view.section, shape);
      if (applySection(now.section, layers.uniforms)) loop.invalidate('canvas');
      if (!states.aim(view, options.clock(), standsStill(options)())) return;
      picker.liftsChanged();
      rig.settleHome();
      emphasise(parts);
      loop.invalidate('canvas');
    },
    flyTo(target) {
      const points = pointsOf(target, site, shape, states.targetLift);
      if (points.length > 0) rig.frame(points);
    },
    home: rig.home,
    pose() {
      const now = rig.proportioned();
      return now && poseOf(now, shape);
    },
    setPose(pose) {
      if (pose) rig.goTo(proportionedOf(pose, shape));
      else rig.home();
    },
    zoomBy: (factor) => rig.zoomBy(factor),
    orbitBy: rig.orbitBy,
    panBy: rig.panBy,
  };
}

const DEG = Math.PI / 180;

function poseOf({ azimuth, elevation, zoom, target }: Proportioned, { toSite }: SiteShape): ViewPose {
  const turns = Math.round(azimuth / (2 * Math.PI));
  return {
    azimuthDeg: (azimuth - turns * 2 * Math.PI) / DEG,
    elevationDeg: elevation / DEG,
    zoom,
    targetM: toSite(target),
  };
}

function proportionedOf(
  { azimuthDeg, elevationDeg, zoom, targetM }: ViewPose,
  { toScene }: SiteShape,
): Proportioned {
  return { azimuth: azimuthDeg * DEG, elevation: elevationDeg * DEG, zoom, target: toScene(targetM) };
}

/** Storeys whose label must not be left out: selected, in the spotlight, with an urgent alarm. */
function emphasise({ site, shape, overlay, now }: Parts): void {
  const rows = new Set<number>();
  const add = (id: StoreyId | undefined): void => {
    const row = shape.storeys.findIndex(({ storey }) => storey.id === id);
    if (row >= 0) rows.add(row);
  };
  add(now.view.spotlight);
  add(now.view.isolatedStorey);
  if (now.selected?.kind === 'storey') add(now.selected.id);
  if (now.selected?.kind === 'zone') add(site.zoneById.get(now.selected.id)?.storey.id);
  if (now.selected?.kind === 'asset') add(site.assetById.get(now.selected.id)?.zone.storey.id);
  for (const { priority, zoneIndex } of now.markers)
    if (priority === 1) rows.add(shape.zoneRows[zoneIndex] ?? 0);
  overlay.labels.setEmphasis(rows);
}

function sameMarkers(a: readonly SceneMarker[], b: readonly SceneMarker[]): boolean {
  return a.length === b.length && a.every((marker, i) => JSON.stringify(marker) === JSON.stringify(b[i]));
}
