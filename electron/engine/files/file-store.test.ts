import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createFileStore } from './file-store.ts';

const log = (): void => undefined;
const photo = Uint8Array.of(0xff, 0xd8, 0xff, 1, 2, 3);
let data: string;
let folder: string;
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'signalbox-files-'));
  folder = join(data, 'files');
});
afterEach(() => rmSync(data, { recursive: true, force: true }));

async function kept(bytes: Uint8Array): Promise<string> {
  const stored = await createFileStore({ folder, log }).keep(bytes);
  if (!stored.ok) throw new Error(stored.error.detail);
  return stored.value;
}

it('keeps bytes under their hash, once, for their owner only, also over a restart', async () => {
  const hash = await kept(photo);
  expect(await kept(photo)).toBe(hash);
  expect(readdirSync(folder)).toEqual([hash]);
  expect(statSync(join(folder, hash)).mode & 0o077).toBe(0);
  const read = await createFileStore({ folder, log }).read(hash);
  expect(read.ok && [...read.value]).toEqual([...photo]);
});

it('never hands out what is not what was kept, and keeps it anew', async () => {
  const hash = await kept(photo);
  writeFileSync(join(folder, hash), 'other');
  expect(await createFileStore({ folder, log }).read(hash)).toMatchObject({ error: { code: 'damaged' } });
  await kept(photo);
  expect((await createFileStore({ folder, log }).read(hash)).ok).toBe(true);
});

it('reads nothing but hashes', async () => {
  writeFileSync(join(data, 'secret'), 'x');
  for (const name of ['../secret', 'secret', '', 'a'.repeat(64)])
    expect(await createFileStore({ folder, log }).read(name)).toMatchObject({ error: { code: 'not-here' } });
});

it('says that a disk refuses, and goes on once it accepts', async () => {
  writeFileSync(folder, 'in the way');
  const store = createFileStore({ folder, log });
  expect(await store.keep(photo)).toMatchObject({ ok: false, error: { code: 'not-kept' } });
  rmSync(folder);
  expect((await store.keep(photo)).ok).toBe(true);
});

it('sweeps what was begun and never finished', async () => {
  await kept(photo);
  writeFileSync(join(folder, 'left.part'), 'half');
  const hash = await kept(Uint8Array.of(1));
  expect(readdirSync(folder)).not.toContain('left.part');
  expect(readdirSync(folder)).toContain(hash);
});
