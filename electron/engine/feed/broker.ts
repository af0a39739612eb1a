/** How to reach a broker, as the composition root resolved it, and what one try needs of it. */
import { fail, ok, type Result } from '#shared/base/result.ts';

export interface FeedBroker {
  readonly id: string;
  /** mqtt://, mqtts://, ws:// or wss://; user and password in it are ignored. */
  readonly url: string;
  /** `auto`: 5, and 3.1.1 where the broker refuses 5. */
  readonly protocol: 'auto' | '5' | '3.1.1';
  readonly username?: string | undefined;
  /** Asked before each try, so that a changed password is used without a restart. Throws or rejects: `configuration`. */
  readonly password?: (() => Promise<string | undefined>) | undefined;
  /** PEM. `ca` takes the place of the system's authorities. A function is asked before each try. */
  readonly ca?: Pem | undefined;
  readonly cert?: Pem | undefined;
  readonly key?: Pem | undefined;
  /** Name expected in the certificate, where it differs from the host. */
  readonly serverName?: string | undefined;
}

export type Pem = Buffer | (() => Promise<Buffer>);

export interface Credentials {
  readonly url: URL;
  readonly username: string | undefined;
  readonly password: string | undefined;
  readonly ca: Buffer | undefined;
  readonly cert: Buffer | undefined;
  readonly key: Buffer | undefined;
  readonly serverName: string | undefined;
}

const protocols = ['mqtt:', 'mqtts:', 'ws:', 'wss:'];

/** Without user, password and query: what may be shown and logged. */
export function displayUrl(text: string): string {
  if (!URL.canParse(text)) return text.replace(/\/\/.*@/, '//');
  const { protocol, host, pathname } = new URL(text);
  return `${protocol}//${host}${pathname === '/' ? '' : pathname}`;
}

function read(pem: Pem | undefined): Promise<Buffer | undefined> | Buffer | undefined {
  return typeof pem === 'function' ? pem() : pem;
}

/** Failures name the file or setting, never a secret. */
export async function loadCredentials(broker: FeedBroker): Promise<Result<Credentials, 'configuration'>> {
  const { url: text, username, serverName } = broker;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !protocols.includes(url.protocol) || url.hostname === '') {
    return fail(
      'configuration',
      `broker ${broker.id}: ${displayUrl(text)} is not mqtt://, mqtts://, ws:// or wss:// and a host`,
    );
  }
  if ((broker.cert === undefined) !== (broker.key === undefined)) {
    return fail('configuration', `broker ${broker.id}: a client certificate needs both certificate and key`);
  }
  try {
    const [password, ca, cert, key] = await Promise.all([
      broker.password?.(),
      read(broker.ca),
      read(broker.cert),
      read(broker.key),
    ]);
    return ok({ url, username, password, ca, cert, key, serverName });
  } catch (error) {
    return fail(
      'configuration',
      `broker ${broker.id}: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
