/**
 * The end-to-end suite: the built program, once in Chromium through the headless host and, where Electron's binary is
 * present, once more in the desktop shell. The same specs run in both; `e2e/fixture.ts` is the only place that knows.
 */
import { defineConfig } from '@playwright/test';
import { electronPackageFolder, findElectron } from '#electron/launch/electron-binary.ts';
import type { HostOptions } from './e2e/fixture.ts';

const folder = electronPackageFolder();
const electron =
  folder === undefined
    ? { missing: 'Electron is not installed' }
    : findElectron(folder, process.env, process.platform);
if ('missing' in electron && process.env['TEST_WORKER_INDEX'] === undefined) {
  console.log(`end-to-end: the desktop shell is not tested here (${electron.missing}); the browser is`);
}

export default defineConfig<HostOptions>({
  testDir: './e2e',
  testMatch: '**/*.spec.ts',
  outputDir: '../test-results',
  // Software WebGL takes a whole core.
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: 'list',
  use: { viewport: { width: 1920, height: 1080 }, trace: 'off' },
  projects: [
    { name: 'chromium', use: { electronExecutable: undefined } },
    ...('executable' in electron
      ? [
          {
            name: 'electron',
            use: { electronExecutable: electron.executable },
            // These kill or look into the headless host, which the shell does not have.
            grepInvert: /@headless/,
          },
        ]
      : []),
  ],
});
