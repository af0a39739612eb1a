/** The installers' configuration, checked without a network or an Electron distribution. */
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const require = createRequire(import.meta.url);

interface Configuration {
  readonly productName: string;
  readonly asar: boolean;
  readonly afterPack: string;
  /** As electron-builder normalizes them. */
  readonly files: readonly [{ readonly filter: readonly string[] }];
  readonly nsis: object;
  readonly win: { readonly target: string };
  readonly mac: { readonly target: string };
  readonly linux: { readonly target: readonly string[] };
}
interface ConfigModule {
  getConfig(folder: string, file: string, fromOptions: null): Promise<Configuration>;
  validateConfiguration(configuration: object, log: object): Promise<void>;
}
const { getConfig, validateConfiguration } =
  require('app-builder-lib/out/util/config/config.js') as ConfigModule;
const { DebugLogger } = require('builder-util') as { DebugLogger: new (enabled: boolean) => object };
const { main, version } = require('../../package.json') as { main: string; version: string };

describe('electron-builder.yml', () => {
  it("fits electron-builder's own schema, and a wrong one does not", async () => {
    const configuration = await getConfig(root, 'electron-builder.yml', null);
    await validateConfiguration(configuration, new DebugLogger(false));
    await expect(
      validateConfiguration({ ...configuration, asarr: true }, new DebugLogger(false)),
    ).rejects.toThrow(/asarr/);
  });

  it('makes the four installers, with every fuse, from the built program alone', async () => {
    const configuration = await getConfig(root, 'electron-builder.yml', null);
    expect(configuration.win.target).toBe('nsis');
    expect(configuration.mac.target).toBe('dmg');
    expect(configuration.linux.target).toEqual(['AppImage', 'deb']);
    // File and package names are made of it.
    expect(configuration.productName).toMatch(/^[A-Za-z]+$/);
    expect(configuration.asar).toBe(true);
    expect(configuration.afterPack).toBe('./dist/electron/after-pack.js');
    expect(configuration.files[0].filter).toContain('!node_modules/**');
    expect(configuration.files[0].filter).toContain('dist/renderer/**');
  });

  it('starts what the build makes', () => {
    expect(path.posix.normalize(main)).toBe('dist/electron/main.js');
    expect(version).toMatch(/^\d+\.\d+\.\d+$/);
  });
});
