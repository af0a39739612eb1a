/** The 3D building in a real browser: restraint, recovery, picking by mouse, and nothing left behind. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openScenePage, type ScenePage } from '#tests/builders/scene-page.ts';

let opened: ScenePage;
beforeAll(async () => {
  opened = await openScenePage({ width: 1000, height: 700, query: 'still' });
});
afterAll(async () => {
  await opened.close();
});

const framesDrawn = (): Promise<number> => opened.page.evaluate(() => window.stage.scene.stats().framesDrawn);

describe('the building in a browser', () => {
  it('draws nothing when told what it already shows, and one frame when one zone changes', async () => {
    await opened.page.evaluate(() => window.stage.rest());
    const before = await framesDrawn();
    await opened.page.evaluate(async () => {
      const { scene, colors, rest } = window.stage;
      for (let i = 0; i < 20; i += 1) scene.setZoneColors(colors.slice());
      scene.setView({ exploded: false, isolatedStorey: undefined, section: undefined });
      scene.setMarkers([]);
      await rest();
    });
    expect(await framesDrawn()).toBe(before);
    await opened.page.evaluate(async () => {
      const { scene, colors, rest } = window.stage;
      const changed = colors.slice();
      changed[0] = 0.9;
      scene.setZoneColors(changed);
      await rest();
    });
    expect(await framesDrawn()).toBe(before + 1);
  });

  it('draws no WebGL frame for selecting, hovering or blinking', async () => {
    await opened.page.evaluate(() => window.stage.rest());
    const before = await framesDrawn();
    await opened.page.mouse.move(500, 300);
    await opened.page.evaluate(async () => {
      const { scene, site, rest } = window.stage;
      scene.select({ kind: 'zone', id: site.zones[3]?.id as never });
      await rest();
    });
    expect(await framesDrawn()).toBe(before);
  });

  it('shows ways out without a WebGL frame, lifts them with their storeys and hides them with them', async () => {
    const shown = await opened.page.evaluate(async () => {
      const { scene, site, routes, rest } = window.stage;
      const drawing = (): string => document.querySelector('.scene-route')?.getAttribute('d') ?? '';
      const plain = { exploded: false, isolatedStorey: undefined, section: undefined };
      const before = scene.stats().framesDrawn;
      scene.setRoutes(routes());
      scene.setRoutes(routes());
      await rest();
      const [flat, frames] = [drawing(), scene.stats().framesDrawn - before];
      const heads = document.querySelector('.scene-route-head')?.getAttribute('d') ?? '';
      scene.setView({ ...plain, exploded: true });
      await rest();
      const exploded = drawing();
      scene.setView({ ...plain, isolatedStorey: site.storeys[0]?.id });
      await rest();
      const isolated = drawing();
      scene.setView({ ...plain, section: { axis: 'y', at: 0.02 } });
      await rest();
      const cut = drawing();
      scene.setView(plain);
      scene.setRoutes([]);
      await rest();
      return { frames, flat, heads, exploded, isolated, cut, gone: drawing() };
    });
    expect(shown.frames).toBe(0);
    expect(shown.flat).toMatch(/^M/);
    expect(shown.heads).toMatch(/^M/);
    expect(shown.exploded).not.toBe(shown.flat);
    expect(shown.isolated.length).toBeLessThan(shown.flat.length / 2);
    expect(shown.cut.length).toBeLessThan(shown.flat.length / 2);
    expect(shown.gone).toBe('');
  });

  it('stays within 20 draw calls with alarms of every priority', async () => {
    const stats = await opened.page.evaluate(async () => {
      const { scene, markers, rest } = window.stage;
      scene.setMarkers(markers(300));
      await rest();
      return scene.stats();
    });
    expect(stats.lastDrawCalls).toBeLessThanOrEqual(20);
  });

  it('shows 300 alarms without two of them overlapping', async () => {
    const overlapping = await opened.page.evaluate(() => {
      const boxes = [...document.querySelectorAll('.scene-pin, .scene-callout')]
        .map((element) => element.getBoundingClientRect())
        .filter(({ width }) => width > 0);
      const meet = (a: DOMRect, b: DOMRect): boolean =>
        Math.min(a.right, b.right) - Math.max(a.left, b.left) > 0.5 &&
        Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 0.5;
      return {
        pins: boxes.length,
        meeting: boxes.filter((a, i) => boxes.slice(i + 1).some((b) => meet(a, b))).length,
      };
    });
    expect(overlapping.pins).toBeGreaterThan(20);
    expect(overlapping.meeting).toBe(0);
    await opened.page.evaluate(() => window.stage.scene.setMarkers([]));
  });

  it('tells which zone was clicked', async () => {
    await opened.page.evaluate(() => {
      window.stage.selected.length = 0;
      window.stage.scene.setAssets({ visibleDisciplines: new Set(), status: new Uint8Array(0) });
    });
    await opened.page.mouse.click(500, 300);
    await opened.page.mouse.click(4, 4);
    const [hit, miss] = await opened.page.evaluate(() => window.stage.selected);
    expect(hit).toMatch(/^\w+-\d-\d$/);
    expect(miss ?? null).toBeNull();
  });

  it('comes back after the graphics context was lost, with the same picture', async () => {
    await opened.page.evaluate(() => window.stage.rest());
    const before = await opened.page.screenshot();
    await opened.page.evaluate(() => {
      const extension = document
        .querySelector('canvas')
        ?.getContext('webgl2')
        ?.getExtension('WEBGL_lose_context');
      extension?.loseContext();
      setTimeout(() => extension?.restoreContext(), 100);
    });
    await opened.page.waitForFunction(() => window.stage.context.includes('restored'));
    await opened.page.evaluate(() => window.stage.rest());
    expect(await opened.page.evaluate(() => window.stage.context)).toEqual(['lost', 'restored']);
    expect((await opened.page.screenshot()).equals(before)).toBe(true);
  });

  it('takes a new canvas when the old context never comes back', async () => {
    await opened.page.evaluate(() => {
      window.stage.context.length = 0;
      document
        .querySelector('canvas')
        ?.getContext('webgl2')
        ?.getExtension('WEBGL_lose_context')
        ?.loseContext();
    });
    const before = await framesDrawn();
    await opened.page.waitForFunction(() => window.stage.context.includes('restored'), undefined, {
      timeout: 30_000,
    });
    await opened.page.evaluate(() => window.stage.rest());
    expect(await framesDrawn()).toBeGreaterThan(before);
    expect(await opened.page.locator('canvas').count()).toBe(1);
  });

  it('leaves nothing in the page after dispose', async () => {
    const left = await opened.page.evaluate(() => {
      window.stage.scene.dispose();
      const host = document.getElementById('host');
      return { children: host?.childElementCount, className: host?.className };
    });
    expect(left).toEqual({ children: 0, className: '' });
  });
});
