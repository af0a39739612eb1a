import { expect, test } from './fixture.ts';

test('a newcomer is in front of a living building', async ({ page }) => {
  await expect(page).toHaveTitle(/Signalbox/);
  await expect(page.locator('#root')).not.toBeEmpty();
  await expect(page.locator('canvas').first()).toBeVisible();
});

test('the token has left the address, and the page survives a reload', async ({ page, host }) => {
  if (host.url) expect(new URL(page.url()).search).toBe('');
  await page.reload();
  await expect(page.locator('#root')).not.toBeEmpty();
});
