/** Walls: scenes and rotations made by keyboard, played in windows of their own, taken over by a fire and given back. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { connectAsync } from 'mqtt';
import { endHeadless, forkHeadless } from '#tests/builders/headless.ts';
import { expect, test } from './fixture.ts';
import { saveScene } from './save-scene.ts';
import { screenKey } from './screen-keys.ts';
import { LANGUAGES, LOCALES, patternOf, wordsOf, type Say } from './words.ts';

/** Of capitals, as a share of the text size: Inter. */
const CAPITAL_SHARE = 0.727;

for (const language of LANGUAGES) {
  test.describe(`wall (${language})`, () => {
    test.use({ pageLocale: LOCALES[language] });
    const say = wordsOf(language);

    test(
      'scenes are saved and ordered by keyboard; a wall plays them, pauses, is taken over and goes on',
      { tag: '@headless' },
      async ({ page }) => {
        await expect(page.getByRole('group', { name: say('app:feed.label') })).toContainText(
          say('app:feed.live'),
        );
        await test.step('two scenes are saved', async () => {
          await page.keyboard.press('e');
          await page.keyboard.press('o');
          await page.keyboard.press('+');
          await saveScene(page, say, 'Open', [say('app:nav.overview'), say('overview:overlay.environment')]);
          await page.keyboard.press(screenKey('alarms'));
          await expect(page.getByRole('link', { name: say('app:nav.alarms') })).toHaveAttribute(
            'aria-current',
            'page',
          );
          await saveScene(page, say, 'List', [say('app:nav.alarms')]);
        });
        await test.step('and put into a rotation', () => saveRotation(page, say));
        const wall = await page.context().newPage();
        const status = wall.getByRole('group', { name: say('app:wall.label') });

        await test.step('a second window plays it', async () => {
          await page.getByRole('combobox', { name: say('settings:wall.shows') }).selectOption('Round');
          const address = await page
            .getByRole('textbox', { name: say('settings:wall.address') })
            .inputValue();
          await wall.goto(address);
          await expect(status).toContainText('Round · Open');
          await expect(status).toContainText(patternOf(say('app:wall.next', { scene: 'List' })));
          await expect(wall.getByRole('button', { name: say('overview:view.explode') })).toHaveAttribute(
            'aria-pressed',
            'true',
          );
          await expect(wall.getByRole('radio', { name: say('overview:overlay.environment') })).toBeChecked();
          await expect(wall.getByRole('navigation')).toHaveCount(0);
          await expect(status).toContainText('Round · List');
          await expect(wall).toHaveURL(/#\/alarms/);
        });

        await test.step('hides the pointer that rests', async () => {
          const hidden = (): Promise<string> =>
            wall
              .locator('header')
              .first()
              .evaluate((header) => getComputedStyle(header).cursor);
          await expect.poll(hidden).toBe('none');
          await wall.mouse.move(300, 300);
          await wall.mouse.move(400, 320);
          await expect.poll(hidden).not.toBe('none');
        });

        await test.step('pauses while somebody uses it, and goes on by itself', async () => {
          await wall.keyboard.press('Shift');
          await expect(status).toContainText(patternOf(say('app:wall.paused')));
          await wall.keyboard.press(screenKey('overview'));
          await expect(wall).toHaveURL(/#\/overview/);
          await expect(status).not.toContainText(patternOf(say('app:wall.paused')));
          await expect(status).toContainText(patternOf(say('app:wall.next')));
        });

        const detect = await detectors(page, say);
        const alarms = wall.getByRole('listbox', { name: say('overview:alarms.title') });
        await test.step('smoke takes it over, with the place selected', async () => {
          await detect('SD-0701');
          await expect(status).toContainText(say('app:wall.taken.alarm'));
          await expect(alarms.getByRole('option', { selected: true })).toContainText('SD-0701');
          await expect(wall.locator('.scene-storey-strong')).toHaveText('7F');
          await expect(wall.locator('.scene-callout:not([hidden])').first()).toBeVisible();
          await expect(wall.getByRole('button', { name: say('overview:view.explode') })).toHaveAttribute(
            'aria-pressed',
            'false',
          );
        });

        await test.step('and gives it back once that is acknowledged', async () => {
          await wall.keyboard.press('a');
          await wall.keyboard.type('Chen');
          await wall.keyboard.press('Enter');
          await expect(status).toContainText('Round · ');
          await expect(status).toContainText(patternOf(say('app:wall.next')));
        });

        await test.step('a fire that two detectors confirm keeps it, until its incident is closed', async () => {
          await detect('SD-0703');
          await expect(status).toContainText(say('app:wall.taken.alarm'));
          await expect(alarms.getByRole('option', { selected: true })).toContainText('SD-0703');
          await wall.keyboard.press('a');
          await expect(status).toContainText(say('app:wall.taken.incident'));
          await expect(wall.locator('.scene-storey-strong')).toHaveText('7F');
        });
      },
    );

    test('text on a wall is as large as its distance asks', { tag: '@headless' }, async ({ page, host }) => {
      await page.setViewportSize({ width: 3840, height: 2160 });
      await page.goto(new URL('/?scene=Nobody+saved+this&distanceM=4&diagonalIn=98', host.url).href);
      await expect(page.getByRole('group', { name: say('app:wall.label') })).toContainText(
        say('app:wall.unknown', { name: 'Nobody saved this' }),
      );
      await expect(page.getByText(say('overview:alarms.none'))).toBeVisible();
      await expect(page.getByRole('region', { name: say('overview:building.label') })).toBeVisible();
      await expect(page.getByRole('listbox', { name: say('overview:storeys.label') })).toBeHidden();
      const sizePx = await page
        .locator('body')
        .evaluate((body) => Number.parseFloat(getComputedStyle(body).fontSize));
      const { width, height } = await page.evaluate(() => ({ width: screen.width, height: screen.height }));
      const capitalMm = sizePx * CAPITAL_SHARE * ((98 * 25.4) / Math.hypot(width, height));
      const arcmin = 2 * Math.atan(capitalMm / 2 / 4_000) * (180 / Math.PI) * 60;
      expect(arcmin).toBeGreaterThanOrEqual(20);
      expect(arcmin).toBeLessThan(21);
    });
  });
}

test(
  'a file of scenes that is broken is told, and kept when a scene is saved',
  { tag: '@headless' },
  async ({ page, host }) => {
    const say = wordsOf('zh');
    const file = path.join(host.dataFolder, 'wall.json');
    process.kill(host.pid, 'SIGKILL');
    writeFileSync(file, '{"schemaVersion": 1, "shows": [');
    const again = await forkHeadless(['--port', new URL(host.url ?? '').port, '--data', host.dataFolder]);
    try {
      const notices = page.getByRole('region', { name: say('app:conditions.label') });
      await expect(notices).toContainText(
        say('codes:health.wall.unreadable', { file, aside: `${file}.unreadable` }),
      );
      await page.keyboard.press(screenKey('settings'));
      const panel = page.getByRole('region', { name: say('settings:wall.title') });
      await expect(panel).toContainText(say('settings:wall.none'));
      await panel.getByRole('textbox', { name: say('settings:wall.sceneName') }).fill('夜间');
      await page.keyboard.press('Enter');
      await expect(panel.getByRole('list', { name: say('settings:wall.list') })).toContainText('夜间');
      await expect(notices).not.toContainText(file);
    } finally {
      await endHeadless(again.child);
    }
  },
);

/** Speaks for detectors of the 7th storey on the simulated site's own broker; a minute later the building says its own again. */
async function detectors(page: Page, say: Say): Promise<(assetId: string) => Promise<void>> {
  const form = page.getByRole('form', { name: patternOf(say('settings:connection.form')) });
  const port = await form.getByRole('textbox', { name: say('settings:connection.port') }).inputValue();
  return async (assetId) => {
    const broker = await connectAsync(`mqtt://127.0.0.1:${port}`, { protocolVersion: 4 });
    const payload = JSON.stringify({ value: 1, time: Date.now() });
    await broker.publishAsync(`riverside/alarm/7F/${assetId}/smoke`, payload, { qos: 1 });
    await broker.endAsync();
  };
}

async function saveRotation(page: Page, say: Say): Promise<void> {
  await page.keyboard.press(screenKey('settings'));
  const form = page.getByRole('form', { name: say('settings:wall.rotationForm') });
  await form.getByRole('textbox', { name: say('settings:wall.rotationName') }).focus();
  await page.keyboard.type('Round');
  await page.keyboard.press('Tab');
  await page.keyboard.type('5');
  const add = form.getByRole('button', { name: say('settings:wall.addStep') });
  await add.press('Enter');
  await add.press('Enter');
  // Alphabetical at first: Open is put before List.
  await form.getByRole('button', { name: say('settings:wall.earlier', { number: 2 }) }).press('Enter');
  for (const index of [0, 1])
    await form
      .getByRole('textbox', { name: say('settings:wall.stepSeconds') })
      .nth(index)
      .fill('6');
  await form.getByRole('button', { name: say('settings:wall.saveRotation') }).press('Enter');
  await expect(page.getByRole('list', { name: say('settings:wall.list') })).toContainText('Round');
}
