/** From a confirmed fire to a closed incident, with the keyboard alone, in both languages; and a drill that nobody outside notices. */
import type { Page } from '@playwright/test';
import { expect, test } from './fixture.ts';
import { screenKey } from './screen-keys.ts';
import { LANGUAGES, LOCALES, patternOf, wordsOf } from './words.ts';

/** Of the product: from the first look at the fire to "engineer sent and doors released". */
const MOST_PRESSES = 8;

for (const language of LANGUAGES) {
  test.describe(`incident (${language})`, () => {
    test.use({ pageLocale: LOCALES[language], hostArgs: ['--scenario', 'fire'] });
    const say = wordsOf(language);
    const operator = language === 'zh' ? '周经理' : 'M. Zhou';

    test('a confirmed fire opens one; an engineer is sent and doors are released with proof by eight keys; it is closed with a reason', async ({
      page,
    }) => {
      const banner = page.getByRole('region', { name: say('overview:incident.label') });
      const next = page.getByRole('region', { name: say('command:step.next') });
      const timeline = page.getByRole('list', { name: say('command:timeline.title') });

      await test.step('two detectors confirm each other', async () => {
        await expect(banner).toContainText(/INC-/, { timeout: 90_000 });
        await expect(banner).toContainText(say('overview:incident.nobody'));
        expect(await page.getByRole('navigation').innerText()).toMatch(patternOf(say('app:nav.command')));
      });

      await test.step('who commands is asked once', async () => {
        await page.keyboard.press(screenKey('command'));
        const name = page.getByRole('textbox', { name: say('command:name.label') });
        await expect(name).toBeFocused();
        await page.keyboard.type(operator);
        await page.keyboard.press('Enter');
        await expect(name).toBeHidden();
        await page.keyboard.press(screenKey('overview'));
        await expect(banner).toBeVisible();
      });

      let presses = 0;
      const press = async (key: string): Promise<void> => {
        presses += 1;
        await page.keyboard.press(key);
      };
      await test.step('at most eight keys to an engineer on his way and released doors', async () => {
        await press('p');
        const answers = next.getByRole('group', { name: say('command:step.answers') });
        await expect(answers.getByRole('button').first()).toBeEnabled();
        await press('d');
        const sent = next.getByRole('region', { name: say('command:orders.label') });
        // Somebody has it: given, or by now accepted and more.
        await expect(sent.getByRole('status')).toHaveText(/WO-/);
        await expect(sent.getByRole('button', { name: say('command:orders.send') })).toBeHidden();
        await expect(timeline).toContainText(say('command:orderState.assigned'));
        await press('Enter');
        await expect(answers.getByRole('button').first()).toBeFocused();
        const step = next.getByRole('heading', { level: 3 });
        const question = await stepAfter(step);
        await press('Enter');
        await expect(step).not.toHaveText(question);
        for (let done = 0; done < 2; done += 1) {
          const before = await stepAfter(step);
          await press('Enter');
          await expect(step).not.toHaveText(before);
        }
        await press('x');
        const confirm = next.getByRole('button', { name: patternOf(say('command:commands.confirm')) });
        await expect(confirm).toBeVisible();
        await press('x');
        const state = patternOf(say('command:commands.state'));
        await expect(next.getByRole('status').filter({ hasText: state })).toHaveText(
          new RegExp(state.source.replace('.*', '[1-9]\\d*')),
          { timeout: 30_000 },
        );
        expect(presses).toBeLessThanOrEqual(MOST_PRESSES);
      });

      await test.step('everything is in the timeline', async () => {
        await expect(timeline).toContainText(say('command:commandState.proved'));
        // The engineer's telephone answers: what becomes of his order is told.
        const under = ['accepted', 'on-the-way', 'on-site', 'done'].map((state) =>
          say(`command:orderState.${state}`),
        );
        await expect(timeline).toContainText(new RegExp(`WO-.*(${under.join('|')})`), { timeout: 60_000 });
        await expect(page.getByText(operator, { exact: true }).first()).toBeVisible();
      });

      await test.step('it is not closed while things are abnormal, but with a reason', async () => {
        await page.keyboard.press('Shift+E');
        await expect(page.getByRole('textbox', { name: say('command:closing.why') })).toBeFocused();
        await page.keyboard.type(operator);
        await page.keyboard.press('Enter');
        await expect(page.getByRole('textbox', { name: say('command:closing.why') })).toBeHidden();
        // The next detector of the fire may open another one by then; nobody commands that.
        await page.keyboard.press(screenKey('overview'));
        await expect(page.getByRole('listbox', { name: say('overview:alarms.title') })).toBeVisible();
        await expect(
          banner.filter({ hasText: say('overview:incident.commander', { name: operator }) }),
        ).toBeHidden();
      });
    });
  });

  test.describe(`drill (${language})`, () => {
    test.use({ pageLocale: LOCALES[language] });
    const say = wordsOf(language);

    test('is called one in words, plays its events in, and raises no alarm', async ({ page }) => {
      await expect(page.getByRole('group', { name: say('app:feed.label') })).toContainText(
        say('app:feed.live'),
      );
      await page.keyboard.press(screenKey('command'));
      const name = page.getByRole('textbox', { name: say('command:name.label') });
      await expect(name).toBeFocused();
      await page.keyboard.type('Chen');
      await page.keyboard.press('Enter');
      await expect(name).toBeHidden();
      await page.keyboard.press('Shift+D');
      const plan = page.getByRole('combobox', { name: say('command:open.plan') });
      await expect(plan).toBeFocused();
      await expect(plan.getByRole('option')).toHaveCount(8);
      await page.keyboard.press('Tab');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await expect(page.getByRole('heading', { level: 2 }).first()).toContainText(say('command:drill.word'));
      const timeline = page.getByRole('list', { name: say('command:timeline.title') });
      await expect(timeline).toContainText(patternOf(say('command:timeline.kind.inject')));
      await page.keyboard.press(screenKey('alarms'));
      await expect(page.getByText(say('alarms:empty.none'))).toBeVisible();
    });
  });
}

/** What a step says, once it says something. */
async function stepAfter(step: ReturnType<Page['getByRole']>): Promise<string> {
  await expect(step).not.toHaveText('');
  return step.innerText();
}
