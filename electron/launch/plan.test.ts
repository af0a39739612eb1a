import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseOptions, type StartOptions } from './options.ts';
import { defaultDataFolder, planStart, type Surroundings } from './plan.ts';

let folder: string;
let around: Surroundings;

const options = (...args: string[]): StartOptions => {
  const outcome = parseOptions(args);
  if (!outcome.ok) throw new Error(outcome.error.detail);
  return outcome.value;
};

const site = (name: string, text: string): string => {
  mkdirSync(path.join(folder, name));
  writeFileSync(path.join(folder, name, 'site.json'), text);
  return path.join(folder, name);
};

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'signalbox-plan-'));
  around = {
    cwd: folder,
    home: '/home/li',
    platform: 'linux',
    env: {},
    demoSiteFolder: site('demo', '{"id":"demo-one"}'),
  };
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('planStart', () => {
  it('simulates the demo site when nothing is said', () => {
    expect(planStart(options(), around)).toEqual({
      ok: true,
      value: {
        siteFolder: around.demoSiteFolder,
        dataFolder: '/home/li/.local/share/signalbox/demo-one',
        brokerUrl: undefined,
        demo: { scenario: undefined },
      },
    });
  });

  it('simulates nothing for a broker or a site that names brokers', () => {
    expect(planStart(options('--broker', 'mqtt://b'), around)).toMatchObject({
      ok: true,
      value: { demo: undefined, brokerUrl: 'mqtt://b' },
    });
    site('real', '{"id":"real","brokers":[{"id":"main","url":"mqtt://b"}]}');
    expect(planStart(options('--site', 'real'), around)).toMatchObject({
      ok: true,
      value: { demo: undefined },
    });
    expect(planStart(options('--site', 'real', '--scenario', 'fire'), around)).toMatchObject({
      ok: false,
      error: { code: 'no-simulation' },
    });
  });

  it('names the site folder or file that is missing or wrong', () => {
    const detail = (...args: string[]): string => {
      const plan = planStart(options(...args), around);
      return plan.ok ? 'accepted' : plan.error.detail;
    };
    mkdirSync(path.join(folder, 'empty'));
    site('broken', '{');
    site('nameless', '{"id":"../up"}');
    site('list', '[]');
    expect(detail('--site', 'nowhere')).toBe(`site folder ${folder}/nowhere does not exist`);
    expect(detail('--site', 'empty')).toContain(`site file ${folder}/empty/site.json cannot be read: ENOENT`);
    expect(detail('--site', 'broken')).toContain(
      `${folder}/broken/site.json: 1 problem\n  line 1, column 2: found`,
    );
    expect(detail('--site', 'nameless')).toContain('found "../up"');
    expect(detail('--site', 'list')).toContain('expected an object');
  });

  it('tells a wrong id together with everything else that is wrong', () => {
    site('wrong', '{"id":"","name":{"en":"x"},"timeZone":"Mars/Base"}');
    const plan = planStart(options('--site', 'wrong'), around);
    expect(plan.ok ? '' : plan.error.detail).toMatch(/\n {2}id: [^]*\n {2}name\.zh: [^]*\n {2}timeZone: /);
  });

  it('reads past the byte order mark of a Windows editor', () => {
    site('marked', '\uFEFF{"id":"marked"}');
    expect(planStart(options('--site', 'marked'), around).ok).toBe(true);
  });

  it('makes a data folder only where its parent is', () => {
    expect(planStart(options('--data', 'new'), around)).toMatchObject({
      ok: true,
      value: { dataFolder: path.join(folder, 'new') },
    });
    expect(planStart(options('--data', 'typo/new'), around)).toMatchObject({
      ok: false,
      error: { code: 'no-data-folder' },
    });
    expect(planStart(options('--data', 'demo/site.json'), around)).toMatchObject({
      ok: false,
      error: { code: 'no-data-folder' },
    });
  });
});

describe('defaultDataFolder', () => {
  it('follows each platform', () => {
    const at = (platform: NodeJS.Platform, home: string, env: Record<string, string> = {}): string =>
      defaultDataFolder('one', { ...around, platform, home, env });
    expect(at('linux', '/home/li', { XDG_DATA_HOME: '/data' })).toBe('/data/signalbox/one');
    expect(at('linux', '/home/li', { XDG_DATA_HOME: 'relative' })).toBe(
      '/home/li/.local/share/signalbox/one',
    );
    expect(at('darwin', '/Users/li')).toBe('/Users/li/Library/Application Support/Signalbox/one');
    expect(at('win32', 'C:\\Users\\li')).toBe('C:\\Users\\li\\AppData\\Local\\Signalbox\\one');
    expect(at('win32', 'C:\\Users\\li', { LOCALAPPDATA: 'D:\\Local' })).toBe('D:\\Local\\Signalbox\\one');
  });
});
