/**
 * One program a test: its own data folder, its own port, the built `dist/`. `page` is open and admitted; `host` tells where.
 * A test fails when its page throws or breaks the content policy, whatever else it looks at.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { _electron, chromium, test as base, expect, type Browser, type Page } from '@playwright/test';
import { endHeadless, forkHeadless } from '#tests/builders/headless.ts';
import { needProgram } from '#tests/find-programs.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface HostOptions {
  /** Present in the project that drives the desktop shell. */
  readonly electronExecutable: string | undefined;
  /** Options of the command line besides `--port` and `--data`; e.g. `['--scenario', 'fire']`. */
  readonly hostArgs: readonly string[];
  /** `zh-CN` or `en-GB`; the program follows the browser's language until told otherwise. */
  readonly pageLocale: string;
  /** Words of page errors that the test provokes on purpose. */
  readonly expectedPageErrors: readonly RegExp[];
}

export interface Host {
  /** Of the headless host, with the token; undefined in the desktop shell. */
  readonly url: string | undefined;
  readonly dataFolder: string;
  /** Of the program's first process, to be killed by tests that must. */
  readonly pid: number;
}

interface Started extends Host {
  readonly page: Page;
}

interface TestFixtures extends HostOptions {
  readonly started: Started;
  readonly host: Host;
  readonly page: Page;
}

/** Flags under which Chromium runs without a GPU, a sandbox of its own or a network of its own. */
export const CHROMIUM_FLAGS = [
  '--no-sandbox',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--ignore-gpu-blocklist',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--autoplay-policy=no-user-gesture-required',
];

export const test = base.extend<TestFixtures, { readonly systemBrowser: () => Promise<Browser> }>({
  electronExecutable: [undefined, { option: true }],
  hostArgs: [[], { option: true }],
  pageLocale: ['zh-CN', { option: true }],
  expectedPageErrors: [[], { option: true }],

  systemBrowser: [
    async ({}, use) => {
      let browser: Promise<Browser> | undefined;
      await use(() => (browser ??= launchChromium()));
      await (await browser)?.close();
    },
    { scope: 'worker' },
  ],

  started: async (
    { electronExecutable, hostArgs, pageLocale, expectedPageErrors, systemBrowser, viewport },
    use,
  ) => {
    const dataFolder = mkdtempSync(path.join(tmpdir(), 'signalbox-e2e-'));
    const ends: (() => Promise<void>)[] = [];
    try {
      const started = electronExecutable
        ? await startShell(electronExecutable, hostArgs, dataFolder, ends)
        : await startHeadless(
            hostArgs,
            dataFolder,
            await systemBrowser(),
            { locale: pageLocale, viewport },
            ends,
          );
      const problems = watchPage(started.page, expectedPageErrors);
      if (started.url) await started.page.goto(started.url);
      await use(started);
      expect(problems, 'errors in the page').toEqual([]);
    } finally {
      for (const end of ends.reverse()) await end();
      rmSync(dataFolder, { recursive: true, force: true });
    }
  },
  host: async ({ started }, use) => use(started),
  page: async ({ started }, use) => use(started.page),
});

export { expect };

function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: needProgram('chromium'), args: CHROMIUM_FLAGS });
}

function watchPage(page: Page, expected: readonly RegExp[]): string[] {
  const problems: string[] = [];
  const note = (text: string): void => {
    if (!expected.some((pattern) => pattern.test(text))) problems.push(text);
  };
  page.on('pageerror', (error) => note(error.stack ?? error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && /Content Security Policy/i.test(message.text())) note(message.text());
  });
  return problems;
}

async function startHeadless(
  hostArgs: readonly string[],
  dataFolder: string,
  browser: Browser,
  contextOptions: { locale: string; viewport: { width: number; height: number } | null },
  ends: (() => Promise<void>)[],
): Promise<Started> {
  const { child, url } = await forkHeadless(['--port', '0', '--data', dataFolder, ...hostArgs]);
  ends.push(() => endHeadless(child));
  // The view is then where it will be, not on its way there: what is measured on it does not depend on the machine.
  const context = await browser.newContext({ ...contextOptions, reducedMotion: 'reduce' });
  ends.push(() => context.close());
  return { url, dataFolder, pid: child.pid ?? 0, page: await context.newPage() };
}

async function startShell(
  executablePath: string,
  hostArgs: readonly string[],
  dataFolder: string,
  ends: (() => Promise<void>)[],
): Promise<Started> {
  const app = await _electron.launch({
    executablePath,
    args: [root, '--data', dataFolder, ...hostArgs],
    cwd: root,
  });
  ends.push(() => app.close());
  return { url: undefined, dataFolder, pid: app.process().pid ?? 0, page: await app.firstWindow() };
}
