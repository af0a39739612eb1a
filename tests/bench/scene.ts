/**
 * What the building costs in a real browser, at 600 zones and 5,000 assets with 20 alarms, beside a mesh for each of them,
 * and ways out of one storey.
 * Script time only: where graphics run in software the drawing itself belongs to the machine, not to us.
 */
import { openScenePage } from '#tests/builders/scene-page.ts';
import { median, type BenchRow } from './row.ts';

const FRAMES = 60;
const PICKS = 2000;

export async function run(): Promise<BenchRow[]> {
  const { page, close } = await openScenePage({ width: 1280, height: 800, query: 'still' });
  try {
    const idle = await page.evaluate(async () => {
      const { scene, colors, markers, routes, rest } = window.stage;
      scene.setMarkers(markers(20));
      scene.setRoutes(routes());
      await rest();
      const before = scene.stats().framesDrawn;
      // What a window does ten times a second while nothing in the building changes.
      for (let i = 0; i < 50; i += 1) {
        scene.setZoneColors(colors.slice());
        scene.setMarkers(markers(20));
        scene.setRoutes(routes());
        await new Promise((resolve) => requestAnimationFrame(resolve));
      }
      return scene.stats().framesDrawn - before;
    });
    const ours = await page.evaluate(async (frames) => {
      const times = await window.stage.turn(frames);
      return { times, drawCalls: window.stage.scene.stats().lastDrawCalls };
    }, FRAMES);
    const pickMs = await page.evaluate((picks) => window.stage.pick(picks), PICKS);
    const naive = await page.evaluate(([frames, picks]) => window.stage.naive(frames, picks), [
      FRAMES,
      100,
    ] as const);
    const [ourMs, naiveMs] = [median(ours.times), median(naive.scriptMs)];
    return [
      {
        what: 'scene: frames drawn in 50 updates that change nothing',
        figure: idle,
        unit: 'frames',
        reach: '0',
        reached: idle === 0,
      },
      { what: 'scene: script of a frame, a mesh each (baseline)', figure: naiveMs, unit: 'ms' },
      {
        what: 'scene: script of a frame',
        figure: ourMs,
        unit: 'ms',
        ratio: ourMs / naiveMs,
        reach: '≤ 2 ms',
        reached: ourMs <= 2,
      },
      { what: 'scene: draw calls, a mesh each (baseline)', figure: naive.drawCalls, unit: 'calls' },
      {
        what: 'scene: draw calls',
        figure: ours.drawCalls,
        unit: 'calls',
        ratio: ours.drawCalls / naive.drawCalls,
        reach: '≤ 20',
        reached: ours.drawCalls <= 20,
      },
      { what: 'scene: pick among a mesh each (baseline)', figure: naive.pickMs, unit: 'ms' },
      {
        what: 'scene: pick',
        figure: pickMs,
        unit: 'ms',
        ratio: pickMs / naive.pickMs,
        reach: '≤ 0.2 ms',
        reached: pickMs <= 0.2,
      },
    ];
  } finally {
    await close();
  }
}
