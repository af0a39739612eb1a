/** The host is gone, the page is opened all the same: yesterday's data, and no word of it passes for today's. */
import { expect, test } from './fixture.ts';
import { screenKey } from './screen-keys.ts';
import { findAsset } from './find-asset.ts';
import { LOCALES, patternOf, wordsOf } from './words.ts';

test.use({ pageLocale: LOCALES.en, expectedPageErrors: [] });
const say = wordsOf('en');

test(
  'opens from its own files and shows what was recorded, and until when',
  { tag: '@headless' },
  async ({ page, host }) => {
    const health = page.getByRole('group', { name: say('app:feed.label') });
    await test.step('something is recorded', async () => {
      await expect(health).toContainText(say('app:feed.live'));
      await expect(page.getByRole('region', { name: say('overview:environment.title') })).toContainText(
        /\d\s*°C/,
      );
      await page.evaluate(async () => {
        await navigator.serviceWorker.ready;
      });
      await page.keyboard.press(screenKey('settings'));
      const history = page.getByRole('region', { name: say('settings:storage.title') });
      await expect(history).toContainText(/\d\d:\d\d:\d\d/);
      await expect.poll(() => history.innerText(), { timeout: 30_000 }).toMatch(/Samples\s+\d{2}/);
      await page.keyboard.press(screenKey('overview'));
    });

    await test.step('the host dies, and the page is opened again', async () => {
      process.kill(host.pid, 'SIGKILL');
      await expect(health).toContainText(say('app:feed.cut'));
      await page.reload();
      await expect(page.getByRole('region', { name: say('app:conditions.label') })).toContainText(
        /Showing recorded data until .*\d\d:\d\d/,
      );
      await expect(health).toContainText(say('app:feed.recorded'));
    });

    await test.step('values are there, alarms are not claimed to be', async () => {
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Riverside One');
      await expect(page.locator('canvas').first()).toBeVisible();
      await expect(page.getByText(say('overview:alarms.unknown'))).toBeVisible();
      await expect(page.getByText(say('overview:alarms.none'), { exact: true })).toBeHidden();
    });

    await test.step('equipment has its values and its chart', async () => {
      await page.keyboard.press(screenKey('equipment'));
      await findAsset(page, say, 'EM-0900');
      const row = page.getByRole('option').filter({ hasText: '9F storey meter' });
      await expect(row).toHaveCount(1);
      await row.click();
      const points = page.getByRole('grid', { name: say('equipment:points.label') });
      const power = points.getByRole('row').filter({ hasText: 'Active power' }).first();
      await expect(power).toContainText(/\d\s*kW/);
      await expect(power).toContainText(say('equipment:status.stale'));
      await expect(
        page.getByRole('img', { name: patternOf(say('equipment:chart.summary')) }),
      ).toHaveAccessibleName(/\d\s*kW/);
      await page.keyboard.press('w');
      await expect(page.getByRole('radio', { name: say('equipment:span.week') })).toBeChecked();
      await expect(page.getByRole('img', { name: patternOf(say('equipment:chart.summary')) })).toBeVisible();
      await expect(page.getByText(say('equipment:history.offline'))).toBeVisible();
    });
  },
);
