/**
 * Every screen, in both languages, on a small laptop, a desk and a wall: one language at a time, nothing cut off, nothing
 * over something else, no error in the console. The fixture watches page errors and the content policy.
 */
import type { Page } from '@playwright/test';
import { SCREEN_NAMES, type ScreenName } from '#renderer/app/screens.ts';
import { expect, test } from './fixture.ts';
import { screenKey } from './screen-keys.ts';
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
            expect.soft(await foreignWords(page, language), 'words of the other language').toEqual([]);
            expect.soft(await untidyTexts(page), 'texts cut off or over each other').toEqual([]);
            expect.soft(await smallTexts(page), 'texts too small to read').toEqual([]);
          });
        }
        for (const place of ['#/overview?select=asset:PA-0701', '#/equipment/SEF-0701']) {
          await test.step(`commands at ${place}, ${size.width} × ${size.height}`, async () => {
            await page.evaluate((hash) => {
              location.hash = hash;
            }, place);
            await expect(page.getByRole('list', { name: say('commands:title') })).toBeVisible();
            expect.soft(await foreignWords(page, language), 'words of the other language').toEqual([]);
            expect.soft(await untidyTexts(page), 'texts cut off or over each other').toEqual([]);
            expect.soft(await smallTexts(page), 'texts too small to read').toEqual([]);
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

/** A work order, given to somebody: an empty board has nothing to cut off. */
async function makeOrder(page: Page, language: Language): Promise<void> {
  await page.keyboard.press('g');
  await page.keyboard.press('d');
  await page.keyboard.type(language === 'zh' ? '陈' : 'Chen');
  await page.keyboard.press('Enter');
  const made = page.getByRole('region', { name: wordsOf(language)('dispatch:fromAlarm.label') });
  await expect(made).toContainText('WO-');
}

async function show(page: Page, screen: ScreenName, language: Language): Promise<void> {
  const say = wordsOf(language);
  await page.keyboard.press(screenKey(screen));
  const there = {
    overview: page.getByRole('listbox', { name: say('overview:alarms.title') }),
    alarms: page.getByRole('listbox', { name: say('alarms:list'), exact: true }),
    command: page.getByRole('navigation', { name: say('command:list') }),
    dispatch: page.getByRole('radiogroup', { name: say('dispatch:view.label') }),
    equipment: page.getByRole('listbox', { name: say('equipment:tree.label') }),
    reports: page.getByRole('article', { name: say('reports:label') }),
    settings: page.getByRole('region', { name: say('settings:quarantine.title') }),
  }[screen];
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

/** Words of Chinese in English and the other way round, in everything that can be seen or is read aloud. */
async function foreignWords(page: Page, language: Language): Promise<string[]> {
  const texts = await page.evaluate(() => {
    const found: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement as HTMLElement;
      // Names of languages stand in their own; what a broker sent, and what the decoder notes for engineers, as it came.
      if (parent.closest('[data-value="zh"], [data-value="en"], code, [lang]:not(html), script')) continue;
      if (parent.checkVisibility({ visibilityProperty: true })) found.push(node.textContent ?? '');
    }
    for (const element of document.querySelectorAll('[aria-label], [title], [placeholder]'))
      for (const name of ['aria-label', 'title', 'placeholder']) found.push(element.getAttribute(name) ?? '');
    return found;
  });
  if (language === 'en') return texts.filter((text) => /\p{Script=Han}/u.test(text));
  return texts.flatMap((text) => foreignInChinese(text).map((word) => `${word} in “${text.trim()}”`));
}

/** Names and signs that Chinese engineers write in Latin letters too. */
const INTERNATIONAL =
  /^(MQTT|PDF|TCP|TLS|CA|PEM|JSON|UTF|WebSocket|Sparkplug|Signalbox|CO|PM|PV|UPS|BMS|VAV|AHU|FCU|TVOC|RH|Esc|Enter|Ctrl|Shift|Alt|GB|MB|kB|main|vm)$/;
const UNIT = /^(kWh?|kvar|MWh?|W|V|A|mA|Hz|Pa|kPa|ppm|ppb|lx|µg|mg|m|h|s|min|d|B|L|K|C|dB|rpm|t|Y|X|J)$/;

function foreignInChinese(text: string): string[] {
  // Addresses, paths, ids (7F-E2, EM-0900) and times are the same in every language.
  if (/[\/\\]|:\/\//.test(text.replace(/\s\/\s/g, ''))) return [];
  const words = text.replace(/\b[\w-]*\d[\w.-]*\b/g, ' ').match(/[A-Za-zµ]+/g) ?? [];
  return words.filter((word) => word.length > 1 && !INTERNATIONAL.test(word) && !UNIT.test(word));
}

/**
 * Texts that lie over each other, and texts that end at an edge without an ellipsis or a way to scroll there. Measured from the
 * glyphs, not from the boxes. The labels of the building are the scene's own affair and have their own tests.
 */
function untidyTexts(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    interface Shown {
      readonly text: string;
      readonly parent: Element;
      readonly left: number;
      readonly top: number;
      readonly right: number;
      readonly bottom: number;
    }
    const untidy: string[] = [];
    const shown: Shown[] = [];
    const show = (parent: Element, text: string, rect: DOMRect): void => {
      let { left, top, right, bottom } = rect;
      for (let at: Element | null = parent; at; at = at.parentElement) {
        const { overflowX, overflowY, textOverflow, position } = getComputedStyle(at);
        if (overflowX !== 'visible' || overflowY !== 'visible') {
          const clip = at.getBoundingClientRect();
          if (right > clip.right + 1 && textOverflow !== 'ellipsis' && !/auto|scroll/.test(overflowX))
            untidy.push(`cut at the right: ${text}`);
          if (bottom > clip.bottom + 2 && overflowY === 'hidden' && top < clip.bottom)
            untidy.push(`cut at the bottom: ${text}`);
          [left, right] = [Math.max(left, clip.left), Math.min(right, clip.right)];
          [top, bottom] = [Math.max(top, clip.top), Math.min(bottom, clip.bottom)];
        }
        if (position === 'fixed') break;
      }
      if (right - left > 1 && bottom - top > 1) shown.push({ text, parent, left, top, right, bottom });
    };
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const text = (node.textContent ?? '').trim().slice(0, 60);
      const parent = node.parentElement as HTMLElement;
      if (text === '' || !parent.checkVisibility({ visibilityProperty: true })) continue;
      if (parent.closest('.scene-overlay, .visually-hidden, select, script')) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const rect of range.getClientRects()) show(parent, text, rect);
    }
    shown.forEach((one, index) => {
      for (const other of shown.slice(index + 1)) {
        if (one.parent === other.parent) continue;
        const wide = Math.min(one.right, other.right) - Math.max(one.left, other.left);
        // Line boxes may touch; glyphs lie over each other only when a good part of the line does.
        const high = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
        if (wide > 2 && high > (one.bottom - one.top) / 3) untidy.push(`“${one.text}” over “${other.text}”`);
      }
    });
    const { scrollWidth, scrollHeight } = document.documentElement;
    if (scrollWidth > innerWidth || scrollHeight > innerHeight) untidy.push('the page itself scrolls');
    return untidy;
  });
}

/** Smaller than 12 px on a desk, or not grown with the wall. */
function smallTexts(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const least = innerHeight >= 2000 ? 20 : 11.9;
    const small = new Set<string>();
    for (const element of document.querySelectorAll<HTMLElement>('main *, header *')) {
      const own = [...element.childNodes].some(
        (node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim(),
      );
      if (!own || !element.checkVisibility({ visibilityProperty: true })) continue;
      // Drawn text has the size of its drawing.
      const drawn: Element = element;
      const scale = drawn instanceof SVGGraphicsElement ? (drawn.getScreenCTM()?.a ?? 1) : 1;
      const size = Number.parseFloat(getComputedStyle(element).fontSize) * scale;
      if (size < least) small.add(`${(element.textContent ?? '').slice(0, 40)} ${size} px`);
    }
    return [...small];
  });
}
