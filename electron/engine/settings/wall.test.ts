import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { epochMs } from '#shared/base/brand.ts';
import { createHealth, type Health } from '#shared/base/health.ts';
import type { WallRotation, WallScene } from '#shared/domain/wall/show.ts';
import { openWallSettings, type WallSettings } from './wall.ts';

let folder: string;
let file: string;
let health: Health;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'signalbox-wall-'));
  file = join(folder, 'wall.json');
  health = createHealth(() => epochMs(0));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const open = (dataFolder = folder): Promise<WallSettings> =>
  openWallSettings({ dataFolder, health, log: () => undefined });
const scene = (name: string): WallScene => ({
  kind: 'scene',
  name,
  screen: 'alarms',
  subject: undefined,
  overview: undefined,
});
const rotation: WallRotation = {
  kind: 'rotation',
  name: 'Round',
  steps: [{ scene: 'Night', seconds: 5 }],
  pauseS: 60,
};
const display = { id: 7, label: 'beamer', width: 3840, height: 2160 };
const viewing = { distanceM: 4, diagonalIn: 98 };

describe('shows', () => {
  it('are on disk before they are told, and there again at the next start', async () => {
    const walls = await open();
    const told: string[] = [];
    walls.onChange((collection, id) => told.push(`${collection} ${id}`));
    expect(await walls.save({ show: scene('  Night ') })).toMatchObject({
      ok: true,
      value: { name: 'Night' },
    });
    expect(await walls.save({ show: rotation })).toMatchObject({ ok: true });
    expect(told).toEqual(['wallShows Night', 'wallShows Round']);
    expect([...(await open()).shows.values()]).toEqual([scene('Night'), rotation]);
  });

  it('from two windows at the same time are both kept', async () => {
    const walls = await open();
    await Promise.all(['A', 'B', 'C'].map((name) => walls.save({ show: scene(name) })));
    expect([...(await open()).shows.keys()]).toEqual(['A', 'B', 'C']);
  });

  it('are refused by code, and nothing changes', async () => {
    const walls = await open();
    await walls.save({ show: scene('Night') });
    const code = async (work: Promise<{ ok: boolean; error?: { code: string } }>) => (await work).error?.code;
    expect(await code(walls.save({ show: { ...scene('x'), name: '' } }))).toBe('invalid');
    expect(await code(walls.save(undefined as never))).toBe('invalid');
    expect(await code(walls.save({ show: { ...rotation, name: 'Night' } }))).toBe('name-taken');
    expect(await code(walls.save({ show: { ...rotation, steps: [{ scene: 'No', seconds: 5 }] } }))).toBe(
      'unknown-scene',
    );
    await walls.save({ show: rotation });
    expect(await code(walls.remove({ name: 'Night' }))).toBe('in-use');
    expect(await code(walls.remove({ name: 'No' }))).toBe('unknown-scene');
    expect(await code(walls.remove({} as never))).toBe('invalid');
    expect([...walls.shows.keys()]).toEqual(['Night', 'Round']);
    expect(await walls.remove({ name: 'Round' })).toMatchObject({ ok: true });
    expect(await walls.remove({ name: 'Night' })).toMatchObject({ ok: true });
    expect((await open()).shows.size).toBe(0);
  });
});

describe('displays', () => {
  it('get a show, keep it while they are away, and are known again by their looks', async () => {
    const walls = await open();
    await walls.save({ show: scene('Night') });
    walls.setConnected([display]);
    expect(walls.displays.get('7')).toEqual({
      ...display,
      present: true,
      show: undefined,
      viewing: undefined,
    });
    expect(await walls.assign({ displayId: 7, show: 'Night', viewing })).toMatchObject({ ok: true });
    expect(walls.walls()).toEqual([{ display, show: 'Night', viewing }]);
    expect(await walls.remove({ name: 'Night' })).toMatchObject({ error: { code: 'in-use' } });

    const again = await open();
    expect(again.displays.get('7')).toMatchObject({ present: false, show: 'Night', viewing });
    again.setConnected([{ ...display, id: 9 }]);
    expect([...again.displays.values()]).toEqual([
      { ...display, id: 9, present: true, show: 'Night', viewing },
    ]);
    expect(await again.assign({ displayId: 9, show: undefined, viewing: undefined })).toMatchObject({
      ok: true,
    });
    expect(again.walls()).toEqual([]);
  });

  it('are given only what there is', async () => {
    const walls = await open();
    walls.setConnected([display]);
    await walls.save({ show: scene('Night') });
    expect(await walls.assign({ displayId: 8, show: 'Night', viewing: undefined })).toMatchObject({
      error: { code: 'invalid', detail: expect.stringContaining('8') },
    });
    expect(await walls.assign({ displayId: 7, show: 'Day', viewing: undefined })).toMatchObject({
      error: { code: 'unknown-scene' },
    });
    expect(
      await walls.assign({ displayId: 7, show: 'Night', viewing: { distanceM: -1, diagonalIn: 55 } }),
    ).toMatchObject({ error: { code: 'invalid', detail: expect.stringContaining('viewing.distanceM') } });
    expect(walls.walls()).toEqual([]);
  });
});

describe('a file that cannot be read', () => {
  it.each([
    ['torn', '{"schemaVersion": 1, "shows": ['],
    ['of another version', '{"schemaVersion": 2, "shows": [], "walls": []}'],
    ['with a show that is none', '{"schemaVersion": 1, "shows": [{"kind": "scene"}], "walls": []}'],
  ])('%s: is told, left alone, and set aside by the next save', async (_what, text) => {
    await writeFile(file, text);
    await writeFile(`${file}.unreadable`, 'from another time');
    const walls = await open();
    expect(health.list()).toMatchObject([
      { code: 'wall.unreadable', facts: { file, aside: `${file}.unreadable-2` } },
    ]);
    expect(await readFile(file, 'utf8')).toBe(text);
    expect(await walls.save({ show: scene('Night') })).toMatchObject({ ok: true });
    expect(health.list()).toEqual([]);
    expect(await readFile(`${file}.unreadable-2`, 'utf8')).toBe(text);
    expect((await readdir(folder)).sort()).toEqual([
      'wall.json',
      'wall.json.unreadable',
      'wall.json.unreadable-2',
    ]);
    expect([...(await open()).shows.keys()]).toEqual(['Night']);
  });

  it('says where it is wrong in the log', async () => {
    await writeFile(file, '{"schemaVersion": 1, "shows": [{"kind": "scene", "name": 7}], "walls": []}');
    const details: unknown[] = [];
    await openWallSettings({
      dataFolder: folder,
      health,
      log: (_level, _text, facts) => details.push(facts?.['detail']),
    });
    expect(details[0]).toContain('wall.json.shows[0]');
    expect(details[0]).toContain('show.name: expected a text');
  });
});

it('says "not stored" when the folder cannot be written, and keeps what was', async () => {
  await mkdir(join(folder, 'data'));
  const walls = await open(join(folder, 'data'));
  await walls.save({ show: scene('Night') });
  await rm(join(folder, 'data'), { recursive: true });
  await writeFile(join(folder, 'data'), 'a file where the folder was');
  expect(await walls.save({ show: scene('Day') })).toMatchObject({ error: { code: 'not-stored' } });
  expect([...walls.shows.keys()]).toEqual(['Night']);
});
