/**
 * X.509 certificates for tests, made in memory: Node reads certificates but cannot make them, and a fresh machine has no
 * openssl. DER by RFC 5280, ECDSA P-256 with SHA-256; good enough for TLS in a test and for nothing else.
 */
import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
  sign,
  type KeyObject,
} from 'node:crypto';
import { isIPv4 } from 'node:net';

export interface TestCertificate {
  /** PEM. */
  readonly cert: string;
  /** PEM, PKCS 8. */
  readonly key: string;
}

export interface TestAuthority extends TestCertificate {
  issue(options?: IssueOptions): TestCertificate;
}

export interface IssueOptions {
  /** DNS names and IPv4 addresses of the subject; default: 127.0.0.1 and localhost. */
  readonly names?: readonly string[];
  /** Days from now; default −1 … 30. */
  readonly validDays?: readonly [number, number];
}

const hour = 3_600_000;

function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(parts);
  const length =
    body.length < 128
      ? [body.length]
      : body.length < 256
        ? [0x81, body.length]
        : [0x82, body.length >> 8, body.length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), body]);
}

const sequence = (...parts: readonly Uint8Array[]): Buffer => der(0x30, ...parts);
const octets = (body: Uint8Array): Buffer => der(0x04, body);
const bits = (body: Uint8Array): Buffer => der(0x03, Buffer.from([0]), body);
const yes = der(0x01, Buffer.from([0xff]));

function objectId(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = [first * 40 + second];
  for (const arc of rest) {
    const groups = [arc & 0x7f];
    for (let left = arc >> 7; left > 0; left >>= 7) groups.unshift((left & 0x7f) | 0x80);
    bytes.push(...groups);
  }
  return der(0x06, Buffer.from(bytes));
}

const ecdsaWithSha256 = sequence(objectId('1.2.840.10045.4.3.2'));

function commonName(name: string): Buffer {
  return sequence(der(0x31, sequence(objectId('2.5.4.3'), der(0x0c, Buffer.from(name)))));
}

/** UTCTime is enough until 2049 (RFC 5280, 4.1.2.5). */
function utcTime(ms: number): Buffer {
  return der(0x17, Buffer.from(`${new Date(ms).toISOString().slice(2, 19).replace(/[-:T]/g, '')}Z`));
}

function extension(id: string, critical: boolean, value: Uint8Array): Buffer {
  return sequence(objectId(id), ...(critical ? [yes] : []), octets(value));
}

function alternativeNames(names: readonly string[]): Buffer {
  return sequence(
    ...names.map((name) =>
      isIPv4(name) ? der(0x87, Buffer.from(name.split('.').map(Number))) : der(0x82, Buffer.from(name)),
    ),
  );
}

function pem(label: string, body: Uint8Array): string {
  const lines =
    Buffer.from(body)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}

interface Subject {
  readonly issuer: string;
  readonly subject: string;
  readonly publicKey: KeyObject;
  readonly validDays: readonly [number, number];
  readonly extensions: readonly Uint8Array[];
}

function certificate(subject: Subject, signer: KeyObject): string {
  const now = Date.now();
  const [from, until] = subject.validDays;
  // A serial is positive and at most 20 octets: the first bit stays clear, the first byte is not zero.
  const serial = randomBytes(16);
  serial[0] = (serial[0]! & 0x3f) | 0x40;
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, serial),
    ecdsaWithSha256,
    commonName(subject.issuer),
    sequence(utcTime(now + from * 24 * hour), utcTime(now + until * 24 * hour)),
    commonName(subject.subject),
    subject.publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(...subject.extensions)),
  );
  return pem('CERTIFICATE', sequence(body, ecdsaWithSha256, bits(sign('sha256', body, signer))));
}

function keyPair(): { publicKey: KeyObject; keyPem: string } {
  const { publicKey, privateKey } = generateKeyPairSync('ec', {
    namedCurve: 'prime256v1',
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  return { publicKey: createPublicKey(publicKey), keyPem: privateKey };
}

export function createAuthority(name = 'Signalbox test authority'): TestAuthority {
  const own = keyPair();
  const signer = createPrivateKey(own.keyPem);
  const basicConstraints = (isAuthority: boolean): Buffer =>
    extension('2.5.29.19', true, sequence(...(isAuthority ? [yes] : [])));
  return {
    key: own.keyPem,
    cert: certificate(
      {
        issuer: name,
        subject: name,
        publicKey: own.publicKey,
        validDays: [-2, 3650],
        extensions: [basicConstraints(true)],
      },
      signer,
    ),
    issue({ names = ['127.0.0.1', 'localhost'], validDays = [-1, 30] }: IssueOptions = {}) {
      const { publicKey, keyPem } = keyPair();
      const extensions = [basicConstraints(false), extension('2.5.29.17', false, alternativeNames(names))];
      const subject = names[0] ?? 'test';
      return {
        key: keyPem,
        cert: certificate({ issuer: name, subject, publicKey, validDays, extensions }, signer),
      };
    },
  };
}
