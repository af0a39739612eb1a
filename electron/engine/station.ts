import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { fail, ok, type Result } from '#shared/base/result.ts';

const STATION_ID = /^[A-Za-z0-9-]{1,48}$/;

/**
 * The name of this workstation towards the site, made once for a data folder: host name and four random bytes, so that
 * two stations with the same host name do not throw each other off the broker.
 * @returns `bad-data-folder` when the folder cannot be made, read or written.
 */
export async function readStationId(dataFolder: string): Promise<Result<string, 'bad-data-folder'>> {
  const file = join(dataFolder, 'station-id');
  try {
    await mkdir(dataFolder, { recursive: true, mode: 0o700 });
    const kept = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
    if (kept !== undefined && STATION_ID.test(kept.trim())) return ok(kept.trim());
    const host =
      hostname()
        .replace(/[^A-Za-z0-9-]/g, '-')
        .slice(0, 24) || 'station';
    const made = `${host}-${randomBytes(4).toString('hex')}`;
    await writeFile(file, `${made}\n`, { mode: 0o600 });
    return ok(made);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    return fail('bad-data-folder', `${dataFolder}: cannot be used as data folder: ${code ?? String(error)}`);
  }
}
