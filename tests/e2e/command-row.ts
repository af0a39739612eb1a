/** To a command by keyboard, and what became of it. */
import { expect, type Locator, type Page } from '@playwright/test';
import { findAsset } from './find-asset.ts';
import { screenKey } from './screen-keys.ts';
import type { Say } from './words.ts';

/**
 * Opens an asset on the equipment screen, and puts the focus on its first command.
 * @param query finds it and no other. @returns the row of the point.
 */
export async function toCommand(
  page: Page,
  say: Say,
  query: string,
  assetId: string,
  point: string,
): Promise<Locator> {
  await expect(page.getByRole('group', { name: say('app:feed.label') })).toContainText(say('app:feed.live'));
  await page.keyboard.press(screenKey('equipment'));
  await findAsset(page, say, query);
  // Its storey, and itself.
  await expect(page.getByRole('option')).toHaveCount(2);
  await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(page).toHaveURL(new RegExp(`#/equipment/${assetId}`));
  const row = page.locator(`[data-point="${assetId}.${point}"]`);
  await expect(row).toBeVisible();
  await expect(row.getByRole('button').first()).toBeEnabled();
  await page.keyboard.press('c');
  return row;
}

/** The phases that were ever shown from now on. */
export async function watchPhases(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const seen: string[] = [];
    const look = (): void => {
      for (const state of document.querySelectorAll<HTMLElement>('[data-phase]')) {
        const { phase = '', outcome = '' } = state.dataset;
        if (seen.at(-1) !== `${phase} ${outcome}`) seen.push(`${phase} ${outcome}`);
      }
    };
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true });
    Object.assign(window, { seenPhases: seen });
  });
  return () => page.evaluate(() => (window as unknown as { seenPhases: string[] }).seenPhases);
}

export async function giveName(page: Page, say: Say, name: string): Promise<void> {
  await expect(page.getByRole('textbox', { name: say('commands:yourName') })).toBeFocused();
  await page.keyboard.type(name);
  await page.keyboard.press('Enter');
}
