/** Noise as a function of place and time: the same seed gives the same days, in any order of asking. */

/** FNV-1a over the text, mixed with the seed. */
export function hashText(text: string, seed: number): number {
  let hash = (0x811c9dc5 ^ seed) >>> 0;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0;
  }
  return mix(hash);
}

/** The finaliser of MurmurHash3. */
function mix(hash: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

/** Uniform in [0, 1) for a whole-numbered cell. */
export function chance(key: number, cell: number): number {
  return mix((key ^ Math.imul(cell | 0, 0x9e3779b1)) >>> 0) / 4294967296;
}

/** Smooth in time, in [-1, 1], changing over about `periodMs`. */
export function drift(key: number, tMs: number, periodMs: number): number {
  const at = tMs / periodMs;
  const cell = Math.floor(at);
  const part = at - cell;
  const weight = part * part * (3 - 2 * part);
  const from = chance(key, cell);
  return 2 * (from + (chance(key, cell + 1) - from) * weight) - 1;
}

/** Slow, middling and quick changes together, in about [-1, 1]. */
export function wander(key: number, tMs: number, periodMs: number): number {
  return (
    0.6 * drift(key, tMs, periodMs) +
    0.3 * drift(key + 1, tMs, periodMs / 4) +
    0.1 * drift(key + 2, tMs, periodMs / 20)
  );
}
