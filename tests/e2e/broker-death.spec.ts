/**
 * A broker that dies between "sent" and feedback, before the eyes of an operator: never green on hope, the outcome says what
 * is known, and nothing is sent again when it is back. A real mosquitto, and a device in the test's hands.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { connectAsync, type MqttClient } from 'mqtt';
import { startMosquitto, type MosquittoBroker } from '#tests/builders/broker.ts';
import { commandSite } from '#tests/builders/command-site.ts';
import { giveName, toCommand, watchPhases } from './command-row.ts';
import { expect, test as base } from './fixture.ts';
import { LANGUAGES, LOCALES, wordsOf } from './words.ts';

const DEADLINE_S = 12;
const DEADLINE_MS = (DEADLINE_S + 20) * 1000;

interface Field {
  readonly siteFolder: string;
  readonly broker: MosquittoBroker;
  readonly device: MqttClient;
  /** What the device was told, in order: `LOCK-1 OFF`. */
  readonly heard: string[];
}

const test = base.extend<{ field: Field }>({
  field: async ({}, use) => {
    const siteFolder = mkdtempSync(path.join(tmpdir(), 'signalbox-field-'));
    writeFileSync(path.join(siteFolder, 'site.json'), JSON.stringify(commandSite({ deadlineS: DEADLINE_S })));
    const broker = await startMosquitto();
    const device = await connectAsync(broker.url, { protocolVersion: 5, reconnectPeriod: 100 });
    const heard: string[] = [];
    device.on('message', (topic, payload) =>
      heard.push(`${topic.split('/')[2] ?? ''} ${payload.toString()}`),
    );
    // Subscribed anew by the library after each reconnect.
    await device.subscribeAsync('small/command/#', { qos: 1 });
    await use({ siteFolder, broker, device, heard });
    await device.endAsync(true);
    await broker.dispose();
    rmSync(siteFolder, { recursive: true, force: true });
  },
  hostArgs: async ({ field }, use) => use(['--site', field.siteFolder, '--broker', field.broker.url]),
});

for (const language of LANGUAGES) {
  test.describe(`a broker that dies between "sent" and feedback (${language})`, () => {
    test.use({ pageLocale: LOCALES[language] });
    const say = wordsOf(language);

    test('is "no answer", said while it is away and after, and sent once', async ({ page, field }) => {
      const { broker, device, heard } = field;
      const health = page.getByRole('group', { name: say('app:feed.label') });
      const lock = await toCommand(page, say, 'LOCK-1', 'LOCK-1', 'locked');
      const off = lock.getByRole('button').nth(1);
      const phases = await watchPhases(page);

      await test.step('asked and sent: shown as not proved', async () => {
        await page.keyboard.press('ArrowRight');
        await expect(off).toBeFocused();
        await page.keyboard.press('Enter');
        await giveName(page, say, 'Chen');
        await expect.poll(() => heard).toEqual(['LOCK-1 OFF']);
        await expect(lock.getByRole('timer')).toBeVisible();
      });

      await test.step('the broker dies: nothing more can be asked, and the command ends unknown', async () => {
        await broker.kill();
        await expect(page.getByText(say('commands:cutOff.broker'))).toBeVisible({ timeout: DEADLINE_MS });
        await expect(off).toBeDisabled();
        const unknown = lock.locator('[data-outcome="unknown"]');
        await expect(unknown).toContainText(say('commands:state.no-answer.silent'), { timeout: DEADLINE_MS });
        await expect(unknown).toContainText('?');
      });

      await test.step('it comes back, and with it the device’s word: too late to be a proof of that command', async () => {
        await broker.start();
        await expect(health).toContainText(say('app:feed.live'), { timeout: DEADLINE_MS });
        await expect.poll(() => device.connected).toBe(true);
        await device.publishAsync('small/alarm/LOCK-1/locked', 'OFF', { qos: 1 });
        await expect(off).toBeEnabled({ timeout: DEADLINE_MS });
        await expect(lock.locator('[data-outcome="unknown"]')).toBeVisible();
        expect((await phases()).filter((phase) => phase.startsWith('proved'))).toEqual([]);
        expect((await phases()).at(-1)).toBe('no-answer unknown');
      });

      await test.step('asked once more by hand, it is the second message and no third came before it', async () => {
        device.on('message', (topic) => {
          if (topic.includes('LOCK-1')) device.publish('small/alarm/LOCK-1/locked', 'OFF', { qos: 1 });
        });
        await expect(async () => {
          await page.keyboard.press('c');
          await expect(lock.getByRole('button').first()).toBeFocused({ timeout: 500 });
        }).toPass();
        await page.keyboard.press('ArrowRight');
        await page.keyboard.press('Enter');
        await expect(lock.locator('[data-outcome="proved"]')).toContainText('✓', { timeout: DEADLINE_MS });
        expect(heard).toEqual(['LOCK-1 OFF', 'LOCK-1 OFF']);
      });
    });
  });
}
