/** The broker goes away and comes back: nothing stays on the screen as if it were fresh, and all mends itself. */
import type { Locator } from '@playwright/test';
import { expect, test } from './fixture.ts';
import { screenKey } from './screen-keys.ts';
import { LOCALES, patternOf, wordsOf } from './words.ts';

/** `broker-down` takes it away for this long. */
const AWAY_MS = 20_000;
const STALE_WITHIN_MS = 10_000;
const BACK_WITHIN_MS = 5_000;
/** For a machine that draws in software and does other things besides. */
const SLACK_MS = 10_000;

test.use({ pageLocale: LOCALES.en });
const say = wordsOf('en');

test('a lost broker makes everything stale, says so everywhere, and comes back by itself', async ({
  page,
}) => {
  const health = page.getByRole('group', { name: say('app:feed.label') });
  const conditions = page.getByRole('region', { name: say('app:conditions.label') });
  await expect(health).toContainText(say('app:feed.live'));
  await expect.poll(() => staleShare(health)).toBeLessThan(0.05);

  await page.keyboard.press(screenKey('settings'));
  // What has never spoken cannot become stale: a sensor of the simulated building may be silent since before this began.
  const feed = page.getByRole('region', { name: say('settings:feed.title') });
  const silent = async (): Promise<number> =>
    Number(/(\d+) never reported/.exec((await feed.innerText()).replace(/(?<=\d)\s(?=\d)/g, ''))?.[1]);
  await expect.poll(silent).toBeLessThan(100);
  const silentAtMost = await silent();
  await page.getByRole('button', { name: say('settings:demo.scenario.broker-down') }).click();
  const startedMs = performance.now();
  const elapsedMs = (): number => performance.now() - startedMs;
  await page.keyboard.press(screenKey('overview'));
  await expect(health).toContainText(say('app:feed.offline'), { timeout: STALE_WITHIN_MS + SLACK_MS });
  const lostMs = elapsedMs();
  await expect
    .poll(() => notStale(health), { timeout: STALE_WITHIN_MS + SLACK_MS, intervals: [50] })
    .toBeLessThanOrEqual(silentAtMost);
  console.log(
    `feed loss: said after ${lostMs.toFixed(0)} ms, everything stale after ${elapsedMs().toFixed(0)} ms`,
  );
  // Every reason there is, in words, with what happens next.
  await expect(conditions).toContainText(patternOf(say('codes:health.feed.lost')));
  await expect(conditions).toContainText(say('codes:lane.alarm'));
  // No figure of the building is shown as if it were known.
  const storeys = page.getByRole('listbox', { name: say('overview:storeys.label') });
  await expect(storeys).not.toContainText(/\d\s*kW/);

  await expect(health).toContainText(say('app:feed.live'), {
    timeout: AWAY_MS + BACK_WITHIN_MS + SLACK_MS,
  });
  const backMs = elapsedMs();
  await expect
    .poll(() => staleShare(health), { timeout: BACK_WITHIN_MS + SLACK_MS, intervals: [50] })
    .toBeLessThan(0.05);
  console.log(
    `feed loss: connected ${(backMs - AWAY_MS).toFixed(0)} ms and fresh ${(elapsedMs() - AWAY_MS).toFixed(0)} ms after its return`,
  );
  await expect(conditions).not.toContainText(say('codes:lane.alarm'));
  await expect(storeys).toContainText(/\d\s*kW/);
});

/** What the health line says: points that are stale, and all there are. */
async function pointCounts(health: Locator): Promise<{ stale: number; total: number }> {
  const [, stale, total] = /([\d\s]+) stale \/ ([\d\s]+)/.exec(await health.innerText()) ?? [];
  const count = (digits = ''): number => Number(digits.replace(/\s/g, ''));
  return { stale: count(stale), total: count(total) };
}

/** 0 to 1. */
async function staleShare(health: Locator): Promise<number> {
  const { stale, total } = await pointCounts(health);
  return stale / total;
}

async function notStale(health: Locator): Promise<number> {
  const { stale, total } = await pointCounts(health);
  return total - stale;
}
