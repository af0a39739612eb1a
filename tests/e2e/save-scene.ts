import { expect, type Page } from '@playwright/test';
import { screenKey } from './screen-keys.ts';
import type { Say } from './words.ts';

/** Saves what the program shows as a scene of the wall, by keyboard. @param what words that the form says of it. */
export async function saveScene(page: Page, say: Say, name: string, what: readonly string[]): Promise<void> {
  await page.keyboard.press(screenKey('settings'));
  const form = page.getByRole('form', { name: say('settings:wall.saveForm') });
  for (const word of what) await expect(form).toContainText(word);
  await form.getByRole('textbox', { name: say('settings:wall.sceneName') }).focus();
  await page.keyboard.type(name);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('list', { name: say('settings:wall.list') })).toContainText(name);
  // A key typed into a field is text, not a command.
  await page.keyboard.press('Tab');
}
