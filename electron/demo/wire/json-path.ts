/** Paths into a JSON payload, as the site file writes them, for putting something there. */
const step = /\.?([^.[\]"]+)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]/gy;

/** Sets what stands at a path such as `a.b[0]["c.d"]`, making what is missing on the way. */
export function put(root: Record<string, unknown>, path: string, value: unknown): void {
  const keys = [...path.matchAll(step)].map(([, name, index, quoted]) =>
    quoted !== undefined ? (JSON.parse(quoted) as string) : (name ?? Number(index)),
  );
  let at: Record<string | number, unknown> = root;
  keys.forEach((key, depth) => {
    if (depth === keys.length - 1) at[key] = value;
    else {
      at[key] ??= typeof keys[depth + 1] === 'number' ? [] : {};
      at = at[key] as Record<string | number, unknown>;
    }
  });
}
