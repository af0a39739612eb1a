/**
 * Who may speak to the loopback server. A web page from anywhere can make the operator's browser call 127.0.0.1, and can
 * point a name of its own there (DNS rebinding), so three things must hold: the Host names this machine, the Origin (where
 * there is one) is this server, and the caller holds the token that stood in the opened address.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

export const TOKEN_PARAMETER = 'token';

/** Browsers keep a cookie at most 400 days (RFC 6265bis, section 5.5); a wall display must survive its browser's restart. */
const COOKIE_MAX_AGE_S = 400 * 24 * 3600;

export type Verdict = 'admitted' | 'wrong-host' | 'wrong-origin' | 'no-token';

export interface Admission {
  /** Whether the request is meant for this server at all. Both checks precede everything else, `/healthz` included. */
  addressed(headers: IncomingHttpHeaders): Exclude<Verdict, 'no-token'>;
  /** For a page, its parts: `addressed`, and the cookie. */
  admit(headers: IncomingHttpHeaders): Verdict;
  /** For a link: as `admit`, and an Origin must be present, which every browser sends. */
  admitLink(headers: IncomingHttpHeaders): Verdict;
  /** @returns the Set-Cookie that admits from now on, when the token is the right one. */
  exchange(token: string): string | undefined;
}

export function createAdmission({ port, token }: { port: number; token: string }): Admission {
  const hosts = new Set([`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`]);
  if (port === 80) for (const host of ['127.0.0.1', 'localhost', '[::1]']) hosts.add(host);
  const origins = new Set([...hosts].map((host) => `http://${host}`));
  // Cookies know no ports: two stations on one machine need two names.
  const cookieName = `signalbox-${port}`;

  const addressed = (headers: IncomingHttpHeaders): Exclude<Verdict, 'no-token'> => {
    if (!hosts.has((headers.host ?? '').toLowerCase())) return 'wrong-host';
    if (headers.origin !== undefined && !origins.has(headers.origin)) return 'wrong-origin';
    return 'admitted';
  };
  const admit = (headers: IncomingHttpHeaders): Verdict => {
    const verdict = addressed(headers);
    if (verdict !== 'admitted') return verdict;
    return readCookies(headers.cookie, cookieName).some((value) => sameText(value, token))
      ? 'admitted'
      : 'no-token';
  };
  return {
    addressed,
    admit,
    admitLink: (headers) => (headers.origin === undefined ? 'wrong-origin' : admit(headers)),
    exchange(candidate) {
      if (!sameText(candidate, token)) return undefined;
      return `${cookieName}=${token}; Path=/; Max-Age=${COOKIE_MAX_AGE_S}; HttpOnly; SameSite=Strict`;
    },
  };
}

/** All values under the name: a stale cookie with another path may stand before the right one. */
function readCookies(header: string | undefined, name: string): string[] {
  return (header ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));
}

/** In a time that tells nothing about where the two differ. */
function sameText(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
