import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { present } from '#shared/base/assert.ts';
import type { Broker } from '#shared/domain/site/document.ts';
import type { ConnectionProfile } from '#shared/protocol/requests.ts';
import { createAuthority } from '#tests/builders/broker-certificates.ts';
import { environmentName } from './environment-secrets.ts';
import { createHeadlessSecrets } from './headless-secrets.ts';
import { openConnectionSettings, type ConnectionSettingsStore, type SettingsDeps } from './settings.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'signalbox-settings-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const site: Broker = { id: 'plant', url: 'mqtts://plant.example:8883', protocol: 'auto', username: 'reader' };
const profile: ConnectionProfile = {
  url: 'mqtts://other.example:8884',
  protocol: '5',
  username: 'station',
  caFile: undefined,
  certFile: undefined,
  keyFile: undefined,
  serverName: undefined,
};

async function open(
  over: Partial<SettingsDeps> = {},
  env: Record<string, string> = {},
): Promise<ConnectionSettingsStore> {
  const opened = await openConnectionSettings({
    dataFolder: folder,
    siteFolder: folder,
    document: { brokers: [site] },
    secrets: createHeadlessSecrets({ dataFolder: folder, env }),
    log: () => undefined,
    ...over,
  });
  if (!opened.ok) throw new Error(opened.error.detail);
  return opened.value;
}

const first = async (store: ConnectionSettingsStore) => present((await store.read())[0], 'first broker');

describe('which broker wins', () => {
  it('takes command line over saved over site over embedded', async () => {
    const embedded = await open({ document: { brokers: [] }, embeddedBrokerUrl: 'mqtt://127.0.0.1:1' });
    expect(await first(embedded)).toMatchObject({
      brokerId: 'main',
      from: 'embedded',
      profile: { url: 'mqtt://127.0.0.1:1' },
    });
    const store = await open({ embeddedBrokerUrl: 'mqtt://127.0.0.1:1' });
    expect(await first(store)).toMatchObject({ brokerId: 'plant', from: 'site', profile: { url: site.url } });
    await store.write({ brokerId: 'plant', profile, password: undefined });
    expect(await first(await open())).toMatchObject({ from: 'saved', profile });
    const fixed = await open({ brokerUrl: 'mqtt://somewhere:1884' });
    expect(await first(fixed)).toMatchObject({
      from: 'command-line',
      profile: { url: 'mqtt://somewhere:1884' },
    });
    expect(await fixed.write({ brokerId: 'plant', profile, password: 'x' })).toMatchObject({
      error: { code: 'fixed-by-command-line' },
    });
    expect(await fixed.reset({ brokerId: 'plant' })).toMatchObject({
      error: { code: 'fixed-by-command-line' },
    });
  });

  it('keeps what two windows change at the same time', async () => {
    const two = { document: { brokers: [site, { ...site, id: 'roof' }] } };
    const store = await open(two);
    await Promise.all(
      ['plant', 'roof'].map((brokerId) => store.write({ brokerId, profile, password: `of ${brokerId}` })),
    );
    const again = await open(two);
    expect((await again.read()).map(({ from, passwordStored }) => [from, passwordStored])).toEqual([
      ['saved', true],
      ['saved', true],
    ]);
    expect(await again.broker('roof')?.password()).toBe('of roof');
  });

  it('says so when nobody names a broker', async () => {
    const opened = await openConnectionSettings({
      dataFolder: folder,
      siteFolder: folder,
      document: { brokers: [] },
      secrets: createHeadlessSecrets({ dataFolder: folder, env: {} }),
      log: () => undefined,
    });
    expect(opened).toMatchObject({ ok: false, error: { code: 'no-broker' } });
  });

  it('keeps user and password of a command-line url out of what is shown', async () => {
    const store = await open({ brokerUrl: 'mqtt://me:s%23cret@somewhere:1884' });
    const shown = JSON.stringify(await store.read());
    expect(shown).not.toContain('s#cret');
    expect(shown).not.toContain('s%23cret');
    const broker = present(store.broker('plant'), 'broker');
    expect(broker).toMatchObject({ url: 'mqtt://somewhere:1884', username: 'me' });
    expect(await broker.password()).toBe('s#cret');
  });
});

describe('saving', () => {
  it('writes profile and password apart, both for this user only, and tells the feed', async () => {
    const store = await open();
    const changed: string[] = [];
    store.onChange(({ id, url }) => changed.push(`${id} ${url}`));
    const written = await store.write({ brokerId: 'plant', profile, password: 'hunter2' });
    expect(written).toMatchObject({
      ok: true,
      value: { from: 'saved', passwordStored: true, passwordIn: 'file' },
    });
    expect(changed).toEqual([`plant ${profile.url}`]);
    expect(await readFile(join(folder, 'connection.json'), 'utf8')).not.toContain('hunter2');
    for (const file of ['connection.json', 'secrets.json'])
      expect((await stat(join(folder, file))).mode & 0o777).toBe(0o600);
    expect(await present((await open()).broker('plant'), 'broker').password()).toBe('hunter2');
    expect((await readdir(folder)).sort()).toEqual(['connection.json', 'secrets.json']);
  });

  it('keeps the password when none is given, forgets it when it is empty, and on reset', async () => {
    const store = await open();
    const password = (): Promise<string | undefined> => present(store.broker('plant'), 'broker').password();
    await store.write({ brokerId: 'plant', profile, password: 'one' });
    await store.write({ brokerId: 'plant', profile, password: undefined });
    expect(await password()).toBe('one');
    await store.write({ brokerId: 'plant', profile, password: '' });
    expect(await password()).toBeUndefined();
    await store.write({ brokerId: 'plant', profile, password: 'two' });
    expect(await store.reset({ brokerId: 'plant' })).toMatchObject({
      ok: true,
      value: { from: 'site', passwordStored: false },
    });
    expect(await password()).toBeUndefined();
  });

  it.each([
    ['http://host', 'url'],
    ['mqtt://user:pw@host', 'fields of their own'],
    ['not a url', 'url'],
  ])('refuses the url %s', async (url, words) => {
    const outcome = await (
      await open()
    ).write({ brokerId: 'plant', profile: { ...profile, url }, password: undefined });
    expect(outcome).toMatchObject({ ok: false, error: { code: 'invalid' } });
    expect(JSON.stringify(outcome)).toContain(words);
  });

  it('reads the certificates before it believes in them', async () => {
    const authority = createAuthority();
    const mine = authority.issue();
    const files = {
      'ca.pem': authority.cert,
      'cert.pem': mine.cert,
      'key.pem': mine.key,
      'other.pem': authority.issue().key,
    };
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
    const store = await open();
    const save = (over: Partial<ConnectionProfile>) =>
      store.write({ brokerId: 'plant', profile: { ...profile, ...over }, password: undefined });
    expect(await save({ caFile: 'ca.pem', certFile: 'cert.pem', keyFile: 'key.pem' })).toMatchObject({
      ok: true,
    });
    expect(await save({ caFile: 'missing.pem' })).toMatchObject({
      error: { code: 'invalid', detail: expect.stringContaining('missing.pem') },
    });
    expect(await save({ caFile: 'key.pem' })).toMatchObject({
      error: { code: 'invalid', detail: expect.stringContaining('key.pem') },
    });
    expect(await save({ certFile: 'cert.pem' })).toMatchObject({ error: { code: 'invalid' } });
    expect(await save({ certFile: 'cert.pem', keyFile: 'other.pem' })).toMatchObject({
      error: { code: 'invalid' },
    });
    await save({ caFile: 'ca.pem' });
    expect((await present(store.broker('plant')?.ca, 'ca')()).toString()).toBe(authority.cert);
  });

  it('sets an unreadable file aside and goes on with the site', async () => {
    await writeFile(
      join(folder, 'connection.json'),
      '{"schemaVersion": 1, "brokers": {"plant": {"url": 7}}}',
    );
    const told: string[] = [];
    const store = await open({ log: (_level, message) => void told.push(message) });
    expect(await first(store)).toMatchObject({ from: 'site' });
    expect(told).toHaveLength(1);
    expect(await readdir(folder)).toEqual(['connection.json.unreadable']);
  });

  it('says "not stored" when the folder cannot be written, and keeps what was', async () => {
    await writeFile(join(folder, 'file'), '');
    const store = await open({ dataFolder: join(folder, 'file', 'inside') });
    expect(await store.write({ brokerId: 'plant', profile, password: undefined })).toMatchObject({
      error: { code: 'not-stored' },
    });
    expect(await first(store)).toMatchObject({ from: 'site' });
  });
});

describe('headless secrets', () => {
  it('prefers the environment and cannot change it', async () => {
    expect(environmentName('riverside.main-1')).toBe('SIGNALBOX_PASSWORD_RIVERSIDE_MAIN_1');
    const store = await open({}, { SIGNALBOX_PASSWORD_PLANT: 'from-env' });
    expect(await first(store)).toMatchObject({ passwordStored: true, passwordIn: 'environment' });
    expect(await present(store.broker('plant'), 'broker').password()).toBe('from-env');
    expect(await store.write({ brokerId: 'plant', profile, password: 'x' })).toMatchObject({
      error: { code: 'not-stored', detail: expect.stringContaining('SIGNALBOX_PASSWORD_PLANT') },
    });
  });

  it('refuses a file that others can read, and says what to run', async () => {
    const path = join(folder, 'secrets.json');
    await writeFile(path, '{"plant": "hunter2"}', { mode: 0o640 });
    await chmod(path, 0o640);
    const store = await open();
    await expect(present(store.broker('plant'), 'broker').password()).rejects.toThrow(`chmod 600 ${path}`);
    expect(await first(store)).toMatchObject({ passwordStored: false, passwordIn: 'none' });
    expect(await store.write({ brokerId: 'plant', profile, password: 'x' })).toMatchObject({
      error: { code: 'not-stored' },
    });
    await chmod(path, 0o600);
    expect(await present(store.broker('plant'), 'broker').password()).toBe('hunter2');
  });

  it('never quotes a broken file', async () => {
    await writeFile(join(folder, 'secrets.json'), '{"plant": "hunter2"', { mode: 0o600 });
    const store = await open();
    await expect(present(store.broker('plant'), 'broker').password()).rejects.toThrow(/not JSON/);
    await expect(present(store.broker('plant'), 'broker').password()).rejects.not.toThrow(/hunter2/);
  });
});
