import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { follow, parsePath } from '../path.ts';
import { createScanner } from './scanner.ts';
import { createSlots, fillSlots, slotValue } from './slots.ts';

const names = ['v', 't', 'a.b', 'a.c["d.e"]', 'q', '温度', '["é"]', 'long.way["to go"]'];

/** What the scanner read; undefined where it left the payload to `JSON.parse`. */
function scanned(payload: Buffer): unknown[] | undefined {
  const slots = createSlots(names, names.map(parsePath));
  const scanner = createScanner(slots);
  if (scanner?.scanAll(payload) !== true) return undefined;
  return names.map((_, slot) => slotValue(slots, slot, payload));
}

/** The same by `JSON.parse`; undefined where the bytes are no JSON. */
function parsed(payload: Buffer): unknown[] | undefined {
  let root: unknown;
  try {
    root = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(payload));
  } catch {
    return undefined;
  }
  const slots = createSlots(names, names.map(parsePath));
  fillSlots(slots, root);
  return names.map((_, slot) => slotValue(slots, slot, payload));
}

function agrees(payload: Buffer): void {
  const fast = scanned(payload);
  if (fast !== undefined) expect(fast).toEqual(parsed(payload));
}

const key = fc.oneof(
  fc.constantFrom(
    'v',
    't',
    'a',
    'b',
    'c',
    'd.e',
    'q',
    '温度',
    'é',
    'Ã©',
    'long',
    'way',
    'to go',
    '__proto__',
  ),
  fc.string({ unit: 'grapheme', maxLength: 4 }),
);
const number = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer(),
  fc
    .tuple(fc.integer({ min: -99_999_999, max: 99_999_999 }), fc.integer({ min: 0, max: 12 }))
    .map(([digits, decimals]) => digits / 10 ** decimals),
);
const value = fc.letrec<{ any: unknown; leaf: unknown }>((tie) => ({
  leaf: fc.oneof(number, fc.boolean(), fc.constant(null), fc.string({ unit: 'grapheme', maxLength: 20 })),
  any: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    tie('leaf'),
    fc.array(tie('any'), { maxLength: 4 }),
    fc.dictionary(key, tie('any'), { maxKeys: 6 }),
  ),
}));
const object = fc.dictionary(key, value.any, { maxKeys: 8 });
const indent = fc.constantFrom(undefined, 1, '\t');

describe('the scanner against JSON.parse', () => {
  it('gives the same values for any object', () => {
    fc.assert(
      fc.property(object, indent, (root, space) => agrees(Buffer.from(JSON.stringify(root, null, space)))),
      { numRuns: 2000 },
    );
  });

  it('accepts nothing that JSON.parse refuses: damaged objects', () => {
    const damage = fc.record({
      at: fc.nat(),
      cut: fc.nat({ max: 3 }),
      put: fc.constantFrom(
        '',
        ',',
        '"',
        '}',
        '{',
        '[',
        ']',
        ':',
        '0',
        '-',
        '.',
        'e5',
        '\\',
        'tru',
        'null',
        '\u0001',
        ' ',
        'é',
      ),
    });
    fc.assert(
      fc.property(object, damage, (root, { at, cut, put }) => {
        const text = Buffer.from(JSON.stringify(root));
        const place = at % (text.length + 1);
        agrees(Buffer.concat([text.subarray(0, place), Buffer.from(put), text.subarray(place + cut)]));
      }),
      { numRuns: 3000 },
    );
  });

  it('accepts nothing that is no UTF-8', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 6 }), (bytes) =>
        agrees(Buffer.concat([Buffer.from('{"q":"'), bytes, Buffer.from('","v":1}')])),
      ),
      { numRuns: 3000 },
    );
  });

  it('reads numbers to the last bit', () => {
    const text = fc.oneof(
      fc
        .tuple(fc.constantFrom('', '-'), fc.stringMatching(/^(0|[1-9]\d{0,18})(\.\d{1,18})?$/))
        .map((parts) => parts.join('')),
      fc.stringMatching(/^-?\d{0,3}\.?\d{0,3}([eE][+-]?\d{1,3})?$/),
    );
    fc.assert(
      fc.property(text, (digits) => agrees(Buffer.from(`{"v":${digits}}`))),
      { numRuns: 5000 },
    );
    for (const digits of [
      '0',
      '-0',
      '0.1',
      '-0.3',
      '123456789012345',
      '0.00000000000001',
      '9.95',
      '21.350',
    ]) {
      expect(Object.is(scanned(Buffer.from(`{"v":${digits}}`))?.[0], JSON.parse(digits))).toBe(true);
    }
  });

  it('reads what gateways send, without JSON.parse', () => {
    const payload = Buffer.from(
      ' { "v" : 21.35 ,\n"t":1790000000000, "a":{"b":true,"c":{"d.e":null}}, "q":"良好", "x":[1,{"y":[]}], "温度": -5 } ',
    );
    expect(scanned(payload)).toEqual([
      21.35,
      1_790_000_000_000,
      true,
      null,
      '良好',
      -5,
      undefined,
      undefined,
    ]);
  });

  it('leaves keys sent twice, escapes, exponents and depth to JSON.parse', () => {
    for (const text of [
      '{"v":1,"v":2}',
      '{"v":"\\u0041"}',
      '{"\\u0076":1}',
      '{"v":1e3}',
      `{"x":${'['.repeat(20)}${']'.repeat(20)}}`,
      '[1]',
      '5',
      '',
    ]) {
      expect(scanned(Buffer.from(text))).toBeUndefined();
    }
  });

  it('does not take one text for another of the same bytes in Latin-1', () => {
    const slots = createSlots(['q'], [['q']]);
    const scanner = createScanner(slots);
    for (const word of ['Ã©', 'é', 'good', 'bad!', 'good']) {
      const payload = Buffer.from(JSON.stringify({ q: word }));
      scanner?.scanAll(payload);
      expect(slotValue(slots, 0, payload)).toBe(word);
    }
  });
});

describe('paths', () => {
  it.each([
    ['a.b[0].c', ['a', 'b', 0, 'c']],
    ['a["b.c"]', ['a', 'b.c']],
    ['["x\\"y"]', ['x"y']],
    ['', []],
    ['a b.c-d', ['a b', 'c-d']],
    ['a..b', ['a..b']],
    ['a[b', ['a[b']],
  ])('%s', (text, expected) => expect(parsePath(text)).toEqual(expected));

  it('follows own members only, and never an index into an object', () => {
    expect(follow({ a: [1] }, ['a', '0'])).toBeUndefined();
    expect(follow({ a: { 0: 1 } }, ['a', 0])).toBeUndefined();
    expect(follow({}, ['constructor'])).toBeUndefined();
    expect(follow('text', ['length'])).toBeUndefined();
    expect(follow(null, ['a'])).toBeUndefined();
  });
});
