/** No room for the journal: the screen says "not stored" wherever it would have meant stored, and the alarm goes on. */
import { execFileSync } from 'node:child_process';
import { expect, test } from './fixture.ts';
import { screenKey } from './screen-keys.ts';
import { listen } from './tones.ts';
import { LANGUAGES, LOCALES, patternOf, wordsOf } from './words.ts';

for (const language of LANGUAGES) {
  test.describe(`not stored (${language})`, () => {
    test.use({ pageLocale: LOCALES[language] });
    const say = wordsOf(language);

    test(
      'is told, and the alarm is seen, heard and acknowledged',
      { tag: '@headless' },
      async ({ page, host }) => {
        const limit = (bytes: string): void =>
          void execFileSync('prlimit', ['--pid', String(host.pid), `--fsize=${bytes}:`]);
        const conditions = page.getByRole('region', { name: say('app:conditions.label') });
        const alarm = page
          .getByRole('listbox', { name: say('overview:alarms.title') })
          .getByRole('option')
          .first();
        await expect(page.getByRole('group', { name: say('app:feed.label') })).toContainText(
          say('app:feed.live'),
        );
        const tones = await listen(page);
        limit('1');
        await page.keyboard.press(screenKey('settings'));
        await page.getByRole('button', { name: say('settings:demo.scenario.fire') }).press('Enter');
        await page.keyboard.press(screenKey('overview'));
        await expect(alarm).toContainText(say('overview:alarms.notStored'));
        await expect(conditions).toContainText(patternOf(say('codes:health.journal.not-stored')));
        await expect.poll(tones.heard).toContain(880);

        await page.keyboard.press('n');
        await page.getByRole('textbox', { name: say('app:operator.name') }).fill('Chen');
        await page.keyboard.press('Enter');
        await page.keyboard.press('g');
        await page.keyboard.press('a');
        await expect(alarm).toContainText(`${say('codes:phase.acknowledged')} · Chen`);
        await expect(alarm).toContainText(say('overview:alarms.notStored'));
        await expect(conditions).toContainText(say('app:ack.notStored'));

        limit('unlimited');
        await expect(conditions).not.toContainText(patternOf(say('codes:health.journal.not-stored')));
        await expect(alarm).not.toContainText(say('overview:alarms.notStored'));
      },
    );
  });
}
