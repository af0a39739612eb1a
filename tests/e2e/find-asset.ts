import { expect, type Page } from '@playwright/test';
import type { Say } from './words.ts';

/** On the equipment screen: searches by keyboard, as an operator does. */
export async function findAsset(page: Page, say: Say, query: string): Promise<void> {
  const search = page.getByRole('searchbox', { name: say('equipment:search.label') });
  await expect(search).toBeVisible();
  // A key means something once its screen is there altogether, which may be a moment after its first picture.
  await expect(async () => {
    await page.keyboard.press('/');
    await expect(search).toBeFocused({ timeout: 500 });
  }).toPass();
  await search.fill(query);
}
