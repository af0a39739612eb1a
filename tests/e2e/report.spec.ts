/**
 * The after-action report, by keyboard alone in both languages: written and sealed by itself when the incident is closed, on screen, on
 * paper and as a file that a reader can check against the journal without this program.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { checkReport } from '#engine/reports/check.ts';
import type { SealedReport } from '#shared/domain/report/seal.ts';
import { expect, test } from './fixture.ts';
import { openByHand, sayName } from './take-command.ts';
import { LANGUAGES, LOCALES, patternOf, wordsOf, type Say } from './words.ts';

/** Opens an incident by hand, writes a note, and closes it with a reason. */
async function closedIncident(page: Page, say: Say, operator: string): Promise<void> {
  await expect(page.getByRole('group', { name: say('app:feed.label') })).toContainText(say('app:feed.live'));
  await sayName(page, say, operator);
  await openByHand(page, say, 'Shift+I');
  const timeline = page.getByRole('list', { name: say('command:timeline.title') });
  await expect(timeline).toContainText(operator);
  await page.keyboard.press('o');
  await page.keyboard.type('NOTE-1');
  await page.keyboard.press('Enter');
  await expect(timeline).toContainText('NOTE-1');
  await page.keyboard.press('Shift+E');
  const why = page.getByRole('textbox', { name: say('command:closing.why') });
  await expect(why).toBeFocused();
  await page.keyboard.type('REASON-1');
  await page.keyboard.press('Enter');
  await expect(why).toBeHidden();
}

for (const language of LANGUAGES) {
  test.describe(`after-action report (${language})`, () => {
    test.use({ pageLocale: LOCALES[language] });
    const say = wordsOf(language);
    const operator = language === 'zh' ? '周经理' : 'M. Zhou';

    test('is sealed by itself, printed as a PDF, and saved as a file that holds what the journal says', async ({
      page,
      host,
    }) => {
      await closedIncident(page, say, operator);
      const report = page.getByRole('article', { name: say('reports:label') });

      await test.step('one key leads from the closed incident to its report', async () => {
        await page.keyboard.press('Shift+R');
        await expect(report.getByRole('heading', { level: 2 })).toBeVisible();
        await expect(page.getByRole('status').first()).toHaveText(patternOf(say('reports:state.sealed')));
        await expect(report).toContainText('REASON-1');
        await expect(report.getByRole('region', { name: say('reports:section.timeline') })).toContainText(
          'NOTE-1',
        );
        await expect(report.getByRole('region', { name: say('reports:section.people') })).toContainText(
          operator,
        );
        await expect(report.getByRole('img', { name: say('reports:map.building') }).first()).toBeVisible();
      });

      await test.step('on paper there is the report and nothing of the room around it', async () => {
        await page.emulateMedia({ media: 'print' });
        await expect(report).toBeVisible();
        await expect(page.getByRole('navigation')).toBeHidden();
        await expect(page.getByRole('listbox')).toBeHidden();
        const pdf = (await page.pdf({ preferCSSPageSize: true, printBackground: true })).toString('latin1');
        expect(pdf.slice(0, 5)).toBe('%PDF-');
        // A4 in points, and more than one page: nothing was cut off at the height of the window.
        expect(pdf).toMatch(/MediaBox\s*\[0 0 59[45](\.\d+)? 84[12](\.\d+)?\]/);
        expect(pdf.match(/\/Type\s*\/Page\b/g)?.length ?? 0).toBeGreaterThan(1);
        await page.emulateMedia({ media: 'screen' });
      });

      await test.step('the key for print asks the browser to print', async () => {
        await page.evaluate(() => {
          window.print = () => document.body.setAttribute('data-printed', document.title);
        });
        await page.keyboard.press('p');
        await expect(page.locator('body')).toHaveAttribute('data-printed', /INC-/);
      });

      await test.step('the file is sound, stands in the journal, and a changed one is found out', async () => {
        const saving = page.waitForEvent('download');
        await page.keyboard.press('j');
        const file = await (await saving).path();
        const journal = path.join(host.dataFolder, 'journal');
        expect(await checkReport(file, journal)).toMatchObject({ code: 0 });
        const { report: told, seal } = JSON.parse(readFileSync(file, 'utf8')) as SealedReport;
        expect(told.incident).toMatchObject({ phase: 'closed', closedBy: operator, closeReason: 'REASON-1' });
        const folder = mkdtempSync(path.join(tmpdir(), 'signalbox-report-'));
        const changed = path.join(folder, 'changed.json');
        const incident = { ...told.incident, closeReason: 'REASON-2' };
        writeFileSync(changed, JSON.stringify({ report: { ...told, incident }, seal }));
        expect((await checkReport(changed, journal)).lines[0]).toContain('report-changed');
        rmSync(folder, { recursive: true });
      });

      await test.step('a note afterwards is said to be missing; sealed again, it is there', async () => {
        await page.keyboard.press('o');
        await expect(page.getByRole('navigation', { name: say('command:list') })).toBeVisible();
        await page.keyboard.press('o');
        await page.keyboard.type('NOTE-2');
        await page.keyboard.press('Enter');
        await expect(page.getByRole('list', { name: say('command:timeline.title') })).toContainText('NOTE-2');
        await page.keyboard.press('Shift+R');
        await expect(page.getByRole('status').first()).toHaveText(patternOf(say('reports:state.outdated')));
        await page.keyboard.press('Shift+S');
        await expect(page.getByRole('status').first()).toHaveText(patternOf(say('reports:state.sealed')));
        await expect(report.getByRole('region', { name: say('reports:section.timeline') })).toContainText(
          'NOTE-2',
        );
        expect(readdirSync(path.join(host.dataFolder, 'reports'))).toHaveLength(2);
      });

      await test.step('a file that somebody changed is not shown as sealed', async () => {
        const folder = path.join(host.dataFolder, 'reports');
        for (const name of readdirSync(folder)) {
          const text = readFileSync(path.join(folder, name), 'utf8');
          writeFileSync(path.join(folder, name), text.replace('NOTE-1', 'NOTE-9'));
        }
        await page.reload();
        await expect(page.getByText(say('reports:flaw.report-changed')).first()).toBeVisible();
        await expect(report).toContainText('NOTE-1');
      });
    });
  });
}
