/** The repository's shape: what lies where, what a room says of itself, and what nothing may be called or contain. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

const topLevel = [
  'electron',
  'renderer',
  'shared',
  'assets',
  'tests',
  'electron-builder.yml',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'README.md',
  'LICENSE',
];
/** Made by tools, named in .gitignore. */
const made = ['node_modules', 'dist', 'release', 'test-results', 'bench-results'];

const foldersIn = (folder: string): string[] =>
  readdirSync(path.join(root, folder), { withFileTypes: true })
    .filter((item) => item.isDirectory())
    .map((item) => `${folder}/${item.name}`);

const rooms = [
  ...foldersIn('electron'),
  ...foldersIn('electron/engine'),
  ...foldersIn('renderer'),
  ...foldersIn('renderer/features'),
  ...foldersIn('shared'),
].filter((folder) => folder !== 'renderer/features');

const files = ['electron', 'renderer', 'shared', 'tests', 'assets'].flatMap((folder) =>
  readdirSync(path.join(root, folder), { withFileTypes: true, recursive: true })
    .filter((item) => item.isFile())
    .map((item) => path.relative(root, path.join(item.parentPath, item.name)).split(path.sep).join('/')),
);
const sources = files.filter((file) => /\.(tsx?|cjs|mjs|css|html|md)$/.test(file));

/** This file has to name what it forbids. */
const others = sources.filter((file) => file !== 'tests/architecture/shape.test.ts');

describe('the top level', () => {
  it('holds the five folders, and what tools insist on', () => {
    const found = readdirSync(root).filter(
      (name) => !name.startsWith('.') && !made.includes(name) && !name.endsWith('.log'),
    );
    expect(found.filter((name) => !topLevel.includes(name))).toEqual([]);
  });
});

describe('a room', () => {
  it.each(rooms)('%s says in at most 30 lines what it owns', (room) => {
    const file = path.join(root, room, 'README.md');
    expect(existsSync(file), `${room}/README.md`).toBe(true);
    expect(readFileSync(file, 'utf8').trimEnd().split('\n').length).toBeLessThanOrEqual(30);
  });
});

describe('names', () => {
  it('of files and folders say what is in them', () => {
    const empty = /(^|[/.-])(utils?|helpers?|common|misc|managers?)([/.-]|$)/i;
    expect(files.filter((file) => empty.test(file))).toEqual([]);
  });

  it('of types and functions do too', () => {
    const empty = /\b(?:class|interface|type|function|const)\s+\w*(?:Manager|Helper|Utils?)\b/;
    expect(others.filter((file) => empty.test(readFileSync(path.join(root, file), 'utf8')))).toEqual([]);
  });
});

describe('sources', () => {
  it.each([
    ['put nothing off', /\b(TODO|FIXME|XXX|HACK)\b/],
    ['silence no checker', /eslint-disable|@ts-(ignore|nocheck|expect-error)/],
    ['leave no test out', /\b(describe|it|test)\.(skip|only|todo|fixme)\b/],
    ['know no machine of their makers', /(^|[\s'"`(])\/(work|home\/[a-z]+\/src|Users\/[A-Za-z]+\/src)\//m],
  ])('%s', (_what, pattern) => {
    expect(others.filter((file) => pattern.test(readFileSync(path.join(root, file), 'utf8')))).toEqual([]);
  });

  it('are no barrels, except a public door', () => {
    expect(files.filter((file) => /\/index\.tsx?$/.test(file))).toEqual([]);
  });
});
