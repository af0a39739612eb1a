/** The story this program exists for, told with the keyboard alone, in both languages. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { endHeadless, forkHeadless } from '#tests/builders/headless.ts';
import { expect, test } from './fixture.ts';
import { screenKey } from './screen-keys.ts';
import { listen } from './tones.ts';
import { LANGUAGES, LOCALES, patternOf, wordsOf } from './words.ts';

/** Tab reaches everything; this is how far one may have to go. */
const MOST_TABS = 60;

for (const language of LANGUAGES) {
  test.describe(`fire (${language})`, () => {
    test.use({ pageLocale: LOCALES[language] });
    const say = wordsOf(language);
    const operator = language === 'zh' ? '李值班' : 'J. Meyer';

    test(
      'a detector becomes a marked, sounding alarm; a person acknowledges it, and that outlives everything',
      { tag: '@headless' },
      async ({ page, host }) => {
        const alarms = page.getByRole('listbox', { name: say('overview:alarms.title') });
        const smoke = alarms.getByRole('option').first();
        await expect(page.getByRole('group', { name: say('app:feed.label') })).toContainText(
          say('app:feed.live'),
        );
        const tones = await listen(page);

        await test.step('the fire is started', async () => {
          await page.keyboard.press(screenKey('settings'));
          await focusByTab(page, say('settings:demo.scenario.fire'));
          const seenMs = watchForAlarm(page);
          await page.keyboard.press('Enter');
          console.log(`fire (${language}): key to alarm on the screen ${(await seenMs).toFixed(0)} ms`);
        });

        await test.step('it is listed, marked on its storey, and heard', async () => {
          await page.keyboard.press(screenKey('overview'));
          await expect(smoke).toContainText(say('codes:phase.unacknowledged'));
          const row = await smoke.innerText();
          const { storey, zone } = placeOf(/\bSD-\d+\b/.exec(row)?.[0]);
          expect(row).toContain(zone);
          const pin = page.locator('.scene-pin').first();
          await expect(pin).toBeVisible();
          expect(await pin.getAttribute('aria-label')).toContain(zone);
          await expect(pin).toHaveText('◆');
          const storeys = page.getByRole('listbox', { name: say('overview:storeys.label') });
          await expect(storeys.getByRole('option', { name: storey }).getByTitle(patternOf(' 1'))).toHaveCount(
            1,
          );
          await page.keyboard.press('g');
          await expect(page.locator('.scene-storey-strong')).toHaveText(storey);
          await expect(page.locator('.scene-callout').first()).toContainText(zone);
          await expect.poll(() => tones.heard()).toContain(880);
        });

        await test.step('a name is asked for in place, and the alarm is acknowledged', async () => {
          await page.keyboard.press('a');
          await expect(page.getByRole('region', { name: say('app:conditions.label') })).toContainText(
            say('app:ack.needsName', { count: 1 }),
          );
          await expect(page.getByRole('textbox', { name: say('app:operator.name') })).toBeFocused();
          await page.keyboard.type(operator);
          await page.keyboard.press('Enter');
          await expect(rowOf(page, 'SD-')).toContainText(`${say('codes:phase.acknowledged')} · ${operator}`);
          const details = page.getByRole('region', {
            name: say('overview:details.title.alarm'),
            exact: true,
          });
          await expect(details).toContainText(new RegExp(`${operator} · \\d\\d:\\d\\d:\\d\\d`));
        });

        await test.step('it is quiet again', async () => {
          // The fire spreads while this is going on: what comes after is acknowledged as well.
          await expect(async () => {
            await page.keyboard.press('Shift+A');
            expect(await tones.quietMs()).toBeGreaterThan(2_500);
          }).toPass();
        });

        await test.step('a reloaded page still knows', async () => {
          await page.reload();
          await expect(rowOf(page, 'SD-')).toContainText(`${say('codes:phase.acknowledged')} · ${operator}`);
        });

        await test.step('so does a page whose host was killed and started again', async () => {
          const health = page.getByRole('group', { name: say('app:feed.label') });
          process.kill(host.pid, 'SIGKILL');
          await expect(health).toContainText(say('app:feed.cut'));
          await expect(rowOf(page, 'SD-')).toContainText(operator);
          // Without the building: only what is on disk can speak for the alarm now.
          const { port } = new URL(host.url ?? '');
          const again = await forkHeadless([
            '--port',
            port,
            '--data',
            host.dataFolder,
            '--broker',
            'mqtt://127.0.0.1:1',
          ]);
          try {
            await expect(health).toContainText(say('app:feed.offline'));
            await expect(rowOf(page, 'SD-')).toContainText(
              `${say('codes:phase.acknowledged')} · ${operator}`,
            );
          } finally {
            await endHeadless(again.child);
          }
        });
      },
    );
  });
}

function rowOf(page: Page, text: string) {
  return page.getByRole('option').filter({ hasText: text }).first();
}

async function focusByTab(page: Page, name: string): Promise<void> {
  const button = page.getByRole('button', { name, exact: true });
  await expect(button).toBeVisible();
  for (let tabs = 0; tabs < MOST_TABS; tabs += 1) {
    if (await button.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`${name} is not reached within ${MOST_TABS} tabs`);
}

/** @returns from the next Enter to the first picture with an alarm on it, on the page's own clock. */
function watchForAlarm(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let pressedMs = Number.NaN;
        addEventListener('keydown', ({ key }) => key === 'Enter' && (pressedMs = performance.now()), {
          capture: true,
          once: true,
        });
        const count = document.querySelector('nav') as HTMLElement;
        const observer = new MutationObserver(() => {
          if (!/\d/.test(count.innerText)) return;
          observer.disconnect();
          requestAnimationFrame(() => resolve(performance.now() - pressedMs));
        });
        observer.observe(count, { subtree: true, childList: true, characterData: true });
      }),
  );
}

interface SiteFile {
  readonly assets: readonly { readonly id: string; readonly zone: string }[];
  readonly buildings: readonly {
    readonly storeys: readonly {
      readonly label: string;
      readonly zones: readonly { readonly id: string }[];
    }[];
  }[];
}

/** Where the site file puts an asset. */
function placeOf(assetId: string | undefined): { storey: string; zone: string } {
  const file = new URL('../../assets/demo-site/site.json', import.meta.url);
  const site = JSON.parse(readFileSync(fileURLToPath(file), 'utf8')) as SiteFile;
  const zone = site.assets.find(({ id }) => id === assetId)?.zone ?? '';
  const storey = site.buildings
    .flatMap(({ storeys }) => storeys)
    .find(({ zones }) => zones.some(({ id }) => id === zone));
  if (!storey) throw new Error(`no place for ${assetId}`);
  return { storey: storey.label, zone };
}
