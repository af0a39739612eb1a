/** What went wrong with a connection, by stable codes of the operating system, TLS and MQTT; never by message text. */
import type { ConnectionFailure } from '#shared/protocol/vitals.ts';

export interface FailureReport {
  readonly failure: ConnectionFailure;
  /** Words of the library, the operating system or the broker; for the engineer. */
  readonly detail: string;
  /** CONNACK or DISCONNECT reason code, where the broker gave one. */
  readonly reasonCode?: number | undefined;
}

/** MQTT 5.0 section 2.4 and MQTT 3.1.1 section 3.2.2.3, as far as the feed treats them alike. */
export const SESSION_TAKEN_OVER = 0x8e;

const systemCodes: Readonly<Record<string, ConnectionFailure>> = {
  ECONNREFUSED: 'unreachable',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  EHOSTDOWN: 'unreachable',
  ENETDOWN: 'unreachable',
  ENOTFOUND: 'unreachable',
  EAI_AGAIN: 'unreachable',
  EADDRNOTAVAIL: 'unreachable',
  ETIMEDOUT: 'timeout',
  ERR_SOCKET_CONNECTION_TIMEOUT: 'timeout',
  ECONNRESET: 'closed',
  ECONNABORTED: 'closed',
  EPIPE: 'closed',
  CERT_HAS_EXPIRED: 'certificate-expired',
  CERT_NOT_YET_VALID: 'certificate-expired',
  CRL_HAS_EXPIRED: 'certificate-expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'certificate-wrong-host',
  HOSTNAME_MISMATCH: 'certificate-wrong-host',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'certificate-untrusted',
  SELF_SIGNED_CERT_IN_CHAIN: 'certificate-untrusted',
  UNABLE_TO_GET_ISSUER_CERT: 'certificate-untrusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'certificate-untrusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'certificate-untrusted',
  CERT_SIGNATURE_FAILURE: 'certificate-untrusted',
  CERT_CHAIN_TOO_LONG: 'certificate-untrusted',
  CERT_REVOKED: 'certificate-untrusted',
  CERT_UNTRUSTED: 'certificate-untrusted',
  CERT_REJECTED: 'certificate-untrusted',
  INVALID_CA: 'certificate-untrusted',
  INVALID_PURPOSE: 'certificate-untrusted',
  PATH_LENGTH_EXCEEDED: 'certificate-untrusted',
  EPROTO: 'tls-failed',
};

/** OpenSSL's and Node's TLS codes are many; their families are stable. */
const codeFamilies: readonly (readonly [string, ConnectionFailure])[] = [
  ['ERR_SSL_', 'tls-failed'],
  ['ERR_TLS_', 'tls-failed'],
  ['ERR_OSSL_', 'configuration'],
  ['ERR_INVALID_', 'configuration'],
];

export function failureOfError(error: unknown): FailureReport {
  const detail = error instanceof Error ? error.message : String(error);
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  // The library puts MQTT reason codes where Node puts its own.
  if (typeof code === 'number') return failureOfReason(code, detail);
  if (typeof code !== 'string') return { failure: 'protocol-error', detail };
  const failure =
    systemCodes[code] ?? codeFamilies.find(([prefix]) => code.startsWith(prefix))?.[1] ?? 'closed';
  return { failure, detail: detail.includes(code) ? detail : `${code}: ${detail}` };
}

/** Reason code of a CONNACK or DISCONNECT, of both protocol versions: they do not overlap. */
export function failureOfReason(reasonCode: number, detail: string): FailureReport {
  const report = (failure: ConnectionFailure): FailureReport => ({ failure, detail, reasonCode });
  switch (reasonCode) {
    case 0x01: // 3.1.1: unacceptable protocol version
    case 0x84: // unsupported protocol version
      return report('protocol-refused');
    case 0x04: // 3.1.1: bad user name or password
    case 0x86:
      return report('bad-credentials');
    case 0x05: // 3.1.1: not authorized
    case 0x87:
    case 0x8a: // banned
    case 0x8c: // bad authentication method
      return report('not-authorized');
    case 0x02: // 3.1.1: identifier rejected
    case 0x85: // client identifier not valid
    case 0x90: // topic name invalid: the will's
    case 0x9a: // retain not supported
    case 0x9b: // QoS not supported
    case 0x9c: // use another server
    case 0x9d: // server moved
      return report('configuration');
    case 0x81: // malformed packet
    case 0x82: // protocol error
    case 0x93: // receive maximum exceeded
    case 0x94: // topic alias invalid
    case 0x95: // packet too large
      return report('protocol-error');
    case 0x8d: // the broker's keep alive ran out
      return report('no-heartbeat');
    default: // unavailable, busy, shutting down, taken over, quota, rate, administrative action
      return report('closed');
  }
}

/** Trying again at once cannot help, and each try is a line in somebody's security log. */
export function isRefusal(failure: ConnectionFailure): boolean {
  switch (failure) {
    case 'bad-credentials':
    case 'not-authorized':
    case 'certificate-expired':
    case 'certificate-untrusted':
    case 'certificate-wrong-host':
    case 'tls-failed':
    case 'protocol-refused':
    case 'subscription-refused':
    case 'configuration':
      return true;
    case 'unreachable':
    case 'timeout':
    case 'closed':
    case 'protocol-error':
    case 'no-heartbeat':
      return false;
  }
}
