/** From a confirmed fire to a closed incident and its report, with the keyboard alone, in both languages; and a drill that nobody outside notices. */
import type { Page } from '@playwright/test';
import { expect, test } from './fixture.ts';
import { screenKey } from './screen-keys.ts';
import { openByHand, sayName } from './take-command.ts';
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
        await sayName(page, say, operator);
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

      await test.step('the ways out of the affected rooms are there', async () => {
        const routes = page.getByRole('region', { name: say('routes:title') });
        await expect(routes.getByRole('listitem').first()).toContainText(say('routes:inDanger'));
        await expect(routes).toContainText(/\d+\s*m\b/);
        await expect(page.locator('.scene-route-head')).toHaveAttribute('d', /^M/);
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

      await test.step('its report was written meanwhile: who was sent, which doors, and as a PDF', async () => {
        await page.keyboard.press(screenKey('reports'));
        await expect(page.getByRole('listbox', { name: say('reports:list.label') })).toBeFocused();
        // The first incident of this fire is the oldest.
        await page.keyboard.press('End');
        const report = page.getByRole('article', { name: say('reports:label') });
        const part = (name: string) => report.getByRole('region', { name: say(`reports:section.${name}`) });
        // The engineer goes on after the end: his order may have moved since it was sealed.
        const sealed = ['sealed', 'outdated'].map((state) => patternOf(say(`reports:state.${state}`)).source);
        await expect(page.getByRole('status').first()).toHaveText(new RegExp(sealed.join('|')));
        await expect(part('commands').getByRole('row').nth(1)).toContainText(
          say('command:commandState.proved'),
        );
        await expect(part('orders')).toContainText(/WO-/);
        await expect(part('times')).toContainText(say('reports:outcome.met'));
        await expect(part('people')).toContainText(operator);
        await expect(report.getByRole('img', { name: say('reports:map.building') }).first()).toBeVisible();
        const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true });
        expect(pdf.subarray(0, 5).toString('latin1')).toBe('%PDF-');
      });
    });
  });

  test.describe(`drill (${language})`, () => {
    test.use({ pageLocale: LOCALES[language] });
    const say = wordsOf(language);

    test('is called one in words, plays its events in, rehearses who is sent, raises no alarm, and is scored', async ({
      page,
    }) => {
      await expect(page.getByRole('group', { name: say('app:feed.label') })).toContainText(
        say('app:feed.live'),
      );
      await sayName(page, say, 'Chen');
      await openByHand(page, say, 'Shift+D');
      await expect(page.getByRole('heading', { level: 2 }).first()).toContainText(say('command:drill.word'));
      const timeline = page.getByRole('list', { name: say('command:timeline.title') });
      await expect(timeline).toContainText(patternOf(say('command:timeline.kind.inject')));
      await page.keyboard.press('d');
      await expect(page.getByRole('region', { name: say('command:orders.label') })).toContainText(
        say('command:orderState.rehearsed'),
      );
      await page.keyboard.press(screenKey('alarms'));
      await expect(page.getByText(say('alarms:empty.none'))).toBeVisible();
      await page.keyboard.press(screenKey('dispatch'));
      await expect(page.getByText(say('dispatch:empty.none'))).toBeVisible();
      await page.keyboard.press(screenKey('command'));
      await expect(timeline).toBeVisible();
      await page.keyboard.press('Shift+E');
      await expect(page.getByRole('textbox', { name: say('command:closing.why') })).toBeFocused();
      await page.keyboard.type('Chen');
      await page.keyboard.press('Enter');
      const score = page.getByRole('region', { name: say('command:score.title') });
      await expect(score).toContainText(say('command:score.percent', { percent: 0 }));
      await expect(
        score.getByRole('row').filter({ hasText: say('command:score.is.missed') }),
      ).not.toHaveCount(0);
    });
  });
}

/** What a step says, once it says something. */
async function stepAfter(step: ReturnType<Page['getByRole']>): Promise<string> {
  await expect(step).not.toHaveText('');
  return step.innerText();
}
