/**
 * Which broker the station talks to, and as whom. Owns the saved connection profiles. For each broker the first that is
 * there wins: command line, saved profile, site file, embedded broker. Only the saved one can be changed from a window.
 * Invariant: a password passes through towards the secret store and the feed; it is in no file, log, frame or answer of ours.
 */
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { present } from '#shared/base/assert.ts';
import type { Log } from '#shared/base/log.ts';
import { fail, ok, type Result } from '#shared/base/result.ts';
import type { Broker, SiteDocument } from '#shared/domain/site/document.ts';
import type { ConnectionProfile, ConnectionSettings, RequestParams } from '#shared/protocol/requests.ts';
import { checkCertificates, parseProfile } from './profile.ts';
import { readProfiles, writeProfiles, type Profiles } from './profile-file.ts';
import type { SecretStore } from './secret-store.ts';

export type { SecretPlace, SecretStore } from './secret-store.ts';

export interface SettingsDeps {
  /** `connection.json` is kept here. */
  readonly dataFolder: string;
  /** Certificate files are named relative to it. */
  readonly siteFolder: string;
  readonly document: Pick<SiteDocument, 'brokers'>;
  /** `--broker`: takes the place of the first broker. May carry user and password, which stay in memory. */
  readonly brokerUrl?: string | undefined;
  /** The demo's own broker: used where neither command line, saved profile nor site name one. */
  readonly embeddedBrokerUrl?: string | undefined;
  readonly secrets: SecretStore;
  readonly log: Log;
}

/** What the feed needs of a broker; asked for password and certificates at each try. */
export interface ResolvedBroker {
  readonly id: string;
  readonly url: string;
  readonly protocol: ConnectionProfile['protocol'];
  readonly username: string | undefined;
  password(): Promise<string | undefined>;
  readonly ca: (() => Promise<Buffer>) | undefined;
  readonly cert: (() => Promise<Buffer>) | undefined;
  readonly key: (() => Promise<Buffer>) | undefined;
  readonly serverName: string | undefined;
}

export const DEFAULT_BROKER_ID = 'main';

type ChangeFailure = 'invalid' | 'not-stored' | 'fixed-by-command-line';

interface Source {
  readonly profile: ConnectionProfile;
  readonly from: ConnectionSettings['from'];
  /** Only from a command line. */
  readonly password?: string;
}

function bareProfile(url: string, username?: string): ConnectionProfile {
  return {
    url,
    protocol: 'auto',
    username,
    caFile: undefined,
    certFile: undefined,
    keyFile: undefined,
    serverName: undefined,
  };
}

function siteProfile({
  url,
  protocol,
  username,
  caFile,
  certFile,
  keyFile,
  serverName,
}: Broker): ConnectionProfile {
  return { url, protocol, username, caFile, certFile, keyFile, serverName };
}

/** @throws TypeError on a text that is no URL: the launcher has checked it. */
function commandLineSource(text: string, site: Broker | undefined): Source {
  const url = new URL(text);
  const [username, password] = [decodeURIComponent(url.username), decodeURIComponent(url.password)];
  url.username = '';
  url.password = '';
  // The site's certificates go with the site's host; a user goes with neither.
  const base = site && new URL(site.url).host === url.host ? siteProfile(site) : bareProfile('');
  return {
    from: 'command-line',
    profile: { ...base, url: url.href.replace(/\/$/, ''), username: username || site?.username },
    ...(password === '' ? {} : { password }),
  };
}

export async function openConnectionSettings(
  deps: SettingsDeps,
): Promise<Result<ConnectionSettingsStore, 'no-broker'>> {
  const path = join(deps.dataFolder, 'connection.json');
  const store = new ConnectionSettingsStore(deps, path, await readProfiles(path, deps.log));
  if (store.brokers().length > 0) return ok(store);
  return fail('no-broker', `${deps.siteFolder}: the site names no broker; give one with --broker <url>`);
}

export class ConnectionSettingsStore {
  private readonly deps: SettingsDeps;
  private readonly path: string;
  private readonly ids: readonly string[];
  /** Follows the disk, never the other way round. */
  private saved: Profiles;
  private readonly listeners = new Set<(broker: ResolvedBroker) => void>();
  /** Changes from several windows happen one after the other, so that none writes over another. */
  private lastChange: Promise<unknown> = Promise.resolve();

  constructor(deps: SettingsDeps, path: string, saved: Profiles) {
    const { brokers } = deps.document;
    this.deps = deps;
    this.path = path;
    this.ids = brokers.length > 0 ? brokers.map(({ id }) => id) : [DEFAULT_BROKER_ID];
    this.saved = saved;
  }

  /** All of the site, in its order; one called `main` where it names none. */
  brokers(): readonly ResolvedBroker[] {
    return this.ids.map((id) => this.broker(id)).filter((broker) => broker !== undefined);
  }

  broker(id: string): ResolvedBroker | undefined {
    const source = this.source(id);
    return source && resolveBroker(id, source, this.deps);
  }

  /** Called after each change that was stored, password or profile. @returns unsubscribe. */
  onChange(listener: (broker: ResolvedBroker) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  async read(): Promise<readonly ConnectionSettings[]> {
    const all = this.ids.map((id) => ({ id, source: this.source(id) }));
    return Promise.all(
      all.flatMap(({ id, source }) => (source ? [describeSource(id, source, this.deps.secrets)] : [])),
    );
  }

  /** `password` undefined: unchanged; empty: forgotten. */
  write(params: RequestParams<'connection.write'>): Promise<Result<ConnectionSettings, ChangeFailure>> {
    return this.inTurn(() => this.writeNow(params));
  }

  /** Back to what the site says; the password is forgotten. */
  reset(params: RequestParams<'connection.reset'>): Promise<Result<ConnectionSettings, ChangeFailure>> {
    return this.inTurn(() => this.resetNow(params));
  }

  private inTurn<T>(change: () => Promise<T>): Promise<T> {
    const changed = this.lastChange.then(change);
    // Its caller hears of a failure; the next change must not.
    this.lastChange = changed.catch(() => undefined);
    return changed;
  }

  private async writeNow(
    params: RequestParams<'connection.write'>,
  ): Promise<Result<ConnectionSettings, ChangeFailure>> {
    const { brokerId, profile, password } = params ?? {};
    const may = this.mayChange(brokerId);
    if (!may.ok) return may;
    if (password !== undefined && typeof password !== 'string')
      return fail('invalid', 'password: expected text');
    const parsed = parseProfile(profile);
    if (!parsed.ok) return parsed;
    const usable = await checkCertificates(parsed.value, this.deps.siteFolder);
    if (!usable.ok) return usable;
    if (password !== undefined) {
      const { secrets } = this.deps;
      const kept = password === '' ? await secrets.clear(brokerId) : await secrets.write(brokerId, password);
      if (!kept.ok) return kept;
    }
    return this.store(new Map(this.saved).set(brokerId, parsed.value), brokerId);
  }

  private async resetNow(
    params: RequestParams<'connection.reset'>,
  ): Promise<Result<ConnectionSettings, ChangeFailure>> {
    const { brokerId } = params ?? {};
    const may = this.mayChange(brokerId);
    if (!may.ok) return may;
    const next = new Map(this.saved);
    next.delete(brokerId);
    if (!this.source(brokerId, next)) {
      return fail('invalid', `broker ${brokerId}: neither the site nor the demo says where it is`);
    }
    const cleared = await this.deps.secrets.clear(brokerId);
    return cleared.ok ? this.store(next, brokerId) : cleared;
  }

  private source(id: string, saved = this.saved): Source | undefined {
    if (!this.ids.includes(id)) return undefined;
    const { brokerUrl, embeddedBrokerUrl, document } = this.deps;
    const site = document.brokers.find((broker) => broker.id === id);
    const profile = saved.get(id);
    if (brokerUrl !== undefined && id === this.ids[0]) return commandLineSource(brokerUrl, site);
    if (profile) return { from: 'saved', profile };
    if (site) return { from: 'site', profile: siteProfile(site) };
    return embeddedBrokerUrl === undefined
      ? undefined
      : { from: 'embedded', profile: bareProfile(embeddedBrokerUrl) };
  }

  private mayChange(id: string): Result<void, 'invalid' | 'fixed-by-command-line'> {
    if (!this.ids.includes(id))
      return fail('invalid', `brokerId: the site's brokers are ${this.ids.join(', ')}`);
    if (this.source(id)?.from !== 'command-line') return ok(undefined);
    return fail('fixed-by-command-line', `broker ${id} was given by --broker`);
  }

  private async store(next: Profiles, id: string): Promise<Result<ConnectionSettings, 'not-stored'>> {
    const stored = await writeProfiles(this.path, next);
    if (!stored.ok) return stored;
    this.saved = next;
    const source = present(this.source(id), `source of broker ${id}`);
    const broker = resolveBroker(id, source, this.deps);
    for (const listener of [...this.listeners]) listener(broker);
    return ok(await describeSource(id, source, this.deps.secrets));
  }
}

function resolveBroker(id: string, { profile, password }: Source, deps: SettingsDeps): ResolvedBroker {
  const pem = (file: string | undefined): (() => Promise<Buffer>) | undefined =>
    file === undefined ? undefined : () => readFile(resolve(deps.siteFolder, file));
  return {
    id,
    url: profile.url,
    protocol: profile.protocol,
    username: profile.username,
    // Without a user there is nobody whose password it could be.
    password: async () => password ?? (profile.username === undefined ? undefined : deps.secrets.read(id)),
    ca: pem(profile.caFile),
    cert: pem(profile.certFile),
    key: pem(profile.keyFile),
    serverName: profile.serverName,
  };
}

async function describeSource(
  id: string,
  { profile, from, password }: Source,
  secrets: SecretStore,
): Promise<ConnectionSettings> {
  const place = { brokerId: id, profile, from };
  if (password !== undefined) return { ...place, passwordStored: true, passwordIn: 'none' };
  try {
    return {
      ...place,
      passwordStored: (await secrets.read(id)) !== undefined,
      passwordIn: await secrets.kind(id),
    };
  } catch {
    // A store that cannot be read holds no password for us; the feed says why when it asks for it.
    return { ...place, passwordStored: false, passwordIn: 'none' };
  }
}
