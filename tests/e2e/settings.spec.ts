/** The settings screen: language, connection, what could not be read, what is stored, and a sound that can be heard. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { connectAsync } from 'mqtt';
import { endHeadless, forkHeadless } from '#tests/builders/headless.ts';
import { smallSite } from '#tests/builders/site.ts';
import { expect, test } from './fixture.ts';
import { screenKey } from './screen-keys.ts';
import { listen } from './tones.ts';
import { LOCALES, patternOf, wordsOf } from './words.ts';

const en = wordsOf('en');
const zh = wordsOf('zh');
test.use({ pageLocale: LOCALES.en });

test.beforeEach(async ({ page }) => {
  await expect(page.getByRole('group', { name: en('app:feed.label') })).toContainText(en('app:feed.live'));
  await page.keyboard.press(screenKey('settings'));
  await expect(page.getByRole('region', { name: en('settings:display.title') })).toBeVisible();
});

test('the language changes at once, and stays', async ({ page }) => {
  await page.getByRole('radio', { name: 'English' }).focus();
  await page.keyboard.press('ArrowLeft');
  await expect(page.getByRole('region', { name: zh('settings:display.title') })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('滨江一号');
  await page.reload();
  await expect(page.getByRole('region', { name: zh('settings:display.title') })).toBeVisible();
  await page.getByRole('radio', { name: 'English' }).click();
  await expect(page.getByRole('region', { name: en('settings:display.title') })).toBeVisible();
});

test('the sound can be checked, and is heard', async ({ page }) => {
  const tones = await listen(page);
  await page.getByRole('button', { name: en('settings:sound.check') }).press('Enter');
  await expect(page.getByText(en('settings:sound.health.ready'))).toBeVisible();
  expect(await tones.heard()).toEqual([523, 784]);
});

test('storage is told in numbers that grow', async ({ page }) => {
  const storage = page.getByRole('region', { name: en('settings:storage.title') });
  const samples = async (): Promise<number> =>
    Number(/Samples\s+([\d\s]+)/.exec(await storage.innerText())?.[1]?.replace(/\s/g, ''));
  await expect.poll(samples, { timeout: 40_000 }).toBeGreaterThan(1_000);
  const before = await samples();
  await expect.poll(samples, { timeout: 40_000 }).toBeGreaterThan(before);
  await expect(storage).toContainText(/\d\.\d bytes a sample/);
  const days = storage.getByRole('textbox', { name: en('settings:storage.maxAge') });
  await days.fill('0');
  await expect(storage.getByText(en('settings:storage.maxAgeWrong'))).toBeVisible();
  await expect(storage.getByRole('button', { name: en('settings:storage.keep') })).toBeDisabled();
  await days.fill('30');
  await storage.getByRole('button', { name: en('settings:storage.keep') }).click();
  await page.reload();
  await expect(days).toHaveValue('30');
});

test('what could not be read is listed with topic, reason and text', async ({ page }) => {
  const form = page.getByRole('form', { name: patternOf(en('settings:connection.form')) });
  // The embedded broker is shown, and not to be changed.
  await expect(form).toContainText(en('settings:connection.from.embedded'));
  await expect(form.getByRole('textbox', { name: en('settings:connection.host') })).toBeDisabled();
  const port = await form.getByRole('textbox', { name: en('settings:connection.port') }).inputValue();
  const quarantine = page.getByRole('region', { name: en('settings:quarantine.title') });

  const topic = await liveTopic(port);
  const broker = await connectAsync(`mqtt://127.0.0.1:${port}`, { protocolVersion: 4 });
  await broker.publishAsync(topic, '{"cut off": ', { qos: 1 });
  await broker.publishAsync(topic, Buffer.from([0xff, 0xfe, 0x00]), { qos: 1 });
  await broker.endAsync();

  await expect(quarantine.getByRole('option').filter({ hasText: topic })).toHaveCount(2);
  await expect(quarantine).toContainText(en('settings:quarantine.reason.not-utf8'));
  await expect(quarantine).toContainText('{"cut off":');
  await expect(page.getByRole('region', { name: en('settings:feed.title') })).toContainText(
    /Not readable\s*[1-9]/,
  );
});

test(
  'a connection form that is wrong says which field, and a password never comes back',
  { tag: '@headless' },
  async ({ page, host }) => {
    // A host without the demo has a connection to be chosen.
    process.kill(host.pid, 'SIGKILL');
    const { port } = new URL(host.url ?? '');
    const again = await forkHeadless([
      '--port',
      port,
      '--data',
      host.dataFolder,
      '--site',
      siteWithBroker(host.dataFolder),
    ]);
    try {
      const form = page.getByRole('form', { name: patternOf(en('settings:connection.form')) });
      await expect(form).toContainText(en('settings:connection.from.site'));
      const field = (name: string) => form.getByRole('textbox', { name: en(`settings:connection.${name}`) });
      const save = form.getByRole('button', { name: en('settings:connection.save') });
      await field('host').fill('user:secret@broker/path');
      await expect(form.getByText(en('settings:connection.problem.host-wrong'))).toBeVisible();
      await expect(field('host')).toHaveAttribute('aria-invalid', 'true');
      await expect(save).toBeDisabled();
      await field('host').fill('127.0.0.1');
      await field('port').fill('70000');
      await expect(form.getByText(en('settings:connection.problem.port-wrong'))).toBeVisible();
      await expect(save).toBeDisabled();
      await field('port').fill('1');
      await field('username').fill('operator');
      await form.getByLabel(en('settings:connection.password'), { exact: true }).fill('s3cret-of-the-house');
      await field('port').press('Enter');
      await expect(form).toContainText(en('settings:connection.from.saved'));
      await expect(form).toContainText(en('settings:connection.passwordIn.file'));
      await expect(form.getByLabel(en('settings:connection.password'), { exact: true })).toHaveValue('');
      const kept = await page.evaluate(async () => {
        const databases = (await indexedDB.databases()).map(({ name }) => name);
        return JSON.stringify([
          { ...localStorage },
          { ...sessionStorage },
          databases,
          document.documentElement.outerHTML,
        ]);
      });
      expect(kept).not.toContain('s3cret-of-the-house');
      await form.getByRole('button', { name: en('settings:connection.reset') }).click();
      await expect(form).toContainText(en('settings:connection.from.site'));
    } finally {
      await endHeadless(again.child);
    }
  },
);

/** A topic that the simulated building speaks on; not what stations and people tell each other, and not Sparkplug. */
async function liveTopic(port: string): Promise<string> {
  const broker = await connectAsync(`mqtt://127.0.0.1:${port}`, { protocolVersion: 4 });
  const heard = new Promise<string>((resolve) =>
    broker.on('message', (topic, payload) => {
      if (!/^(spBv1\.0\/|signalbox)/.test(topic) && payload.toString().startsWith('{')) resolve(topic);
    }),
  );
  await broker.subscribeAsync('#');
  const topic = await heard;
  await broker.endAsync();
  return topic;
}

/** A site that names a broker where nobody listens. */
function siteWithBroker(folder: string): string {
  const site = path.join(folder, 'site');
  mkdirSync(site);
  const brokers = [{ id: 'main', url: 'mqtt://127.0.0.1:1' }];
  writeFileSync(path.join(site, 'site.json'), JSON.stringify(smallSite({ brokers })));
  return site;
}
