import { describe, expect, it } from 'vitest';
import { buildSite } from '#shared/domain/site/build.ts';
import type { Series } from '#renderer/recorder/query-contract.ts';
import { smallSite } from '#tests/builders/site.ts';
import { demandRows, demandSpan, peakOf, shiftRows, valueAround } from './demand.ts';
import { readSelection, storeyOf, targetOf, wordOf } from './selection.ts';
import { blindPlace } from '#shared/domain/overlay/legend.ts';
import { paintZones, parseHex } from '#renderer/widgets/building/zone-colors.ts';

function series(rows: readonly (readonly [number, number])[]): Series {
  const column = (pick: 0 | 1) => Float64Array.from(rows, (row) => row[pick]);
  return {
    pointId: 'p',
    kind: 'raw',
    timeMs: column(0),
    min: column(1),
    max: column(1),
    mean: column(1),
    last: column(1),
    quality: new Uint8Array(rows.length),
    gaps: [],
    rawCount: rows.length,
    before: undefined,
  };
}

describe('demand', () => {
  it('sums meters in kW, and leaves a hole where one of them is not known', () => {
    const rows = demandRows(
      [
        series([
          [0, 10],
          [10, 20],
          [30, 30],
        ]),
        series([
          [5, 1000],
          [15, 2000],
          [25, 1],
          [35, 3000],
        ]),
      ],
      [1, 0.001],
      0,
      40,
      4,
    );
    expect(rows).toEqual([
      [5, 11],
      [15, 22],
      [25, 20.001],
      [35, 33],
    ]);
    expect(demandRows([series([[0, 1]]), series([[30, 1]])], [1, 1], 0, 40, 4).map((row) => row[1])).toEqual([
      null,
      null,
      null,
      null,
    ]);
    expect(demandRows([], [], 0, 10, 2).map((row) => row[1])).toEqual([null, null]);
  });

  it('compares with the same minutes of last week', () => {
    const rows = shiftRows(
      [
        [0, 4],
        [10, 6],
        [50, 100],
        [55, null],
      ],
      1000,
    );
    expect(valueAround(rows, 1005, 6)).toBe(5);
    expect(valueAround(rows, 5000, 6)).toBeNaN();
  });

  it('finds the peak, and none in nothing', () => {
    expect(
      peakOf([
        [0, 4],
        [1, null],
        [2, 9],
        [3, 9],
      ]),
    ).toEqual({ atMs: 2, kw: 9 });
    expect(peakOf([[0, null]])).toBeUndefined();
  });

  it('shows no more hours than there are', () => {
    const hourMs = 3_600_000;
    const nowMs = 1e12;
    expect(nowMs - demandSpan(nowMs, undefined).fromMs).toBe(hourMs);
    expect(nowMs - demandSpan(nowMs, nowMs - 5 * hourMs).fromMs).toBe(5 * hourMs);
    expect(demandSpan(nowMs, 0)).toEqual({ fromMs: nowMs - 20 * hourMs, toMs: nowMs + 4 * hourMs });
  });
});

describe('selection', () => {
  const site = buildSite(smallSite(), 'r');
  it('reads what it writes, and nothing for what is not there', () => {
    const selection = readSelection(wordOf({ kind: 'zone', id: site.zones[0]!.id }), site, []);
    expect(selection?.kind).toBe('zone');
    expect(storeyOf(selection, site)?.id).toBe('1F');
    expect(targetOf(readSelection('asset:SD-2', site, []), site)).toEqual({ kind: 'asset', id: 'SD-2' });
    for (const word of [undefined, '', 'zone', 'zone:none', 'other:1F', 'alarm:x'])
      expect(readSelection(word, site, [])).toBeUndefined();
  });
});

describe('zone colours', () => {
  it('mixes neighbouring stops and keeps what is not known', () => {
    const colors = { ramp: [parseHex('#000000'), parseHex('#ffffff')], blind: [parseHex('#ff0000')] };
    const painted = paintZones(Float64Array.of(0, 0.5, 1, Number.NaN), colors, new Float32Array(12));
    expect([...painted.slice(0, 9)]).toEqual([0, 0, 0, 0.5, 0.5, 0.5, 1, 1, 1]);
    expect(painted[9]).toBeNaN();
  });

  it('has greys of their own for what cannot be told', () => {
    const blind = [parseHex('#808080'), parseHex('#404040')];
    const ramp = [parseHex('#000000'), parseHex('#ffffff')];
    const painted = paintZones(
      Float64Array.of(blindPlace(0), blindPlace(1)),
      { ramp, blind },
      new Float32Array(6),
    );
    expect([...painted]).toEqual([...Float32Array.from([...(blind[0] ?? []), ...(blind[1] ?? [])])]);
  });
});
