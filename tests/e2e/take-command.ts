/** The first things that a person does on the command screen, by keyboard. */
import type { Page } from '@playwright/test';
import { expect } from './fixture.ts';
import { screenKey } from './screen-keys.ts';
import type { Say } from './words.ts';

/** Says who is here, where it is asked: on the command screen, which stays open. */
export async function sayName(page: Page, say: Say, operator: string): Promise<void> {
  await page.keyboard.press(screenKey('command'));
  const name = page.getByRole('textbox', { name: say('command:name.label') });
  await expect(name).toBeFocused();
  await page.keyboard.type(operator);
  await page.keyboard.press('Enter');
  await expect(name).toBeHidden();
}

/** Opens one by the first plan, in the first zone of the list. @param key of "open an incident" or "start a drill". */
export async function openByHand(page: Page, say: Say, key: 'Shift+I' | 'Shift+D'): Promise<void> {
  await page.keyboard.press(key);
  const plan = page.getByRole('combobox', { name: say('command:open.plan') });
  await expect(plan).toBeFocused();
  await expect(plan.getByRole('option')).toHaveCount(8);
  await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
}
