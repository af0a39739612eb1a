/** What pages may do: nothing but show the program. Plain decisions; `shell.ts` hangs them on Electron's hooks. */
import type { LinkRole } from '#shared/protocol/transport.ts';
import { APP_ORIGIN } from '#shared/protocol/transport.ts';

/** Origins that may open in the user's browser. No screen links outside yet. */
export const EXTERNAL_ORIGINS: readonly string[] = [];

/** `app:` is no special scheme to the URL parser of Node, so its `origin` says nothing. */
export function isAppUrl(text: string): boolean {
  try {
    const { protocol, host, username, password } = new URL(text);
    return `${protocol}//${host}` === APP_ORIGIN && username === '' && password === '';
  } catch {
    return false;
  }
}

export function isExternalAllowed(text: string, allowed: readonly string[] = EXTERNAL_ORIGINS): boolean {
  try {
    const { protocol, origin, username, password } = new URL(text);
    return protocol === 'https:' && username === '' && password === '' && allowed.includes(origin);
  } catch {
    return false;
  }
}

/** What a page may load: itself, what it made, and in development its inspector. */
export function isRequestAllowed(text: string): boolean {
  return isAppUrl(text) || /^(blob:app:\/\/signalbox\/|data:|devtools:)/.test(text);
}

export interface Sender {
  readonly url: string;
  /** Frames inside a page have one; the page itself has none. */
  readonly parent: unknown;
}

/** @param frame null when the page has gone meanwhile. */
export function isTrustedSender(frame: Sender | null): frame is Sender {
  return frame !== null && frame.parent === null && isAppUrl(frame.url);
}

export function readLinkRole(value: unknown): LinkRole | undefined {
  return value === 'window' || value === 'recorder' ? value : undefined;
}
