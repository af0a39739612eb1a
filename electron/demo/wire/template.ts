/** Mapping templates read backwards: which captures would make this text? */
export type Captures = Readonly<Record<string, string>>;

const capture = /\{([A-Za-z][A-Za-z0-9_]*)\}/g;

/** @returns the captures that turn the template into `text`, or undefined where none do. */
export function solve(template: string, text: string): Captures | undefined {
  const names: string[] = [];
  let pattern = '';
  let end = 0;
  for (const match of template.matchAll(capture)) {
    pattern += `${escaped(template.slice(end, match.index))}(.+?)`;
    names.push(match[1] as string);
    end = match.index + match[0].length;
  }
  const found = new RegExp(`^${pattern}${escaped(template.slice(end))}$`, 'u').exec(text);
  if (!found) return undefined;
  return merged(names.map((name, index) => ({ [name]: found[index + 1] as string })));
}

/** @returns undefined where two of them say different things of one capture. */
export function merged(all: readonly (Captures | undefined)[]): Captures | undefined {
  const sum: Record<string, string> = {};
  for (const captures of all) {
    if (captures === undefined) return undefined;
    for (const [name, value] of Object.entries(captures)) {
      if (sum[name] !== undefined && sum[name] !== value) return undefined;
      sum[name] = value;
    }
  }
  return sum;
}

/** @returns undefined where a capture is unknown. */
export function fill(template: string, captures: Captures): string | undefined {
  let whole = true;
  const text = template.replace(capture, (_match, name: string) => {
    const value = captures[name];
    whole &&= value !== undefined;
    return value ?? '';
  });
  return whole ? text : undefined;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
