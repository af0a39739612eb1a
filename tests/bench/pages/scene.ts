/** The scene alone in a page, for the bench and for tests that need a real browser: `window.stage`. */
import { createRandom } from '#shared/base/random.ts';
import type { Site } from '#shared/domain/site/site.ts';
import { createBuildingScene, type BuildingScene } from '#renderer/scene/building-scene.ts';
import type { SceneEvents, SceneMarker, SceneRoute, SceneRoutePoint } from '#renderer/scene/view.ts';
import { sceneColors } from '#tests/builders/scene-colors.ts';
import { createNaiveScene } from './naive-scene.ts';
import { medianTime } from './median-time.ts';
import { BENCH_TOWER, createTower } from './tower.ts';

export interface Stage {
  readonly scene: BuildingScene;
  readonly site: Site;
  readonly colors: Float32Array;
  readonly context: SceneEvents['context'][];
  readonly selected: (string | undefined)[];
  /** Resolves once no frame was drawn for four frames of the browser. */
  rest(): Promise<void>;
  /** @returns milliseconds of script of each of `frames` frames while the building turns. */
  turn(frames: number): Promise<number[]>;
  /** @returns milliseconds a pick with the pointer event around it, at `count` random places. */
  pick(count: number): number;
  /** A mesh for each zone and asset, drawn and picked as often. */
  naive(frames: number, picks: number): { scriptMs: number[]; drawCalls: number; pickMs: number };
  markers(count: number): SceneMarker[];
  /** From every zone of the highest storey down to the lowest. */
  routes(): SceneRoute[];
}

declare global {
  interface Window {
    stage: Stage;
  }
}

const nextFrame = (): Promise<void> => new Promise((resolve) => requestAnimationFrame(() => resolve()));

function open(): Stage {
  const host = document.getElementById('host') as HTMLElement;
  const site = createTower(BENCH_TOWER);
  const random = createRandom(11);
  const still = new URLSearchParams(location.search).has('still');
  const made = createBuildingScene(host, site, {
    language: 'en',
    colors: sceneColors,
    still,
    clock: () => performance.now(),
    requestFrame: (callback) => requestAnimationFrame(callback),
    cancelFrame: (handle) => cancelAnimationFrame(handle),
  });
  if (!made.ok) throw new Error(made.error.detail);
  const scene = made.value;
  const colors = Float32Array.from({ length: site.zones.length * 3 }, () => 0.1 + 0.4 * random());
  scene.setZoneColors(colors);
  scene.setAssets({
    visibleDisciplines: new Set(['security', 'energy', 'environment', 'transport', 'fire', 'other']),
    status: Uint8Array.from(site.assets, (_, i) => (i % 9 === 0 ? i % 4 : 0)),
  });
  const [context, selected]: [SceneEvents['context'][], (string | undefined)[]] = [[], []];
  scene.on('context', (state) => context.push(state));
  scene.on('select', (target) => selected.push(target?.id));
  const anywhere = (): [number, number] => [random() * innerWidth, random() * innerHeight];
  return {
    ...{ scene, site, colors, context, selected },
    rest: () => rest(scene),
    turn: (frames) => turn(scene, frames),
    pick(count) {
      const canvas = host.querySelector('canvas') as HTMLCanvasElement;
      const move = (): void => {
        const [clientX, clientY] = anywhere();
        canvas.dispatchEvent(new PointerEvent('pointermove', { clientX, clientY, bubbles: true }));
      };
      for (let i = 0; i < 200; i += 1) move();
      return medianTime(count, move);
    },
    naive: (frames, picks) => createNaiveScene(host, site, colors).measure(frames, picks, anywhere),
    markers: (count) => markersOf(site, count),
    routes: () => routesOf(site),
  };
}

async function rest(scene: BuildingScene): Promise<void> {
  for (let quiet = 0, drawn = -1; quiet < 4; quiet += 1) {
    await nextFrame();
    if (scene.stats().framesDrawn !== drawn) quiet = 0;
    drawn = scene.stats().framesDrawn;
  }
}

async function turn(scene: BuildingScene, frames: number): Promise<number[]> {
  const times: number[] = [];
  while (times.length < frames) {
    const before = scene.stats().framesDrawn;
    scene.orbitBy(1.5, 0);
    while (scene.stats().framesDrawn === before) await nextFrame();
    times.push(scene.stats().lastScriptMs);
  }
  return times;
}

function markersOf(site: Site, count: number): SceneMarker[] {
  return Array.from({ length: count }, (_, i) => {
    const asset = site.assets[(i * 37) % site.assets.length];
    return {
      assetIndex: asset?.index,
      zoneIndex: asset?.zone.index ?? 0,
      priority: ([3, 2, 4, 3, 2, 1] as const)[i % 6] ?? 4,
      unacknowledged: i % 2 === 0,
      title: `Alarm ${i}`,
      lines: [asset?.id ?? ''],
    };
  });
}

function routesOf(site: Site): SceneRoute[] {
  const stair = (storey: number): SceneRoutePoint => ({
    position: [0, 0, site.storeys[storey]?.elevationM ?? 0],
    storey,
  });
  const down = [...site.storeys.keys()].reverse().map(stair);
  const exit = stair(0);
  return (site.storeys.at(-1)?.zones ?? []).map(({ polygon: [[x, y] = [0, 0]] }) => ({
    points: [{ position: [x, y, down[0]?.position[2] ?? 0], storey: down[0]?.storey ?? 0 }, ...down],
    look: 'clear',
    marks: [{ kind: 'exit', at: exit, label: 'Exit' }],
  }));
}

window.stage = open();
