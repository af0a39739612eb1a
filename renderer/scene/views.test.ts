// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTower } from '#tests/bench/pages/tower.ts';
import { sceneColors } from '#tests/builders/scene-colors.ts';
import { createBuildingScene } from './building-scene.ts';
import { createPlanView } from './plan-view.ts';
import type { SceneMarker, SceneOptions } from './view.ts';

const site = createTower({ storeys: 3, basements: 1, columns: 2, rows: 2, assets: 32 });
const frames: (() => void)[] = [];
const options: SceneOptions = {
  language: 'en',
  colors: sceneColors,
  still: true,
  clock: () => 0,
  requestFrame: (callback) => frames.push(callback),
  cancelFrame: () => undefined,
};
const drawFrames = (): void => {
  for (const frame of frames.splice(0)) frame();
};
const marker: SceneMarker = {
  assetIndex: 0,
  zoneIndex: 0,
  priority: 1,
  unacknowledged: true,
  title: 'Smoke',
  lines: [],
};
let host: HTMLElement;

beforeEach(() => {
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe(): void {}
      disconnect(): void {}
    },
  );
  host = document.createElement('div');
  document.body.append(host);
});
afterEach(() => {
  host.remove();
  frames.length = 0;
  vi.unstubAllGlobals();
});

describe('createBuildingScene', () => {
  it('answers no-webgl, and leaves the host as it was, where the browser gives no context', () => {
    vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(null);
    const result = createBuildingScene(host, site, options);
    expect(result.ok ? 'ok' : result.error.code).toBe('no-webgl');
    expect(host.childElementCount).toBe(0);
    expect(host.className).toBe('');
  });
});

describe('createPlanView', () => {
  const zone = (id: string): SVGPathElement | null => host.querySelector(`[data-zone="${id}"]`);

  it('shows every storey, highest first, with its zones', () => {
    createPlanView(host, site, options);
    expect([...host.querySelectorAll('h3')].map((heading) => heading.textContent)).toEqual([
      '3F',
      '2F',
      '1F',
      'B1',
    ]);
    expect(host.querySelectorAll('[data-zone]')).toHaveLength(16);
  });

  it('paints values and leaves a zone without one to the stylesheet', () => {
    const view = createPlanView(host, site, options);
    const colors = new Float32Array(site.zones.length * 3).fill(NaN);
    colors.set([1, 0, 0.5], 0);
    view.setZoneColors(colors);
    expect(zone(site.zones[0]?.id ?? '')?.style.fill).toBe('rgb(255, 0, 128)');
    expect(zone(site.zones[1]?.id ?? '')?.style.fill).toBe('');
  });

  it('tells what was clicked, double-clicked and left', () => {
    const view = createPlanView(host, site, options);
    const heard: unknown[] = [];
    view.on('select', (target) => heard.push(['select', target?.id]));
    view.on('activate', (target) => heard.push(['activate', target.id]));
    const id = site.zones[5]?.id ?? '';
    zone(id)?.dispatchEvent(new MouseEvent('click', { bubbles: true }));
    zone(id)?.dispatchEvent(new MouseEvent('dblclick', { bubbles: true }));
    host.querySelector('.plan-view')?.dispatchEvent(new MouseEvent('click', { bubbles: true }));
    expect(heard).toEqual([
      ['select', id],
      ['activate', id],
      ['select', undefined],
    ]);
  });

  it('keeps a pose for a view that can show all of it, and shows its zoom', () => {
    const view = createPlanView(host, site, options);
    expect(view.pose()).toBeUndefined();
    const pose = { azimuthDeg: 20, elevationDeg: 40, zoom: 2, targetM: [1, 2, 3] } as const;
    view.setPose(pose);
    expect(view.pose()).toEqual(pose);
    expect(host.querySelector<HTMLElement>('.plan-view')?.style.getPropertyValue('--plan-size')).toBe(
      '2.000',
    );
    view.zoomBy(1.5);
    view.dispose();
    expect(view.pose()).toEqual({ ...pose, zoom: 3 });
  });

  it('marks an alarm with shape, text and place, and takes it away again', () => {
    const view = createPlanView(host, site, options);
    view.setMarkers([marker]);
    drawFrames();
    const pin = host.querySelector('.scene-pin');
    expect(pin?.textContent).toBe('◆');
    expect(pin?.getAttribute('aria-label')).toBe('1 Smoke');
    expect(pin?.classList).toContain('scene-unacknowledged');
    expect(host.querySelectorAll('.plan-zone-alarmed')).toHaveLength(1);
    view.setMarkers([]);
    drawFrames();
    expect(host.querySelectorAll('.scene-pin:not([hidden])')).toHaveLength(0);
    expect(host.querySelectorAll('.plan-zone-alarmed')).toHaveLength(0);
  });

  it('draws a way out on the plans it crosses, with a triangle where it takes the stairs', () => {
    const view = createPlanView(host, site, options);
    const [upper, lower] = [1, 0].map((storey) => ({ position: [4, 4, storey * 4] as const, storey }));
    if (!upper || !lower) throw new Error('no points');
    const start = { ...upper, position: [8, 4, 4] as const };
    const exit = { ...lower, position: [0, 4, 0] as const };
    view.setRoutes([
      {
        points: [start, upper, lower, exit],
        look: 'clear',
        marks: [{ kind: 'exit', at: exit, label: 'Exit' }],
      },
    ]);
    expect(host.querySelectorAll('.plan-route-clear')).toHaveLength(2);
    expect(host.querySelectorAll('.plan-route-stair')).toHaveLength(1);
    expect(host.querySelectorAll('.plan-route-exit')).toHaveLength(1);
    view.setRoutes([]);
    expect(host.querySelectorAll('.plan-routes > *')).toHaveLength(0);
  });

  it('shows people and orders where they are, tells them apart, and says who was clicked', () => {
    const view = createPlanView(host, site, options);
    const clicked: string[] = [];
    view.on('person', ({ id }) => clicked.push(id));
    const person = {
      kind: 'person',
      id: 'zhao',
      zoneIndex: 0,
      position: [4, 4],
      label: 'Zhao',
      title: 'Zhao',
      active: true,
      stale: true,
    } as const;
    const order = { ...person, kind: 'order', id: 'WO-1', active: false, stale: false } as const;
    view.setPeople([person, order]);
    const marks = [...host.querySelectorAll('.plan-people > *')];
    expect(marks.map((mark) => mark.getAttribute('class'))).toEqual([
      'plan-person plan-person-person plan-person-active plan-person-stale',
      'plan-person plan-person-order',
    ]);
    marks[0]?.dispatchEvent(new MouseEvent('click', { bubbles: true }));
    expect(clicked).toEqual(['zhao']);
    view.setPeople([]);
    expect(host.querySelectorAll('.plan-people > *')).toHaveLength(0);
  });

  it('isolates a storey, selects, and is gone after dispose', () => {
    const view = createPlanView(host, site, options);
    view.setView({ exploded: false, isolatedStorey: site.storeys[1]?.id, section: undefined });
    expect([...host.querySelectorAll<HTMLElement>('.plan-card')].filter((card) => !card.hidden)).toHaveLength(
      1,
    );
    view.select({ kind: 'zone', id: site.zones[0]?.id as never });
    expect(host.querySelectorAll('.plan-zone-selected')).toHaveLength(1);
    view.select(undefined);
    expect(host.querySelectorAll('.plan-zone-selected')).toHaveLength(0);
    view.dispose();
    expect(host.childElementCount).toBe(0);
  });
});
