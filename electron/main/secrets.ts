/**
 * Passwords in the operating system's key store, through Electron's safeStorage: encrypted with a key that the system keeps,
 * in a file of ours. Where the system has no key store a password is not stored at all.
 */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { SafeStorage } from 'electron';
import { fail, ok } from '#shared/base/result.ts';
import type { SecretAnswer, SecretAsk } from '#shared/protocol/shell.ts';

export type KeyStore = Pick<SafeStorage, 'isEncryptionAvailable' | 'encryptString' | 'decryptString'> & {
  /** Linux only. */
  readonly getSelectedStorageBackend?: () => string;
};

/** @param file holds name → encrypted bytes, base64. */
export function createSecretKeeper(keyStore: KeyStore, file: string): (ask: SecretAsk) => SecretAnswer {
  return (ask) => {
    const problem = keyStoreProblem(keyStore);
    if (ask.action === 'kind') return ok(problem ? 'none' : 'key-store');
    try {
      const kept = readKept(file);
      if (ask.action === 'read') {
        const secret = kept.get(ask.name);
        if (secret === undefined) return ok(undefined);
        return problem
          ? fail('not-stored', problem)
          : ok(keyStore.decryptString(Buffer.from(secret, 'base64')));
      }
      if (ask.action === 'write') {
        if (problem) return fail('not-stored', problem);
        kept.set(ask.name, keyStore.encryptString(ask.value).toString('base64'));
      } else if (!kept.delete(ask.name)) return ok(undefined);
      writeKept(file, kept);
      return ok(undefined);
    } catch (error) {
      return fail('not-stored', `${file}: ${String(error)}`);
    }
  };
}

function keyStoreProblem(keyStore: KeyStore): string | undefined {
  if (!keyStore.isEncryptionAvailable()) return 'this system has no key store';
  // Chromium's fallback on Linux encrypts with a password that stands in its source.
  if (keyStore.getSelectedStorageBackend?.() === 'basic_text')
    return 'this system has no key store (only basic_text)';
  return undefined;
}

function readKept(file: string): Map<string, string> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return new Map();
    throw error;
  }
  return new Map(Object.entries(JSON.parse(text) as Record<string, string>));
}

function writeKept(file: string, kept: ReadonlyMap<string, string>): void {
  const next = `${file}.next`;
  writeFileSync(next, JSON.stringify(Object.fromEntries(kept)), { mode: 0o600 });
  renameSync(next, file);
}
