/** Paths into a JSON payload: `a.b[0].c`, `a["b.c"]`; the empty path is the payload itself. Only own members are ever followed. */

export type Path = readonly (string | number)[];

const step = /\.?([^.[\]"]+)|\[(\d+)\]|\["((?:[^"\\]|\\.)*)"\]/gy;

/** Text that is no path (the site check refuses it) is one key, so that it is never found rather than found elsewhere. */
export function parsePath(text: string): Path {
  const path: (string | number)[] = [];
  let end = 0;
  for (const match of text.matchAll(step)) {
    const [whole, name, index, quoted] = match;
    end = match.index + whole.length;
    if (name !== undefined) path.push(name);
    else if (index !== undefined) path.push(Number(index));
    else if (quoted !== undefined) path.push(quoted.replace(/\\(.)/g, '$1'));
  }
  return end === text.length ? path : [text];
}

/** @returns undefined where nothing stands (JSON has no undefined). */
export function follow(root: unknown, path: Path): unknown {
  let at = root;
  for (const key of path) {
    if (typeof at !== 'object' || at === null) return undefined;
    if (Array.isArray(at) !== (typeof key === 'number') || !Object.hasOwn(at, key)) return undefined;
    at = (at as Record<string | number, unknown>)[key];
  }
  return at;
}
