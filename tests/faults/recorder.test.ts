/** The recorder in a real browser that is killed, closed and handed over; IndexedDB on a real disk. */
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  buildPage,
  launchBrowser,
  removeFolder,
  startFakeEngine,
  STATION_ASSETS,
  STATION_START_MS,
  type FakeEngine,
  type KillableBrowser,
} from '#tests/builders/recorder-station.ts';

const SAMPLES_PER_S = 4_000;
let folder: string;
let profile: string;
let engine: FakeEngine;
let browser: KillableBrowser | undefined;

beforeAll(async () => {
  folder = await buildPage('tests/builders/recorder-page');
});
afterAll(() => removeFolder(folder));
beforeEach(async () => {
  profile = await mkdtemp(path.join(tmpdir(), 'signalbox-profile-'));
  engine = await startFakeEngine(folder, { samplesPerTick: SAMPLES_PER_S / 20 });
});
afterEach(async () => {
  await browser?.kill();
  browser = undefined;
  await engine.close();
  await removeFolder(profile);
});

async function start(): Promise<KillableBrowser> {
  browser = await launchBrowser(profile);
  return browser;
}

async function until(what: string, condition: () => boolean | Promise<boolean>): Promise<void> {
  await vi.waitFor(async () => expect(await condition(), what).toBe(true), { timeout: 60_000, interval: 50 });
}

const recorded = (samples: number): Promise<void> =>
  until(`${samples} samples acknowledged`, () => engine.acknowledged() >= samples);

/** Numbers of all recorded samples up to `last`, in order; each sample's value is its number. */
async function recordedNumbers(page: Page, last: number): Promise<number[]> {
  const pointIds = Array.from({ length: STATION_ASSETS }, (_, i) => [`M${i}.power`, `M${i}.energy`]).flat();
  const numbers = await page.evaluate(
    async ([ids, fromMs, toMs]) => {
      const queries = ids.map((pointId) => ({ pointId, fromMs, toMs }));
      const answer = await window.recorderPage.history.seriesOf(queries);
      if (!answer.ok) throw new Error(answer.error.detail);
      return answer.value.flatMap(({ last: values }) => [...values]);
    },
    [pointIds, STATION_START_MS, STATION_START_MS + last + 1] as const,
  );
  return numbers.sort((a, b) => a - b);
}

/** @returns the numbers that are missing below `last`; fails on doubles. */
function missing(numbers: readonly number[], last: number): number[] {
  const there = new Set(numbers);
  expect(there.size).toBe(numbers.length);
  return Array.from({ length: last + 1 }, (_, number) => number).filter((number) => !there.has(number));
}

const where = (page: Page): Promise<string> =>
  page.evaluate(() => window.recorderPage.recording.state().where);

describe('recorder', () => {
  it('loses nothing when the browser is killed again and again while the engine lives', async () => {
    for (let round = 1; round <= 4; round += 1) {
      const station = await start();
      await station.open(engine.url);
      await recorded(engine.acknowledged() + SAMPLES_PER_S);
      await station.kill();
    }
    const page = await (await start()).open(engine.url);
    const last = engine.appended();
    await recorded(last);
    expect(missing(await recordedNumbers(page, last), last)).toEqual([]);
  });

  it('keeps every acknowledged sample, and loses at most 2 s, when browser and engine are killed together', async () => {
    const station = await start();
    await station.open(engine.url);
    await recorded(2 * SAMPLES_PER_S);
    await station.kill();
    const acknowledged = engine.acknowledged();
    const appended = engine.appended();
    engine.restart();
    expect(appended - acknowledged).toBeLessThanOrEqual(2 * SAMPLES_PER_S);
    const page = await (await start()).open(engine.url);
    await recorded(engine.appended() + SAMPLES_PER_S);
    const lost = missing(
      await recordedNumbers(page, appended + SAMPLES_PER_S / 2),
      appended + SAMPLES_PER_S / 2,
    );
    expect(lost.filter((number) => number <= acknowledged)).toEqual([]);
  });

  it('has one recorder among several windows, and hands over when it closes', async () => {
    const station = await start();
    const first = await station.open(engine.url);
    await until('the first records', async () => (await where(first)) === 'here');
    const second = await station.open(engine.url);
    const third = await station.open(engine.url);
    await until(
      'the others know',
      async () => (await where(second)) === 'elsewhere' && (await where(third)) === 'elsewhere',
    );
    await recorded(SAMPLES_PER_S);
    await first.close();
    await until('the second takes over', async () => (await where(second)) === 'here');
    await recorded(engine.acknowledged() + SAMPLES_PER_S);
    await second.close();
    await until('the third takes over', async () => (await where(third)) === 'here');
    const last = engine.appended();
    await recorded(last);
    expect(missing(await recordedNumbers(third, last), last)).toEqual([]);
    expect(engine.stream.status().lostSamples).toBe(0);
  });

  it('opens with its host down, and shows what was recorded, until when', async () => {
    const station = await start();
    const page = await station.open(engine.url);
    await page.evaluate(async () => {
      await navigator.serviceWorker.register('/offline-worker.js', { type: 'module' });
      await navigator.serviceWorker.ready;
    });
    await recorded(SAMPLES_PER_S);
    await station.kill();
    const acknowledged = engine.acknowledged();
    await engine.close();
    const alone = await (await start()).open(engine.url);
    const shown = await alone.evaluate(async () => {
      const { history } = window.recorderPage;
      const [site, values, coverage] = await Promise.all([
        history.recordedSite(),
        history.lastValues(),
        history.coverage(),
      ]);
      if (!site.ok || !values.ok || !coverage.ok || !values.value) throw new Error('nothing was recorded');
      return {
        site: site.value?.document.id,
        newest: Math.max(...values.value.value),
        untilMs: values.value.untilMs,
        toMs: coverage.value.toMs,
      };
    });
    expect(shown.site).toBe('tiny');
    expect(shown.newest).toBeGreaterThanOrEqual(acknowledged);
    expect(shown.untilMs).toBe(STATION_START_MS + shown.newest);
    expect(shown.toMs).toBe(shown.untilMs);
    expect(missing(await recordedNumbers(alone, acknowledged), acknowledged)).toEqual([]);
    engine = await startFakeEngine(folder, { samplesPerTick: 0 });
  });
});
