import { ok } from '#shared/base/result.ts';
import type { SecretStore } from '#engine/engine.ts';

/** A key store with nothing in it: the measured brokers let anyone in. */
export const noSecrets: SecretStore = {
  read: () => Promise.resolve(undefined),
  write: () => Promise.resolve(ok(undefined)),
  clear: () => Promise.resolve(ok(undefined)),
  kind: () => Promise.resolve('none'),
};
