import { describe, expect, it } from 'vitest';
import { buildSite } from '#shared/domain/site/build.ts';
import { smallSite } from '#tests/builders/site.ts';
import { createAssetIndex, treeRows } from './asset-tree.ts';

const site = buildSite(smallSite(), 'r');
const index = createAssetIndex(site);
const none = new Set<string>();
const assetsIn = (query: string): string[] =>
  treeRows(index, query, none).flatMap((row) => (row.kind === 'asset' ? [row.asset.id] : []));

describe('asset tree', () => {
  it('shows closed storeys, highest first, each with the count of its assets', () => {
    const rows = treeRows(index, '', none);
    expect(rows.every((row) => row.kind === 'storey')).toBe(true);
    const elevations = rows.map((row) => (row.kind === 'storey' ? row.storey.elevationM : NaN));
    expect(elevations).toEqual([...elevations].sort((a, b) => b - a));
    expect(rows.reduce((sum, row) => sum + (row.kind === 'storey' ? row.assets : 0), 0)).toBe(
      site.assets.length,
    );
  });

  it('lists the assets of an open storey and of no other', () => {
    const storey = site.assets[0]?.zone.storey;
    const rows = treeRows(index, '', new Set([storey?.id ?? '']));
    const listed = rows.flatMap((row) => (row.kind === 'asset' ? [row.asset] : []));
    expect(listed.length).toBeGreaterThan(0);
    expect(listed.every((asset) => asset.zone.storey === storey)).toBe(true);
  });

  it('finds every asset by id, by class in both languages and by zone', () => {
    for (const asset of site.assets) {
      for (const word of [asset.id, asset.className.zh, asset.className.en.toUpperCase(), asset.zone.id]) {
        expect(assetsIn(word), word).toContain(asset.id);
      }
    }
  });

  it('wants all words, in any order', () => {
    const asset = site.assets[0];
    if (!asset) throw new Error('the small site has assets');
    expect(assetsIn(`${asset.zone.id} ${asset.id}`)).toEqual([asset.id]);
    expect(assetsIn(`${asset.id} nothing-is-called-so`)).toEqual([]);
  });
});
