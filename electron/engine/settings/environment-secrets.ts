/**
 * A password from the environment, `SIGNALBOX_PASSWORD_<BROKER>`, before any store: it wins, and cannot be written. For
 * machines that get their secrets from whoever starts them, in every host.
 */
import { fail, ok } from '#shared/base/result.ts';
import type { SecretStore } from './secret-store.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** `main` → `SIGNALBOX_PASSWORD_MAIN`; anything but letters and digits becomes `_`. */
export function environmentName(key: string): string {
  return `SIGNALBOX_PASSWORD_${key.toUpperCase().replace(/[^A-Z0-9]/g, '_')}`;
}

export function withEnvironment(store: SecretStore, env: Environment): SecretStore {
  const given = (key: string): string | undefined => env[environmentName(key)];
  return {
    read: async (key) => given(key) ?? (await store.read(key)),
    write: async (key, value) =>
      given(key) === undefined
        ? store.write(key, value)
        : fail(
            'not-stored',
            `the password of ${key} comes from the environment: change ${environmentName(key)}`,
          ),
    clear: async (key) => (given(key) === undefined ? store.clear(key) : ok(undefined)),
    kind: async (key) => (given(key) === undefined ? store.kind(key) : 'environment'),
  };
}
