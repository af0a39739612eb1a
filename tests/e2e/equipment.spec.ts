/** One asset: found by typing, its values as they come, its recorded past over an hour, a day and a week. */
import { watchCanvas } from './drawn.ts';
import { expect, test } from './fixture.ts';
import { screenKey } from './screen-keys.ts';
import { findAsset } from './find-asset.ts';
import { LANGUAGES, LOCALES, patternOf, wordsOf } from './words.ts';

for (const language of LANGUAGES) {
  test.describe(`equipment (${language})`, () => {
    test.use({ pageLocale: LOCALES[language] });
    const say = wordsOf(language);
    const name = language === 'zh' ? '9F 总电表' : '9F storey meter';
    const power = language === 'zh' ? '有功功率' : 'Active power';

    test('search, live values, and the chart of what was recorded', async ({ page }) => {
      await expect(page.getByRole('group', { name: say('app:feed.label') })).toContainText(
        say('app:feed.live'),
      );
      const drawn = await watchCanvas(page);
      await page.keyboard.press(screenKey('equipment'));
      await test.step('nothing fits', async () => {
        await findAsset(page, say, 'no such thing');
        await expect(page.getByText(say('equipment:search.none'), { exact: true })).toBeVisible();
      });
      await test.step('one asset fits', async () => {
        await findAsset(page, say, 'EM-0900');
        const found = page.getByRole('option').filter({ hasText: name });
        await expect(found).toHaveCount(1);
        await page.keyboard.press('Tab');
        await page.keyboard.press('ArrowDown');
        await page.keyboard.press('ArrowDown');
        await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
        await expect(page).toHaveURL(/#\/equipment\/EM-0900/);
      });
      await test.step('its values live', async () => {
        const row = page
          .getByRole('grid', { name: say('equipment:points.label') })
          .getByRole('row')
          .filter({ hasText: power })
          .first();
        await expect(row).toContainText(/\d+\.\d+\s*kW/);
        const before = await row.innerText();
        await expect
          .poll(async () => /[\d.]+(?=\s*kW)/.exec(await row.innerText())?.[0], { timeout: 40_000 })
          .not.toBe(/[\d.]+(?=\s*kW)/.exec(before)?.[0]);
      });
      const chart = page.getByRole('img', { name: patternOf(say('equipment:chart.summary')) });
      for (const [key, span] of [
        ['h', 'hour'],
        ['d', 'day'],
        ['w', 'week'],
      ] as const) {
        await test.step(`the last ${span}`, async () => {
          await drawn.forget();
          await page.keyboard.press(key);
          await expect(page.getByRole('radio', { name: say(`equipment:span.${span}`) })).toBeChecked();
          await expect(chart).toHaveAccessibleName(/\d\s*kW/);
          await expect
            .poll(async () => (await drawn.texts()).some((text) => /\d\.\d\d\s*kW/.test(text)))
            .toBe(true);
          const times = (await drawn.texts()).filter((text) => /\d\d:\d\d/.test(text));
          expect(new Set(times).size, times.join()).toBeGreaterThan(3);
        });
      }
      await test.step('a past that was sent later, every five minutes, is a line and not a hole', async () => {
        // It is still coming in while this test begins.
        await expect(async () => {
          await page.keyboard.press('d');
          await expect(page.getByRole('radio', { name: say('equipment:span.day') })).toBeChecked();
          await drawn.forget();
          await page.keyboard.press('w');
          await expect.poll(async () => (await drawn.texts()).some((text) => /kW/.test(text))).toBe(true);
          expect(await drawn.texts()).not.toContain(say('equipment:chart.gap'));
        }).toPass({ timeout: 60_000 });
      });
      await test.step('where nothing was recorded, that is said', async () => {
        await findAsset(page, say, 'EM-0901');
        await page.keyboard.press('Tab');
        await page.keyboard.press('ArrowDown');
        await drawn.forget();
        await page.keyboard.press('ArrowDown');
        await expect(page).toHaveURL(/EM-0901/);
        await expect.poll(drawn.texts).toContain(say('equipment:chart.gap'));
      });
      await test.step('and leads back to its place', async () => {
        await page.keyboard.press('g');
        await expect(
          page.getByRole('region', { name: say('overview:details.title.asset'), exact: true }),
        ).toContainText('9F-W1');
      });
    });
  });
}
