/**
 * Secrets of a host without a key store: `SIGNALBOX_PASSWORD_<BROKER>` in the environment, else a file that only this user
 * can read. The environment wins and cannot be written.
 */
import { mkdir, open, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fail, ok, type Result } from '#shared/base/result.ts';
import { writeFileAtomically } from './atomic-file.ts';
import { withEnvironment, type Environment } from './environment-secrets.ts';
import type { SecretStore } from './secret-store.ts';

export interface HeadlessSecretsOptions {
  /** Holds `secrets.json`, broker id → password; made with mode 0600 by the first write. */
  readonly dataFolder: string;
  readonly env: Environment;
}

/** @throws Error when others could read the file, or when it is not what `write` makes. */
async function readSecrets(path: string): Promise<Map<string, string>> {
  let file: FileHandle;
  try {
    file = await open(path, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return new Map();
    throw error;
  }
  try {
    const { mode } = await file.stat();
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
      const found = (mode & 0o777).toString(8).padStart(4, '0');
      throw new Error(`${path}: mode is ${found}, others can read the passwords; run: chmod 600 ${path}`);
    }
    return parseSecrets(path, await file.readFile('utf8'));
  } finally {
    await file.close();
  }
}

function parseSecrets(path: string, text: string): Map<string, string> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The parser's own words would quote the file.
    throw new Error(`${path}: not JSON; expected {"<broker id>": "<password>"}`);
  }
  const entries =
    typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : undefined;
  if (!entries?.every((entry): entry is [string, string] => typeof entry[1] === 'string')) {
    throw new Error(`${path}: expected {"<broker id>": "<password>"}`);
  }
  return new Map(entries);
}

export function createHeadlessSecrets({ dataFolder, env }: HeadlessSecretsOptions): SecretStore {
  return withEnvironment(createFileSecrets(join(dataFolder, 'secrets.json')), env);
}

function createFileSecrets(path: string): SecretStore {
  const change = async (
    edit: (secrets: Map<string, string>) => boolean,
  ): Promise<Result<void, 'not-stored'>> => {
    try {
      const secrets = await readSecrets(path);
      if (!edit(secrets)) return ok(undefined);
      await mkdir(dirname(path), { recursive: true });
      await writeFileAtomically(path, `${JSON.stringify(Object.fromEntries(secrets), undefined, 2)}\n`);
      return ok(undefined);
    } catch (error) {
      return fail('not-stored', error instanceof Error ? error.message : String(error));
    }
  };
  return {
    read: async (key) => (await readSecrets(path)).get(key),
    write: (key, value) =>
      change((secrets) => secrets.get(key) !== value && secrets.set(key, value) === secrets),
    clear: (key) => change((secrets) => secrets.delete(key)),
    kind: () => Promise.resolve('file'),
  };
}
