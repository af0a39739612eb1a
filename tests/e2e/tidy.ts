/** What a person would see at a glance that something is wrong with: measured in the page, on what is shown. */
import type { Page } from '@playwright/test';
import { expect } from './fixture.ts';
import type { Language } from './words.ts';

/** All of it, softly: a screen is looked at to its end. */
export async function expectTidy(page: Page, language: Language): Promise<void> {
  expect.soft(await foreignWords(page, language), 'words of the other language').toEqual([]);
  expect.soft(await untidyTexts(page), 'texts cut off or over each other').toEqual([]);
  expect.soft(await smallTexts(page), 'texts too small to read').toEqual([]);
  expect.soft(await faintTexts(page), 'texts too faint to read').toEqual([]);
}

/** Words of Chinese in English and the other way round, in everything that can be seen or is read aloud. */
export async function foreignWords(page: Page, language: Language): Promise<string[]> {
  const texts = await page.evaluate(() => {
    const found: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement as HTMLElement;
      // Names of languages stand in their own; what a broker sent, as it came.
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
export function untidyTexts(page: Page): Promise<string[]> {
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
export function smallTexts(page: Page): Promise<string[]> {
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

/**
 * Texts of too little contrast against what lies behind them: 4.5 to 1, large ones 3 to 1 (WCAG 2.2, 1.4.3). What cannot be
 * pressed now may be faint, as there; texts over the building have their own tests.
 */
export function faintTexts(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    type Colour = readonly [red: number, green: number, blue: number, alpha: number];
    const context = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
    const known = new Map<string, Colour>();
    // The browser itself reads a colour, however it is written.
    const colourOf = (text: string): Colour => {
      const before = known.get(text);
      if (before || !context) return before ?? [0, 0, 0, 0];
      context.clearRect(0, 0, 1, 1);
      context.fillStyle = text;
      context.fillRect(0, 0, 1, 1);
      const [red = 0, green = 0, blue = 0, alpha = 0] = context.getImageData(0, 0, 1, 1).data;
      const colour: Colour = [red, green, blue, alpha / 255];
      known.set(text, colour);
      return colour;
    };
    const over = (top: Colour, below: Colour): Colour => {
      const mix = (at: 0 | 1 | 2): number => top[at] * top[3] + below[at] * (1 - top[3]);
      return [mix(0), mix(1), mix(2), 1];
    };
    const behind = (element: Element): Colour => {
      const layers: Colour[] = [];
      for (let at: Element | null = element; at; at = at.parentElement) {
        const colour = colourOf(getComputedStyle(at).backgroundColor);
        layers.push(colour);
        if (colour[3] === 1) break;
      }
      return layers.reduceRight<Colour>((below, layer) => over(layer, below), [255, 255, 255, 1]);
    };
    const light = (colour: Colour): number => {
      const part = (at: 0 | 1 | 2): number => {
        const share = colour[at] / 255;
        return share <= 0.040_45 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      };
      return 0.2126 * part(0) + 0.7152 * part(1) + 0.0722 * part(2);
    };
    const faint = new Set<string>();
    for (const element of document.querySelectorAll<HTMLElement>('header *, nav *, main *')) {
      const own = [...element.childNodes].some(
        (node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim(),
      );
      if (!own || !element.checkVisibility({ visibilityProperty: true })) continue;
      if (element.closest('.scene-overlay, .visually-hidden, :disabled, [aria-disabled="true"], option'))
        continue;
      const { color, fontSize, fontWeight } = getComputedStyle(element);
      const px = Number.parseFloat(fontSize);
      const large = px >= 24 || (px >= 18.66 && Number(fontWeight) >= 700);
      let opacity = 1;
      for (let at: Element | null = element; at; at = at.parentElement)
        opacity *= Number(getComputedStyle(at).opacity);
      const back = behind(element);
      const [red, green, blue, alpha] = colourOf(color);
      const ink = over([red, green, blue, alpha * opacity], back);
      const [bright, dark] = [light(ink), light(back)].sort((a, b) => b - a) as [number, number];
      const contrast = (bright + 0.05) / (dark + 0.05);
      if (contrast < (large ? 3 : 4.5))
        faint.add(`${(element.textContent ?? '').trim().slice(0, 40)} ${contrast.toFixed(1)} : 1`);
    }
    return [...faint];
  });
}
