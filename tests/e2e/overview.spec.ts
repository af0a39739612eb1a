/** The overview by keyboard and pointer: overlays, storeys, the view of the building, what is under the pointer. */
import { expect, test } from './fixture.ts';
import { LOCALES, patternOf, wordsOf } from './words.ts';

test.use({ pageLocale: LOCALES.en });
const say = wordsOf('en');

test.beforeEach(async ({ page }) => {
  await expect(page.getByRole('group', { name: say('app:feed.label') })).toContainText(say('app:feed.live'));
  await expect(page.getByRole('listbox', { name: say('overview:storeys.label') })).toContainText(/\d\s*kW/);
});

test('each overlay has its colours, its unit and its figures', async ({ page }) => {
  const legend = page.getByRole('group', { name: say('overview:legend.label') });
  const storeys = page.getByRole('listbox', { name: say('overview:storeys.label') });
  const chosen = (overlay: string) => page.getByRole('radio', { name: say(`overview:overlay.${overlay}`) });
  await expect(chosen('energy')).toBeChecked();
  await expect(legend).toContainText('W/m²');
  await expect(legend).toContainText(say('overview:legend.noValue'));

  await page.keyboard.press('o');
  await expect(chosen('environment')).toBeChecked();
  await expect(legend).toContainText('°C');
  await expect(storeys).toContainText(/\d\s*°C/);
  await page.getByRole('radio', { name: 'CO₂' }).click();
  await expect(legend).toContainText('ppm');
  await expect(storeys).toContainText(/\d\s*ppm/);

  await page.keyboard.press('o');
  await expect(chosen('security')).toBeChecked();
  await expect(legend).toContainText(say('overview:security.state.normal'));
  await expect(storeys).toContainText(patternOf(say('overview:storeys.doorsOpen')));

  await chosen('security').press('ArrowRight');
  await expect(chosen('energy')).toBeChecked();
  await expect(storeys).toContainText(/\d\s*kW/);
});

test('storeys are selected, isolated and exploded from the keyboard, and home brings all back', async ({
  page,
}) => {
  const storeys = page.getByRole('listbox', { name: say('overview:storeys.label') });
  const view = (name: string) =>
    page.getByRole('button', { name: say(`overview:view.${name}`), exact: true });
  const labels = page.locator('.scene-storey:visible');
  await expect(view('isolate')).toBeDisabled();
  await storeys.focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(storeys.getByRole('option', { selected: true })).toContainText('11F');
  await expect(
    page.getByRole('region', { name: say('overview:details.title.storey'), exact: true }),
  ).toContainText('Storey 11');
  await expect(page.locator('.scene-storey-strong')).toHaveText('11F');
  const places = (): Promise<string> =>
    labels.evaluateAll((all) => all.map((label) => (label as HTMLElement).style.transform).join());

  await page.keyboard.press('i');
  await expect(view('isolate')).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.press('ArrowDown');
  await expect(storeys.getByRole('option', { selected: true })).toContainText('10F');
  await page.keyboard.press('i');
  await expect(view('isolate')).toHaveAttribute('aria-pressed', 'false');

  /** A key reaches the picture some frames later: the places count once they stay the same for a dozen frames. */
  const settledPlaces = async (): Promise<string> => {
    for (let last = await places(), same = 0; ;) {
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
      const now = await places();
      same = now === last ? same + 1 : 0;
      if (same === 12) return now;
      last = now;
    }
  };

  await page.keyboard.press('h');
  const before = await settledPlaces();
  await page.keyboard.press('e');
  await expect(view('explode')).toHaveAttribute('aria-pressed', 'true');
  await expect.poll(places).not.toBe(before);
  await page.keyboard.press('e');
  await page.keyboard.press('h');
  await expect.poll(places).toBe(before);

  await page.keyboard.press('Shift+ArrowRight');
  await expect.poll(places).not.toBe(before);
  await page.keyboard.press('h');
  await expect.poll(places).toBe(before);

  await page.keyboard.press('x');
  await expect(page.getByRole('slider', { name: say('overview:view.sectionAt') })).toBeVisible();
  await page.keyboard.press('x');
  await expect(page.getByRole('slider', { name: say('overview:view.sectionAt') })).toBeHidden();
});

test('what is under the pointer is told with values and their age, and a click selects it', async ({
  page,
}) => {
  const building = page.getByRole('region', { name: say('overview:building.label') });
  const box = await building.boundingBox();
  if (!box) throw new Error('the building is not on the screen');
  const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  await page.keyboard.press('h');
  await page.mouse.move(middle.x, middle.y);
  const card = building.getByText(/\d\s*m²/);
  await expect(async () => {
    await page.mouse.move(middle.x + 2, middle.y);
    await page.mouse.move(middle.x, middle.y + 2);
    await expect(card.or(building.getByText(/^\d+F · /)).first()).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await page.mouse.click(middle.x, middle.y);
  await expect(page).toHaveURL(/select=(zone|asset|storey)/);
  await page.getByRole('button', { name: say('overview:details.clear') }).click();
  await expect(page.getByRole('region', { name: say('overview:details.title.site') })).toBeVisible();
});
