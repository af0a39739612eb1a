/** Checks of a connection profile: its shape, its address, and that its certificates can be used. */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { createSecureContext } from 'node:tls';
import { fail, ok, type Result } from '#shared/base/result.ts';
import type { ConnectionProfile } from '#shared/protocol/requests.ts';

const texts = ['username', 'caFile', 'certFile', 'keyFile', 'serverName'] as const;
const protocols = ['auto', '5', '3.1.1'] as const;
const schemes = ['mqtt:', 'mqtts:', 'ws:', 'wss:'];

function invalid(detail: string): Result<never, 'invalid'> {
  return fail('invalid', detail);
}

/** From a form or a file: nothing about its type is known. Empty texts count as absent. */
export function parseProfile(value: unknown): Result<ConnectionProfile, 'invalid'> {
  if (typeof value !== 'object' || value === null) return invalid('profile: expected an object');
  const { url, protocol = 'auto' } = value as Record<string, unknown>;
  if (typeof url !== 'string' || !URL.canParse(url))
    return invalid('url: expected e.g. mqtts://broker.example:8883');
  const { protocol: scheme, hostname, username, password } = new URL(url);
  if (!schemes.includes(scheme) || hostname === '')
    return invalid('url: expected mqtt://, mqtts://, ws:// or wss:// and a host');
  if (username !== '' || password !== '') return invalid('url: user and password have fields of their own');
  const known = protocols.find((name) => name === protocol);
  if (known === undefined) return invalid(`protocol: expected ${protocols.join(', ')}`);
  const fields: Record<(typeof texts)[number], string | undefined> = {
    username: undefined,
    caFile: undefined,
    certFile: undefined,
    keyFile: undefined,
    serverName: undefined,
  };
  for (const name of texts) {
    const field = (value as Record<string, unknown>)[name];
    if (field === undefined || field === null || field === '') continue;
    if (typeof field !== 'string') return invalid(`${name}: expected text`);
    fields[name] = field;
  }
  if ((fields.certFile === undefined) !== (fields.keyFile === undefined)) {
    return invalid('certFile, keyFile: a client certificate needs both');
  }
  return ok({ url, protocol: known, ...fields });
}

/** Reads the files and lets OpenSSL look at them, so that a mistake is told in the form and not by a failing connection. */
export async function checkCertificates(
  profile: ConnectionProfile,
  folder: string,
): Promise<Result<void, 'invalid'>> {
  const pems: { ca?: Buffer; cert?: Buffer; key?: Buffer } = {};
  for (const [name, field] of [
    ['ca', 'caFile'],
    ['cert', 'certFile'],
    ['key', 'keyFile'],
  ] as const) {
    const file = profile[field];
    if (file === undefined) continue;
    try {
      pems[name] = await readFile(resolve(folder, file));
      if (name === 'key') createPrivateKey(pems.key ?? '');
      else new X509Certificate(pems[name] ?? '');
    } catch (error) {
      return invalid(`${field}: ${file}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  try {
    createSecureContext(pems);
    return ok(undefined);
  } catch (error) {
    return invalid(`certFile, keyFile: ${error instanceof Error ? error.message : String(error)}`);
  }
}
