/**
 * Ways out in the window, by keyboard: in a small house whose doors and detectors the test plays itself, and on the demo site
 * with its fire.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { connectAsync, type MqttClient } from 'mqtt';
import type { SiteDocumentInput } from '#shared/domain/site/document.ts';
import { startAedes } from '#tests/builders/broker-aedes.ts';
import { walkingDocument } from '#tests/builders/walking-site.ts';
import { expect, test as base } from './fixture.ts';
import { screenKey } from './screen-keys.ts';
import { LANGUAGES, LOCALES, patternOf, wordsOf, type Say } from './words.ts';

/** Two storeys: rooms along a corridor in three parts, a stair at each end, each with a door that can be locked. */
function house(): SiteDocumentInput {
  const document = walkingDocument({
    storeys: [0, 1].map((floor) => [
      [`w${floor}`, floor === 0 ? 'lobby' : 'corridor', 0, 0, 10, 4],
      [`m${floor}`, 'corridor', 10, 0, 20, 4],
      [`e${floor}`, 'corridor', 20, 0, 30, 4],
      [`sw${floor}`, 'stair', -5, 0, 0, 4],
      [`se${floor}`, 'stair', 30, 0, 35, 4],
      [`A${floor}`, 'office', 0, 4, 10, 12],
      [`B${floor}`, 'office', 10, 4, 20, 12],
      [`C${floor}`, 'office', 20, 4, 30, 12],
    ]),
    doors: [
      ['D-W', 'sw1', 0, 2],
      ['D-E', 'se1', 30, 2],
    ],
    walking: { nodes: [{ id: 'front', kind: 'exit', storey: 'F0', position: [25, 0] }] },
  });
  const text = (word: string): { zh: string; en: string } => ({ zh: '烟感', en: word });
  document.assetClasses['smoke'] = {
    name: text('Smoke detector'),
    discipline: 'fire',
    marker: 'detector',
    points: {
      smoke: { name: text('Smoke'), kind: 'binary', quantity: 'smoke', expectedPeriodS: 600 },
    },
  };
  for (const room of ['B1', 'e1'])
    document.assets.push({
      id: `SD-${room}`,
      class: 'smoke',
      zone: room,
      position: [20, room === 'B1' ? 8 : 2],
    });
  document.alarmRules = [
    {
      id: 'smoke',
      name: text('Smoke detected'),
      on: { class: 'smoke', point: 'smoke' },
      condition: { type: 'state', in: [1] },
      priority: 1,
    },
  ];
  return document;
}

interface House {
  readonly folder: string;
  readonly url: string;
  /** Sends one value, e.g. `say('D-E', 'locked', 1)`. */
  say(asset: string, point: string, value: number): Promise<void>;
}

const test = base.extend<{ readonly house: House }>({
  house: async ({}, use) => {
    await using broker = await startAedes();
    const folder = mkdtempSync(path.join(tmpdir(), 'signalbox-house-'));
    writeFileSync(path.join(folder, 'site.json'), JSON.stringify(house()));
    const url = `mqtt://127.0.0.1:${broker.port}`;
    const client: MqttClient = await connectAsync(url, { protocolVersion: 4 });
    await use({
      folder,
      url,
      async say(asset, point, value) {
        await client.publishAsync(`walk/${asset}/${point}`, String(value), { qos: 1, retain: true });
      },
    });
    await client.endAsync();
    rmSync(folder, { recursive: true, force: true });
  },
});

for (const language of LANGUAGES) {
  test.describe(`ways out (${language})`, () => {
    test.use({
      pageLocale: LOCALES[language],
      hostArgs: async ({ house: { folder, url } }, use) => use(['--site', folder, '--broker', url]),
    });
    const say = wordsOf(language);

    test('follow what burns and what is locked', async ({ page, house: { say: tell } }) => {
      await page.keyboard.press(screenKey('overview'));
      await expect(page.getByRole('group', { name: say('app:feed.label') })).toContainText(
        say('app:feed.live'),
      );
      for (const door of ['D-W', 'D-E']) for (const point of ['locked', 'open']) await tell(door, point, 0);
      await page.keyboard.press('r');
      await expect(panelOf(page, say)).toContainText(say('routes:none.title'));

      await test.step('smoke in a room: its way out and those of its neighbours', async () => {
        await tell('SD-B1', 'smoke', 1);
        await expect(rowOf(page, say, 'B1')).toContainText(say('routes:inDanger'));
        await expect(rowOf(page, say, 'B1')).toContainText(patternOf(say('routes:beside')));
        // Its neighbours A and C leave by the corridor, away from it.
        await expect(rowOf(page, say, 'C1')).toContainText(patternOf(say('routes:seconds')));
        await expect(page.locator('.scene-route-head')).toHaveAttribute('d', /^M/);
      });

      const lengthOf = async (zone: string): Promise<number> =>
        Number(/(\d+)\s*m\b/.exec(await rowOf(page, say, zone).innerText())?.[1]);
      const near = await lengthOf('C1');

      await test.step('a door on it locks: another way, in the list and in the building', async () => {
        const drawn = await page.locator('.scene-route-head').getAttribute('d');
        await tell('D-E', 'locked', 1);
        await expect.poll(() => lengthOf('C1')).toBeGreaterThan(near + 5);
        await expect(page.locator('.scene-route-head')).not.toHaveAttribute('d', drawn ?? '');
        await expect(rowOf(page, say, 'C1')).toContainText(patternOf(say('routes:beside')));
      });

      await test.step('the last door locks: no safe route, and which door to release', async () => {
        await tell('D-W', 'locked', 1);
        const row = rowOf(page, say, 'C1');
        await expect(row).toContainText(say('routes:noWay.title'));
        await expect(row).toContainText(patternOf(say('routes:noWay.locked')));
        await expect(page.locator('.scene-route-head')).toHaveAttribute('d', '');
      });

      await test.step('released, then smoke in the corridor beside it: no way for that room', async () => {
        for (const door of ['D-W', 'D-E']) await tell(door, 'locked', 0);
        await expect.poll(() => lengthOf('C1')).toBe(near);
        await tell('SD-e1', 'smoke', 1);
        await expect(rowOf(page, say, 'C1')).toContainText(say('routes:noWay.alarm'));
        await page.keyboard.press('r');
        await expect(panelOf(page, say)).toBeHidden();
        await expect(page.locator('.scene-route-head')).toHaveAttribute('d', '');
      });
    });
  });
}

for (const language of LANGUAGES) {
  base.describe(`ways out of the demo site (${language})`, () => {
    base.use({ pageLocale: LOCALES[language], hostArgs: ['--scenario', 'fire'] });
    const say = wordsOf(language);

    base('are shown for the room that burns and those around it', async ({ page }) => {
      const alarms = page.getByRole('listbox', { name: say('overview:alarms.title') });
      await expect(alarms.getByRole('option').first()).toContainText(/SD-\d+/);
      const zone = /\b\d+F-\w+\b/.exec(await alarms.getByRole('option').first().innerText())?.[0] ?? '';
      await page.keyboard.press('r');
      const row = rowOf(page, say, zone);
      await expect(row).toContainText(say('routes:inDanger'));
      await expect(row).toContainText(/\d+\s*m\b/);
      await expect(row).toContainText(patternOf(say('routes:peopleFresh')));
      const others = panelOf(page, say).getByRole('listitem').filter({ hasNotText: zone });
      await expect(others.first()).toBeVisible();
      await expect(page.locator('.scene-route-mark').first()).toContainText(say('routes:exit'));
      await page.keyboard.press('h');
      await expect(page.locator('.scene-route-mark-assembly-point').first()).toBeVisible();
    });
  });
}

function panelOf(page: Page, say: Say) {
  return page.getByRole('region', { name: say('routes:title') });
}

function rowOf(page: Page, say: Say, zone: string) {
  return panelOf(page, say)
    .getByRole('listitem')
    .filter({ has: page.getByRole('button', { name: new RegExp(`\\b${zone}\\b`) }) });
}
