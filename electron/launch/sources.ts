/** What a build depends on, as one hash: same hash, nothing to build. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Tests and prose change without changing the program. */
const notBuilt = /\.test\.tsx?$|\.md$|\.tsbuildinfo$/;

/** @param entries files and folders below `root`; one that is absent counts as absent. */
export function hashSources(root: string, entries: readonly string[]): string {
  const hash = createHash('sha256');
  for (const file of entries.flatMap((entry) => filesBelow(root, entry)).sort()) {
    // Lengths keep "ab" + "c" apart from "a" + "bc".
    const bytes = readFileSync(path.join(root, file));
    hash.update(`${file.length}:${file}${bytes.length}:`).update(bytes);
  }
  return hash.digest('hex');
}

function filesBelow(root: string, entry: string): string[] {
  let items;
  try {
    items = readdirSync(path.join(root, entry), { withFileTypes: true, recursive: true });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return [];
    if (code === 'ENOTDIR') return [entry];
    throw error;
  }
  return items
    .filter((item) => item.isFile() && !notBuilt.test(item.name))
    .map((item) => path.relative(root, path.join(item.parentPath, item.name)).split(path.sep).join('/'));
}
