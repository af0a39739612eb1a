/**
 * Every screen, in both languages, on a small laptop, a desk and a wall: one language at a time, nothing cut off, nothing
 * over something else, no error in the console. The fixture watches page errors and the content policy.
 */
import type { Locator, Page } from '@playwright/test';
import { SCREEN_NAMES, type ScreenName } from '#renderer/app/screens.ts';
import { expect, test } from './fixture.ts';
import { saveScene } from './save-scene.ts';
import { screenKey } from './screen-keys.ts';
import { expectTidy, foreignWords } from './tidy.ts';
import { LANGUAGES, LOCALES, wordsOf, type Language } from './words.ts';

const SIZES = [
  { width: 1366, height: 768 },
  { width: 1920, height: 1080 },
  { width: 3840, height: 2160 },
] as const;

for (const language of LANGUAGES) {
  test.describe(`screens (${language})`, () => {
    test.use({ pageLocale: LOCALES[language], hostArgs: ['--scenario', 'fire'] });
    const say = wordsOf(language);

    test('are in one language and whole at every size', async ({ page }) => {
      const said: string[] = [];
      page.on('console', (message) => message.type() === 'error' && said.push(message.text()));
      await expect(page.locator('.scene-pin').first()).toBeVisible();
      await makeOrder(page, language);
      for (const size of SIZES) {
        await page.setViewportSize(size);
        for (const screen of SCREEN_NAMES) {
          await test.step(`${screen} at ${size.width} × ${size.height}`, async () => {
            await show(page, screen, language);
            await expectTidy(page, language);
          });
        }
        for (const place of ['#/overview?select=asset:PA-0701', '#/equipment/SEF-0701']) {
          await test.step(`commands at ${place}, ${size.width} × ${size.height}`, async () => {
            await page.evaluate((hash) => {
              location.hash = hash;
            }, place);
            await expect(page.getByRole('list', { name: say('commands:title') })).toBeVisible();
            await expectTidy(page, language);
          });
        }
      }
      await test.step('? lists the keys, and closes', async () => {
        await page.keyboard.press(screenKey('overview'));
        await page.keyboard.press('?');
        const keys = page.getByRole('complementary', { name: say('app:keys.title') });
        for (const key of ['app:keys.mute', 'overview:keys.acknowledge', 'overview:view.explode'])
          await expect(keys).toContainText(say(key));
        expect(await foreignWords(page, language)).toEqual([]);
        await page.keyboard.press('?');
        await expect(keys).toBeHidden();
      });
      expect(said, 'errors in the console').toEqual([]);
    });
  });
}

/** Each its own display: a desk's second screen, and a large one across the room. */
const WALLS = [
  { width: 1920, height: 1080, viewing: 'distanceM=2&diagonalIn=55' },
  { width: 3840, height: 2160, viewing: 'distanceM=4&diagonalIn=98' },
] as const;

for (const language of LANGUAGES) {
  const say = wordsOf(language);

  test.describe(`walls (${language})`, () => {
    test.use({ pageLocale: LOCALES[language] });

    test('are whole in every scene', { tag: '@headless' }, async ({ page, host }) => {
      await expect(page.getByRole('group', { name: say('app:feed.label') })).toContainText(
        say('app:feed.live'),
      );
      await beginDrill(page, language);
      const scenes = SCREEN_NAMES.filter((screen) => screen !== 'settings');
      for (const screen of scenes) {
        await page.keyboard.press(screenKey(screen));
        await expect(calmLandmark(page, screen, language)).toBeVisible();
        if (screen === 'equipment') {
          await page.evaluate(() => {
            location.hash = '#/equipment/EM-0900';
          });
          await expect(page.locator('.sb-chart')).toBeVisible();
        }
        await saveScene(page, say, say(`app:nav.${screen}`), [say(`app:nav.${screen}`)]);
      }
      const wall = await page.context().newPage();
      for (const { width, height, viewing } of WALLS) {
        await wall.setViewportSize({ width, height });
        for (const screen of scenes) {
          await test.step(`${screen} at ${width} × ${height}`, async () => {
            await playOn(wall, host.url, say(`app:nav.${screen}`), viewing);
            await expect(wall).toHaveURL(new RegExp(`#/${screen}`));
            await expect(calmLandmark(wall, screen, language)).toBeVisible();
            await expectTidy(wall, language);
          });
        }
      }
    });
  });

  test.describe(`a wall that a fire takes over (${language})`, () => {
    test.use({ pageLocale: LOCALES[language], hostArgs: ['--scenario', 'fire'] });

    test('is whole', { tag: '@headless' }, async ({ page, host }) => {
      const banner = page.getByRole('region', { name: say('overview:incident.label') });
      await expect(banner).toContainText(/INC-/, { timeout: 90_000 });
      for (const { width, height, viewing } of WALLS) {
        await page.setViewportSize({ width, height });
        await playOn(page, host.url, say('app:nav.alarms'), viewing);
        await expect(page.getByRole('group', { name: say('app:wall.label') })).toContainText(
          say('app:wall.taken.alarm'),
        );
        await expect(page.locator('.scene-callout:not([hidden])').first()).toBeVisible();
        await expectTidy(page, language);
      }
    });
  });
}

/** Opens the address of a wall. */
async function playOn(wall: Page, base: string | undefined, scene: string, viewing: string): Promise<void> {
  await wall.goto(new URL(`/?scene=${encodeURIComponent(scene)}&${viewing}`, base).href);
}

/** An incident that takes no wall over: the command screen has something to show. */
async function beginDrill(page: Page, language: Language): Promise<void> {
  const say = wordsOf(language);
  await page.keyboard.press(screenKey('command'));
  await expect(page.getByRole('textbox', { name: say('command:name.label') })).toBeFocused();
  await page.keyboard.type(language === 'zh' ? '陈' : 'Chen');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Shift+D');
  const plan = page.getByRole('combobox', { name: say('command:open.plan') });
  await expect(plan).toBeFocused();
  // The plans have come: only then can it begin.
  await expect(plan).toHaveValue('fire');
  await page.keyboard.press('Tab');
  await page.keyboard.type('7F-W1');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(
    page.getByRole('list', { name: say('command:timeline.title') }).getByRole('listitem'),
  ).not.toHaveCount(0);
}

/** A work order, given to somebody: an empty board has nothing to cut off. */
async function makeOrder(page: Page, language: Language): Promise<void> {
  await page.keyboard.press('g');
  await page.keyboard.press('d');
  await page.keyboard.type(language === 'zh' ? '陈' : 'Chen');
  await page.keyboard.press('Enter');
  const made = page.getByRole('region', { name: wordsOf(language)('dispatch:fromAlarm.label') });
  await expect(made).toContainText('WO-');
}

/** What is there once a screen is. */
function landmark(page: Page, screen: ScreenName, language: Language): Locator {
  const say = wordsOf(language);
  return {
    overview: page.getByRole('listbox', { name: say('overview:alarms.title') }),
    alarms: page.getByRole('listbox', { name: say('alarms:list'), exact: true }),
    command: page.getByRole('navigation', { name: say('command:list') }),
    dispatch: page.getByRole('radiogroup', { name: say('dispatch:view.label') }),
    equipment: page.getByRole('listbox', { name: say('equipment:tree.label') }),
    reports: page.getByRole('article', { name: say('reports:label') }),
    settings: page.getByRole('region', { name: say('settings:quarantine.title') }),
  }[screen];
}

/** The same while nothing is wrong: lists of alarms say why they are empty. */
function calmLandmark(page: Page, screen: ScreenName, language: Language): Locator {
  const say = wordsOf(language);
  if (screen === 'overview') return page.getByRole('region', { name: say('overview:building.label') });
  if (screen === 'alarms') return page.getByText(say('alarms:empty.none'));
  return landmark(page, screen, language);
}

async function show(page: Page, screen: ScreenName, language: Language): Promise<void> {
  const say = wordsOf(language);
  await page.keyboard.press(screenKey(screen));
  const there = landmark(page, screen, language);
  // The fire is an incident once two detectors confirm each other.
  await expect(there).toBeVisible(screen === 'reports' ? { timeout: 90_000 } : {});
  if (screen === 'overview') {
    await page.keyboard.press('g');
    const routes = page.getByRole('button', { name: say('overview:view.routes'), exact: true });
    if ((await routes.getAttribute('aria-pressed')) !== 'true') await page.keyboard.press('r');
    await expect(
      page.getByRole('region', { name: say('routes:title') }).getByRole('listitem'),
    ).not.toHaveCount(0);
  }
  if (screen === 'alarms') {
    await there.focus();
    await page.keyboard.press('Home');
    await expect(page.locator('#alarm-details').getByRole('img')).toBeVisible();
  }
  if (screen === 'dispatch') {
    await page.getByRole('option').first().click();
    await expect(page.getByRole('region', { name: say('dispatch:history.title') })).toBeVisible();
  }
  if (screen === 'equipment') {
    await page.evaluate(() => {
      location.hash = '#/equipment/EM-0900';
    });
    await expect(page.locator('.sb-chart')).toBeVisible();
  }
}
