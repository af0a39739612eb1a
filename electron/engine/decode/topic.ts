/** MQTT topic templates of a site file: `{name}` captures one level, `+` matches one, a last `#` matches the rest (MQTT 5.0 clause 4.7). */

export type Captures = Readonly<Record<string, string>>;

export interface TopicPattern {
  /** What is subscribed to. */
  readonly filter: string;
  /** @returns undefined where the topic does not match; else its captures, with the levels under `#` as `rest`. */
  match(topic: string): TopicMatch | undefined;
}

export interface TopicMatch {
  readonly captures: Captures;
  /** What `#` matched; empty where the template has none or it matched nothing. */
  readonly rest: readonly string[];
}

type Level =
  | { readonly is: 'text'; readonly text: string }
  | { readonly is: 'capture'; readonly name: string }
  | { readonly is: 'any' };

const captureLevel = /^\{([A-Za-z][A-Za-z0-9_]*)\}$/;

export function compileTopic(template: string): TopicPattern {
  const parts = template.split('/');
  const open = parts.at(-1) === '#';
  if (open) parts.pop();
  const levels = parts.map((part): Level => {
    if (part === '+') return { is: 'any' };
    const name = captureLevel.exec(part)?.[1];
    return name === undefined ? { is: 'text', text: part } : { is: 'capture', name };
  });
  const filter = [
    ...levels.map((level) => (level.is === 'text' ? level.text : '+')),
    ...(open ? ['#'] : []),
  ].join('/');
  const startsWild = levels[0] === undefined || levels[0].is !== 'text';
  return {
    filter,
    match(topic) {
      // A wildcard in the first level does not match the broker's own topics (clause 4.7.2).
      if (startsWild && topic.startsWith('$')) return undefined;
      const found = topic.split('/');
      if (open ? found.length < levels.length : found.length !== levels.length) return undefined;
      const captures: Record<string, string> = {};
      for (const [index, level] of levels.entries()) {
        const text = found[index] as string;
        if (level.is === 'text' && level.text !== text) return undefined;
        if (level.is === 'capture') captures[level.name] = text;
      }
      return { captures, rest: found.slice(levels.length) };
    },
  };
}

/** Replaces each `{name}`. @returns undefined where a capture is missing. */
export function fill(template: string, captures: Captures): string | undefined {
  let complete = true;
  const text = template.replace(/\{([A-Za-z][A-Za-z0-9_]*)\}/g, (_whole, name: string) => {
    const value = Object.hasOwn(captures, name) ? captures[name] : undefined;
    if (value === undefined) complete = false;
    return value ?? '';
  });
  return complete ? text : undefined;
}

/** A name as a gateway gives it, written so that it can be an id of the site file: `/` becomes `.`, anything else foreign `_`. */
export function asId(name: string): string {
  return name.replace(/\//g, '.').replace(/[^A-Za-z0-9_.-]/g, '_');
}
