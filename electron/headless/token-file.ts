/**
 * The token that admits pages, one a data folder, so that a wall display keeps its way in when the host restarts.
 * Kept in a file that only this user reads; delete the file to lock every page out.
 */
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const TOKEN = /^[A-Za-z0-9_-]{43}$/;

/** @returns 256 random bits, base64url. @throws the file system's error when the folder cannot be written. */
export function readOrMakeToken(dataFolder: string): string {
  const file = path.join(dataFolder, 'page-token');
  const kept = readToken(file);
  if (kept !== undefined) {
    chmodSync(file, 0o600);
    return kept;
  }
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  const token = randomBytes(32).toString('base64url');
  writeFileSync(file, `${token}\n`, { mode: 0o600 });
  return token;
}

function readToken(file: string): string | undefined {
  try {
    const text = readFileSync(file, 'utf8').trim();
    return TOKEN.test(text) ? text : undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
