/** What is wrong in a site file: every place at once, each with what stands there and what should. */
export interface SiteProblem {
  /** As in JavaScript: `buildings[0].storeys[2].zones[4].polygon`; empty for the file as a whole. */
  readonly path: string;
  readonly found: string;
  readonly expected: string;
}

export type Key = string | number;

const plainKey = /^[A-Za-z_$][\w$]*$/;
/** More than this helps nobody on a terminal; the count of the rest is told. */
const MOST_LISTED = 60;
const LONGEST_FOUND = 60;

export function pathText(keys: readonly PropertyKey[]): string {
  let text = '';
  for (const key of keys) {
    if (typeof key === 'number') text += `[${key}]`;
    else if (!plainKey.test(String(key))) text += `[${JSON.stringify(String(key))}]`;
    else text += text === '' ? String(key) : `.${String(key)}`;
  }
  return text;
}

/** A value of the file in a few words, without the password of an address that should not hold one. */
export function foundText(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'string' && /\/\/.*@/.test(value)) return foundText(value.replace(/\/\/.*@/, '//…'));
  const json = JSON.stringify(value);
  if (json !== undefined && json.length <= LONGEST_FOUND) return json;
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return `an object with ${Object.keys(value).length} keys`;
  return `${String(json).slice(0, LONGEST_FOUND - 1)}…`;
}

/** @returns one line a problem, under a line that names the file. */
export function describeProblems(file: string, problems: readonly SiteProblem[]): string {
  const lines = problems
    .slice(0, MOST_LISTED)
    .map(
      ({ path, found, expected }) =>
        `  ${path === '' ? '' : `${path}: `}found ${found}, expected ${expected}`,
    );
  const more = problems.length - lines.length;
  if (more > 0) lines.push(`  … and ${more} more`);
  return [`${file}: ${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}`, ...lines].join(
    '\n',
  );
}

/** @returns `, did you mean "x"?` where one of `known` is close to `text`, else nothing. */
export function suggestion(text: string, known: Iterable<string>): string {
  const most = Math.min(3, Math.floor(text.length / 2));
  let best: string | undefined;
  let bestDistance = most + 1;
  for (const candidate of known) {
    if (Math.abs(candidate.length - text.length) >= bestDistance) continue;
    const distance = editDistance(text.toLowerCase(), candidate.toLowerCase());
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best === undefined ? '' : `, did you mean ${JSON.stringify(best)}?`;
}

/** Levenshtein 1966, one row at a time. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    row = next;
  }
  return row[b.length] as number;
}
