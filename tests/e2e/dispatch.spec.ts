/**
 * Somebody is sent, by keyboard alone: from the alarm to the nearest who is qualified and free, his way to the place, the work, the
 * verification and what the week's figures make of it; and a leak when nobody is on shift.
 */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import type { SiteDocumentInput } from '#shared/domain/site/document.ts';
import { expect, test } from './fixture.ts';
import { PIXEL } from './pixel.ts';
import { screenKey } from './screen-keys.ts';
import { LANGUAGES, LOCALES, patternOf, wordsOf, type Language, type Say } from './words.ts';

const demo = fileURLToPath(new URL('../../assets/demo-site/site.json', import.meta.url));
const { staff: STAFF = [], dispatch: RULES } = JSON.parse(readFileSync(demo, 'utf8')) as SiteDocumentInput;
const LIFT_SKILLS = RULES?.needs?.classes?.['lift'] ?? [];

/** The demo site with other working hours: what is tested must not depend on the hour of the test. */
function siteWithShifts(shifts: NonNullable<SiteDocumentInput['staff']>[number]['shifts']): string {
  const document = JSON.parse(readFileSync(demo, 'utf8')) as SiteDocumentInput;
  const folder = mkdtempSync(path.join(tmpdir(), 'signalbox-shifts-'));
  const staff = (document.staff ?? []).map((person) => ({ ...person, shifts }));
  writeFileSync(path.join(folder, 'site.json'), JSON.stringify({ ...document, staff }));
  return folder;
}
const everybody = siteWithShifts([{ from: '00:00', to: '00:00' }]);
const nobody = siteWithShifts([]);
const OPERATORS: Readonly<Record<Language, string>> = { en: 'Chen', zh: '陈' };

async function sendFromFirstAlarm(page: Page, say: Say, operator: string) {
  await expect(page.locator('.scene-pin').first()).toBeVisible();
  await page.keyboard.press('g');
  await page.keyboard.press('d');
  await expect(page.getByText(say('app:act.needsName'))).toBeVisible();
  await page.keyboard.type(operator);
  await page.keyboard.press('Enter');
  const made = page.getByRole('region', { name: say('dispatch:fromAlarm.label') });
  await expect(made).toContainText('WO-');
  return made;
}

async function addRow(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name }).focus();
  await page.keyboard.press('Enter');
}

for (const language of LANGUAGES) {
  const say = wordsOf(language);
  const operator = OPERATORS[language];

  test.describe(`people trapped in a lift (${language})`, () => {
    test.use({
      pageLocale: LOCALES[language],
      hostArgs: ['--site', everybody, '--scenario', 'lift-entrapment'],
    });

    test('one key sends the nearest who is qualified; he accepts, arrives, is done; verified, the figures move', async ({
      page,
    }) => {
      const made = await sendFromFirstAlarm(page, say, operator);
      await expect(made).toContainText(patternOf(say('dispatch:clock.running')));
      await page.keyboard.press(screenKey('dispatch'));
      const board = page.getByRole('listbox', { name: say('dispatch:board.label') });
      await board.focus();
      await page.keyboard.press('Home');
      const history = page.getByRole('region', { name: say('dispatch:history.title') });
      for (const step of ['create', 'assign', 'accept', 'travel', 'arrive', 'finish'])
        await expect(history).toContainText(say(`dispatch:event.${step}`), { timeout: 60_000 });
      const given = history.getByRole('listitem').filter({ hasText: say('dispatch:event.assign') });
      const qualified = STAFF.filter(({ skills = [] }) =>
        LIFT_SKILLS.every((skill) => skills.includes(skill)),
      );
      expect(qualified.length).toBeGreaterThan(1);
      expect(qualified.length).toBeLessThan(STAFF.length);
      await expect(given).toHaveCount(1);
      await expect(given).toContainText(new RegExp(qualified.map(({ name }) => name[language]).join('|')));
      const finished = board.getByRole('group', { name: say('dispatch:column.finished') });
      await expect(finished.getByRole('option')).toHaveCount(1);
      await page.keyboard.press('v');
      await expect(history).toContainText(say('dispatch:event.verify'));
      for (let view = 0; view < 3; view += 1) await page.keyboard.press('b');
      const figures = page.getByRole('table', { name: say('dispatch:figures.all') });
      const row = (name: string) =>
        figures.getByRole('row', { name: new RegExp(`^${say(`dispatch:figures.row.${name}`)}`) });
      await expect(row('created')).toContainText('1');
      await expect(row('done')).toContainText('1');
      await expect(row('meanResponse')).toContainText(/\d/);
      await expect(row('firstTimeFix')).toContainText('100');
      await expect(row('inTarget')).toContainText('100');
    });
  });

  test.describe(`the form of an order (${language})`, () => {
    test.use({ pageLocale: LOCALES[language], hostArgs: ['--site', nobody] });

    test('parts, checklist, cost and a photo by keyboard; all of it is there after a reload', async ({
      page,
    }) => {
      await expect(page.getByRole('region', { name: say('dispatch:panel.title') })).toBeVisible();
      await page.keyboard.press(screenKey('dispatch'));
      await expect(page.getByRole('button', { name: say('dispatch:new.open') })).toBeVisible();
      await page.keyboard.press('w');
      await page.getByLabel(say('dispatch:new.what')).fill('A');
      await page.keyboard.press('Enter');
      await page.keyboard.type(operator);
      await page.keyboard.press('Enter');
      await expect(page.getByRole('region', { name: say('dispatch:history.title') })).toBeVisible();
      await page.keyboard.press('e');
      const title = page.getByLabel(say('dispatch:new.what'));
      await expect(title).toBeFocused();
      await expect(title).toHaveValue('A');
      await page.keyboard.type('BC');
      await addRow(page, say('dispatch:edit.addPart'));
      await page.keyboard.type('DN25');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Control+a');
      await page.keyboard.type('3');
      await addRow(page, say('dispatch:edit.addCheck'));
      await page.keyboard.type('P1');
      const cost = page.getByLabel(say('dispatch:edit.costIn', { currency: 'CNY' }));
      await cost.focus();
      await page.keyboard.type('120.5');
      await page.keyboard.press('Enter');
      await expect(page.getByRole('heading', { name: 'ABC' })).toBeVisible();
      const check = page.getByRole('checkbox', { name: 'P1' });
      await check.focus();
      await page.keyboard.press('Space');
      await expect(check).toBeChecked();
      const history = page.getByRole('region', { name: say('dispatch:history.title') });
      await expect(history).toContainText(patternOf(say('dispatch:event.edit')));
      const chooser = page.waitForEvent('filechooser');
      await check.blur();
      await page.keyboard.press('f');
      await (await chooser).setFiles({ name: '..\\x.txt', mimeType: 'text/html', buffer: PIXEL });
      const files = page.getByRole('region', { name: say('dispatch:fact.files') });
      await expect(files.getByRole('img')).toHaveJSProperty('naturalWidth', 1);
      await expect(files).toContainText(say('dispatch:files.type.image-png'));
      await page.reload();
      await expect(files.getByRole('img')).toHaveJSProperty('naturalWidth', 1);
      await expect(page.getByRole('checkbox', { name: 'P1' })).toBeChecked();
      const details = page.getByText('3 × DN25');
      await expect(details).toBeVisible();
      await expect(page.getByText('120.50\u00a0CNY')).toBeVisible();
      const saved = page.waitForEvent('download');
      await files.getByRole('button', { name: say('dispatch:files.save') }).press('Enter');
      expect(readFileSync(await (await saved).path()).equals(PIXEL)).toBe(true);
    });

    test('the table is narrowed by words, state, person and day, and looks in the archive', async ({
      page,
    }) => {
      await expect(page.getByRole('region', { name: say('dispatch:panel.title') })).toBeVisible();
      await page.keyboard.press(screenKey('dispatch'));
      for (const title of ['QX1', 'QX2']) {
        await expect(page.getByRole('button', { name: say('dispatch:new.open') })).toBeVisible();
        await page.keyboard.press('w');
        await page.getByLabel(say('dispatch:new.what')).fill(title);
        await page.keyboard.press('Enter');
        if (title === 'QX1') {
          await page.keyboard.type(operator);
          await page.keyboard.press('Enter');
        }
        await expect(page.getByRole('heading', { name: title })).toBeVisible();
      }
      await page.keyboard.press('b');
      const table = page.getByRole('listbox', { name: say('dispatch:table.label') });
      await expect(table.getByRole('option')).toHaveCount(2);
      const filters = page.getByRole('group', { name: say('dispatch:filter.label') });
      await filters.getByLabel(say('dispatch:table.state')).selectOption('cancelled');
      await expect(table.getByRole('option')).toHaveCount(0);
      await filters.getByLabel(say('dispatch:table.state')).selectOption('created');
      await expect(table.getByRole('option')).toHaveCount(2);
      await filters.getByLabel(say('dispatch:filter.to')).fill('2020-01-01');
      await expect(table.getByRole('option')).toHaveCount(0);
      await filters.getByLabel(say('dispatch:filter.to')).fill('');
      await table.focus();
      await page.keyboard.press('/');
      await page.keyboard.type('qx2');
      await expect(table.getByRole('option')).toHaveCount(1);
      await table.focus();
      await page.keyboard.press('y');
      await expect(page.getByText(say('dispatch:archive.complete'))).toBeVisible();
      await expect(page.getByText(say('dispatch:table.count', { shown: 1, total: 1 }))).toBeVisible();
    });
  });

  test.describe(`a leak with nobody on shift (${language})`, () => {
    test.use({ pageLocale: LOCALES[language], hostArgs: ['--site', nobody, '--scenario', 'leak'] });

    test('is told to the duty manager, loudly, and says of everybody why not', async ({ page }) => {
      const made = await sendFromFirstAlarm(page, say, operator);
      await expect(made).toContainText(say('dispatch:escalation.nobody-free'));
      const conditions = page.getByRole('region', { name: say('app:conditions.label') });
      await expect(conditions).toContainText(patternOf(say('codes:health.dispatch.nobody-free')));
      const manager = STAFF.find(({ id }) => id === RULES?.dutyManager);
      await expect(conditions).toContainText(manager?.contact ?? 'a duty manager');
      await page.keyboard.press(screenKey('dispatch'));
      const board = page.getByRole('listbox', { name: say('dispatch:board.label') });
      await board.focus();
      await page.keyboard.press('Home');
      const proposal = page.getByRole('region', { name: say('dispatch:proposal.title') });
      await expect(proposal).toContainText(say('dispatch:proposal.nobody'));
      await expect(proposal).toContainText(say('dispatch:against.off-shift'));
      const history = page.getByRole('region', { name: say('dispatch:history.title') });
      await expect(history).toContainText(say('dispatch:event.escalate'));
    });
  });
}
