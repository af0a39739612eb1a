/** Where passwords are kept. The engine asks; who keeps them is the host's choice (OS key store, or environment and file). */
import type { Result } from '#shared/base/result.ts';

export type SecretPlace = 'key-store' | 'environment' | 'file' | 'none';

export interface SecretStore {
  /** @throws Error that names place and reason when a place exists but must not or cannot be read; never the secret. */
  read(key: string): Promise<string | undefined>;
  write(key: string, value: string): Promise<Result<void, 'not-stored'>>;
  /** Ends well where there was nothing. */
  clear(key: string): Promise<Result<void, 'not-stored'>>;
  /** Where the secret of this key is, or would be written. */
  kind(key: string): Promise<SecretPlace>;
}
