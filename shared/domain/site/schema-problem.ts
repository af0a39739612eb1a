import type { core } from 'zod';
import { siteDocumentSchema } from './document.ts';
import { foundText, pathText, suggestion, type SiteProblem } from './problem.ts';

type Schema = core.$ZodType;
type Definition = core.$ZodTypes['_zod']['def'];

/**
 * What zod found, in the words of a file that a person wrote: the place, what stands there, what should.
 * @param root the schema of that file.
 */
export function schemaProblems(
  json: unknown,
  issues: readonly core.$ZodIssue[],
  root: Schema = siteDocumentSchema,
): SiteProblem[] {
  return issues.flatMap((issue) => problemsOf({ json, root }, issue));
}

interface Checked {
  readonly json: unknown;
  readonly root: Schema;
}

function problemsOf(checked: Checked, issue: core.$ZodIssue): SiteProblem[] {
  const { json } = checked;
  const value = valueAt(json, issue.path);
  if (issue.code === 'unrecognized_keys') {
    const known = keysOf(schemaAt(checked, issue.path));
    return issue.keys.map((key) => ({
      path: pathText([...issue.path, key]),
      found: 'an unknown key',
      expected: `one of ${list(known)}${suggestion(key, known)}`,
    }));
  }
  if (issue.code === 'invalid_union' && issue.discriminator !== undefined) {
    const holder = schemaAt(
      checked,
      issue.path.slice(0, issue.path.at(-1) === issue.discriminator ? -1 : undefined),
    );
    const path =
      issue.path.at(-1) === issue.discriminator ? issue.path : [...issue.path, issue.discriminator];
    const known = discriminatorValues(holder, issue.discriminator);
    const found = valueAt(json, path);
    const close = typeof found === 'string' ? suggestion(found, known) : '';
    return [{ path: pathText(path), found: foundText(found), expected: `one of ${list(known)}${close}` }];
  }
  if (issue.code === 'invalid_key') {
    const key = String(issue.path.at(-1));
    return [
      {
        path: pathText(issue.path),
        found: `the key ${JSON.stringify(key)}`,
        expected: wordsOf(issue.issues),
      },
    ];
  }
  return [
    { path: pathText(issue.path), found: foundText(value), expected: expectation(checked, issue, value) },
  ];
}

function expectation(checked: Checked, issue: core.$ZodIssue, value: unknown): string {
  switch (issue.code) {
    case 'invalid_type':
      return article(issue.expected);
    case 'invalid_value': {
      const close = typeof value === 'string' ? suggestion(value, issue.values.map(String)) : '';
      return issue.values.length === 1
        ? JSON.stringify(issue.values[0])
        : `one of ${list(issue.values)}${close}`;
    }
    case 'too_small':
      return `${issue.inclusive === false ? 'more than' : 'at least'} ${issue.minimum}${itemsOf(issue.origin, Number(issue.minimum))}`;
    case 'too_big':
      return `${issue.inclusive === false ? 'less than' : 'at most'} ${issue.maximum}${itemsOf(issue.origin, Number(issue.maximum))}`;
    case 'invalid_union': {
      // A union without discriminator is a choice of shapes; its description says it better than its branches.
      const described = descriptionOf(schemaAt(checked, issue.path));
      return described ?? [...new Set(issue.errors.map(wordsOf))].filter(Boolean).join(', or ');
    }
    default:
      return issue.message;
  }
}

function wordsOf(issues: readonly core.$ZodIssue[]): string {
  return issues
    .map((issue) => (issue.code === 'invalid_type' ? article(issue.expected) : issue.message))
    .join(' and ');
}

function article(type: string): string {
  const words: Record<string, string> = {
    object: 'an object {…}',
    record: 'an object {…}',
    array: 'a list […]',
    tuple: 'a list […]',
    string: 'a text in quotes',
    int: 'a whole number',
  };
  return words[type] ?? `a ${type}`;
}

function itemsOf(origin: string, count: number): string {
  if (origin === 'string') return count === 1 ? ' character' : ' characters';
  return origin === 'array' ? (count === 1 ? ' item' : ' items') : '';
}

function list(values: Iterable<unknown>): string {
  return [...values].map((value) => JSON.stringify(value)).join(', ');
}

function valueAt(json: unknown, path: readonly PropertyKey[]): unknown {
  let value = json;
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<PropertyKey, unknown>)[key];
  }
  return value;
}

function definition(schema: Schema): Definition {
  return schema._zod.def as Definition;
}

/** Without defaults, optionals and the like. */
function bare(schema: Schema): Schema {
  const def = definition(schema);
  return 'innerType' in def ? bare(def.innerType) : schema;
}

/** The schema that rules at a path of this very document; unions are chosen by what the document holds. */
function schemaAt({ json, root }: Checked, path: readonly PropertyKey[]): Schema | undefined {
  let schema: Schema | undefined = root;
  for (let depth = 0; schema && depth < path.length; depth += 1) {
    schema = childOf(chosen(bare(schema), valueAt(json, path.slice(0, depth))), path[depth] as PropertyKey);
  }
  if (!schema) return undefined;
  return chosen(bare(schema), valueAt(json, path));
}

function chosen(schema: Schema, value: unknown): Schema {
  const def = definition(schema);
  if (def.type !== 'union' || !('discriminator' in def) || typeof value !== 'object' || value === null)
    return schema;
  const key = String(def.discriminator);
  const wanted = (value as Record<string, unknown>)[key];
  return def.options.find((option) => valuesOf(option, key).includes(wanted)) ?? schema;
}

function childOf(schema: Schema, key: PropertyKey): Schema | undefined {
  const def = definition(schema);
  if (def.type === 'object') return def.shape[String(key)];
  if (def.type === 'array') return def.element;
  if (def.type === 'record') return def.valueType;
  if (def.type === 'tuple') return def.items[Number(key)];
  return undefined;
}

function keysOf(schema: Schema | undefined): string[] {
  const def = schema && definition(schema);
  return def?.type === 'object' ? Object.keys(def.shape) : [];
}

function valuesOf(option: Schema, key: string): unknown[] {
  const member = childOf(option, key);
  return member ? [...(bare(member)._zod.values ?? [])] : [];
}

function discriminatorValues(schema: Schema | undefined, key: string): string[] {
  const def = schema && definition(schema);
  return def?.type === 'union' ? def.options.flatMap((option) => valuesOf(option, key)).map(String) : [];
}

function descriptionOf(schema: Schema | undefined): string | undefined {
  return (schema as { description?: string } | undefined)?.description;
}
