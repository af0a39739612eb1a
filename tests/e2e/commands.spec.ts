/** Devices commanded by keyboard alone: proved by their feedback, refused with the reason, or plainly unanswered. */
import { giveName, toCommand, watchPhases } from './command-row.ts';
import { expect, test } from './fixture.ts';
import { LANGUAGES, LOCALES, wordsOf } from './words.ts';

for (const language of LANGUAGES) {
  const say = wordsOf(language);
  const [operator, second] = language === 'zh' ? ['李值班', '王值长'] : ['J. Meyer', 'A. Khan'];
  const word = (zh: string, en: string): string => (language === 'zh' ? zh : en);

  test.describe(`commands (${language})`, () => {
    test.use({ pageLocale: LOCALES[language] });

    test('a door is released in two steps and proved by its lock; others are refused with the reason', async ({
      page,
    }) => {
      await test.step('a door: a name in place, asked, pressed again, proved', async () => {
        const door = await toCommand(page, say, word('门禁 D-0901', 'door D-0901'), 'D-0901', 'locked');
        const release = door.getByRole('button').first();
        await expect(release).toBeFocused();
        await expect(release).toHaveText(word('释放', 'Release'));
        await page.keyboard.press('Enter');
        await giveName(page, say, operator);
        await expect(door).toContainText(say('commands:state.asked.two-step'));
        await expect(release).toBeFocused();
        await page.keyboard.press('Enter');
        await expect(door.locator('[data-outcome="proved"]')).toContainText('✓');
        await expect(door).toContainText(say('commands:state.proved', { value: word('未锁', 'Unlocked') }));
        await expect(door).toContainText(operator);
      });
      await test.step('a fan whose damper is shut: which, and why', async () => {
        const fan = await toCommand(page, say, 'SEF-0901', 'SEF-0901', 'running');
        await expect(fan).toContainText(word('排烟阀须已打开', 'The damper is open'));
        await page.keyboard.press('Enter');
        const refused = fan.locator('[data-phase="refused"]');
        await expect(refused).toContainText('✕');
        await expect(refused).toContainText(say('commands:state.refused.interlock'));
        await expect(refused).toContainText(word('排烟阀须已打开', 'The damper is open'));
        await expect(refused).toContainText(word('关', 'Closed'));
      });
      await test.step('its damper opened, it starts', async () => {
        const damper = page.locator('[data-point="SEF-0901.damper"]');
        await page.keyboard.press('ArrowRight');
        await page.keyboard.press('ArrowRight');
        await expect(damper.getByRole('button').first()).toBeFocused();
        await page.keyboard.press('Enter');
        await expect(damper).toContainText(say('commands:state.asked.two-step'));
        await page.keyboard.press('Enter');
        await expect(damper.locator('[data-outcome="proved"]')).toBeVisible();
        await page.keyboard.press('c');
        await page.keyboard.press('Enter');
        const fan = page.locator('[data-point="SEF-0901.running"]');
        await expect(fan).toContainText(say('commands:state.asked.two-step'));
        await page.keyboard.press('Enter');
        await expect(fan.locator('[data-outcome="proved"]')).toBeVisible();
        await expect(page.getByRole('region', { name: say('commands:earlier.title') })).toContainText(
          say('commands:state.refused.interlock'),
        );
      });
      await test.step('the gas valve is reopened by two people only', async () => {
        const valve = await toCommand(page, say, 'GV-0101', 'GV-0101', 'open');
        await page.keyboard.press('ArrowRight');
        await page.keyboard.press('Enter');
        const name = valve.getByRole('textbox', { name: say('commands:secondPerson') });
        await expect(name).toBeFocused();
        await page.keyboard.type(operator);
        await page.keyboard.press('Enter');
        await expect(valve.getByRole('alert')).toHaveText(say('commands:failure.same-person'));
        await name.focus();
        await page.keyboard.press('ControlOrMeta+a');
        await page.keyboard.type(second);
        await page.keyboard.press('Enter');
        await expect(valve.locator('[data-outcome="proved"]')).toContainText(`${operator} + ${second}`);
      });
    });
  });

  test.describe(`a device that does not answer (${language})`, () => {
    test.use({ pageLocale: LOCALES[language], hostArgs: ['--scenario', 'silent-device'] });

    test('ends as "no answer" and is never green', async ({ page }) => {
      const door = await toCommand(page, say, word('门禁 D-0101', 'door D-0101'), 'D-0101', 'locked');
      await page.keyboard.press('Enter');
      await giveName(page, say, operator);
      await expect(door).toContainText(say('commands:state.asked.two-step'));
      const phases = await watchPhases(page);
      await page.keyboard.press('Enter');
      await expect(door.getByRole('timer')).toBeVisible();
      const unknown = door.locator('[data-outcome="unknown"]');
      await expect(unknown).toContainText(say('commands:state.no-answer.silent'), { timeout: 30_000 });
      await expect(unknown).toContainText('?');
      expect(await phases()).not.toContain('proved proved');
      expect((await phases()).at(-1)).toBe('no-answer unknown');
    });
  });
}
