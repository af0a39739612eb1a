/** A device that never answers, inside an incident: its step is not called done by the program, it is named, and the people go on. */
import { expect, test } from './fixture.ts';
import { screenKey } from './screen-keys.ts';
import { expectTidy } from './tidy.ts';
import { LANGUAGES, LOCALES, patternOf, wordsOf } from './words.ts';

/** The scenario's dead controller, and the plan's deadline for doors. */
const DEAD = 'D-0101';
const NO_ANSWER_MS = 40_000;

for (const language of LANGUAGES) {
  test.describe(`a door that never answers, in an incident (${language})`, () => {
    test.use({ pageLocale: LOCALES[language], hostArgs: ['--scenario', 'silent-device'] });
    const say = wordsOf(language);
    const operator = language === 'zh' ? '周经理' : 'M. Zhou';
    const why = language === 'zh' ? '派人用钥匙开门' : 'somebody opens it by key';

    test('ends as "no answer" beside those that are proved; skipped with a reason, and asked once more', async ({
      page,
    }) => {
      // The next step, or the one that was chosen.
      const next = page.getByRole('region', {
        name: new RegExp(`${say('command:step.next')}|${say('command:step.chosen')}`),
      });
      const timeline = page.getByRole('list', { name: say('command:timeline.title') });
      const step = next.getByRole('heading', { level: 3 });
      const state = next.getByRole('status');
      const confirm = next.getByRole('button', { name: patternOf(say('command:commands.confirm')) });

      await test.step('a fire is opened by hand on the ground storey', async () => {
        await expect(page.getByRole('group', { name: say('app:feed.label') })).toContainText(
          say('app:feed.live'),
        );
        await page.keyboard.press(screenKey('command'));
        await expect(page.getByRole('textbox', { name: say('command:name.label') })).toBeFocused();
        await page.keyboard.type(operator);
        await page.keyboard.press('Enter');
        await page.keyboard.press('Shift+I');
        const plan = page.getByRole('combobox', { name: say('command:open.plan') });
        await expect(plan).toBeFocused();
        await expect(plan).toHaveValue('fire');
        await page.keyboard.press('Tab');
        await page.keyboard.type('1F-LB');
        await expect(page.getByRole('combobox', { name: say('command:open.zone') })).toHaveValue('1F-LB');
        await page.keyboard.press('Tab');
        await page.keyboard.press('Enter');
        await expect(step).not.toHaveText('');
      });

      await test.step('to the doors, which are asked and confirmed', async () => {
        const answers = next.getByRole('group', { name: say('command:step.answers') });
        await expect(answers.getByRole('button').first()).toBeEnabled();
        await page.keyboard.press('Enter');
        await expect(answers.getByRole('button').first()).toBeFocused();
        for (let settled = 0; settled < 3; settled += 1) {
          const before = await step.innerText();
          await page.keyboard.press('Enter');
          await expect(step).not.toHaveText(before);
        }
        await page.keyboard.press('x');
        await expect(confirm).toBeVisible();
        await page.keyboard.press('x');
        await expect(confirm).toBeHidden();
      });

      await test.step('all are proved but the dead one, which is named and never counted', async () => {
        await expect(state).toContainText(DEAD, { timeout: NO_ANSWER_MS });
        await expect(state).toContainText(say('command:commandState.no-answer'));
        const counts = await next.getByRole('status').innerText();
        const [proved = 0, open, failed] = [...counts.matchAll(/\d+(?=[\s·]|$)/g)].map(([digits]) =>
          Number(digits),
        );
        expect([open, failed]).toEqual([0, 1]);
        expect(proved).toBeGreaterThan(10);
        const silent = timeline.getByRole('listitem').filter({ hasText: DEAD });
        await expect(silent.filter({ hasText: say('command:commandState.no-answer') })).toHaveCount(1);
        await expect(silent.filter({ hasText: say('command:commandState.proved') })).toHaveCount(0);
        await expectTidy(page, language);
      });

      const doors = await step.innerText();
      await test.step('the people go on: the step is skipped with a reason, which stands in the timeline', async () => {
        await page.keyboard.press('k');
        await expect(page.getByRole('textbox', { name: say('command:step.skipReason') })).toBeFocused();
        await page.keyboard.type(why);
        await page.keyboard.press('Enter');
        await expect(step).not.toHaveText(doors);
        await expect(timeline).toContainText(why);
      });

      await test.step('taken up again, only that door is asked', async () => {
        const row = page
          .getByRole('list', { name: say('command:plan.label') })
          .getByRole('button', { name: new RegExp(doors.trim()) });
        await row.focus();
        await page.keyboard.press('Enter');
        await expect(step).toHaveText(doors);
        const redo = next.getByRole('button', { name: say('command:step.redo') });
        await redo.focus();
        await page.keyboard.press('Enter');
        await page.keyboard.type(why);
        await page.keyboard.press('Enter');
        await expect(redo).toBeHidden();
        // It is the next step again, once the incident says so.
        await expect(
          page.getByRole('region', { name: say('command:step.next') }).getByRole('heading', { level: 3 }),
        ).toHaveText(doors);
        await page.keyboard.press('x');
        await expect(confirm).toHaveText(/[(（]1( 处)?[)）]/);
        await page.keyboard.press('x');
        await expect(state).toContainText(DEAD, { timeout: NO_ANSWER_MS });
      });
    });
  });
}
