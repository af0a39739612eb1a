/** `connection.json`: the saved profiles by broker id. Holds no secret. */
import { mkdir, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Log } from '#shared/base/log.ts';
import { fail, ok, type Result } from '#shared/base/result.ts';
import type { ConnectionProfile } from '#shared/protocol/requests.ts';
import { writeFileAtomically } from './atomic-file.ts';
import { parseProfile } from './profile.ts';

export type Profiles = ReadonlyMap<string, ConnectionProfile>;

const SCHEMA_VERSION = 1;

/** What cannot be read is set aside under another name, told in the log, and the site's own profile is used. */
export async function readProfiles(path: string, log: Log): Promise<Profiles> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return new Map();
    log('error', 'saved connection cannot be read', { path, error: String(error) });
    return new Map();
  }
  const parsed = parseProfiles(text);
  if (parsed.ok) return parsed.value;
  const aside = `${path}.unreadable`;
  log('error', 'saved connection is not usable and was set aside', {
    path,
    aside,
    detail: parsed.error.detail,
  });
  try {
    await rename(path, aside);
  } catch (error) {
    log('error', 'saved connection could not be set aside', { path, error: String(error) });
  }
  return new Map();
}

function parseProfiles(text: string): Result<Profiles, 'invalid'> {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    return fail('invalid', `not JSON: ${String(error)}`);
  }
  const { schemaVersion, brokers } = (document ?? {}) as { schemaVersion?: unknown; brokers?: unknown };
  if (schemaVersion !== SCHEMA_VERSION || typeof brokers !== 'object' || brokers === null) {
    return fail('invalid', `expected {"schemaVersion": ${SCHEMA_VERSION}, "brokers": {…}}`);
  }
  const profiles = new Map<string, ConnectionProfile>();
  for (const [id, value] of Object.entries(brokers)) {
    const profile = parseProfile(value);
    if (!profile.ok) return fail('invalid', `brokers.${id}: ${profile.error.detail}`);
    profiles.set(id, profile.value);
  }
  return ok(profiles);
}

export async function writeProfiles(path: string, profiles: Profiles): Promise<Result<void, 'not-stored'>> {
  const document = { schemaVersion: SCHEMA_VERSION, brokers: Object.fromEntries(profiles) };
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFileAtomically(path, `${JSON.stringify(document, undefined, 2)}\n`);
    return ok(undefined);
  } catch (error) {
    return fail('not-stored', `${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
