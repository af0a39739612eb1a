/**
 * The part of Home Assistant's value templates that only picks a value: `{{ value_json.a["b"][0] }}`, `{{ value }}`, with the
 * filters `float int round default is_defined string` and arithmetic with constants. A default never stands in for a
 * value that is not there. Conditions, loops and tables of values are not read.
 */
import { follow } from '../path.ts';

/** @returns undefined where the value is not there. */
export interface TemplateReader {
  /** Wants the payload as JSON; else the bare text. */
  readonly json: boolean;
  read(root: unknown): unknown;
}

type Step = (value: unknown) => unknown;

const token = /\s*(?:(-?\d+(?:\.\d+)?)|([A-Za-z_]\w*)|"([^"\\]*)"|'([^'\\]*)'|([.[\]()|*/+-]))/y;

interface Token {
  readonly kind: 'number' | 'name' | 'text' | 'sign';
  readonly text: string;
}

/** @returns undefined for a template beyond this subset. */
export function parseTemplate(template: string): TemplateReader | undefined {
  const inner = /^\s*\{\{-?((?:(?!\}\}|\{\{|\{%)[^])*?)-?\}\}\s*$/.exec(template)?.[1];
  const tokens = inner === undefined ? undefined : tokenize(inner);
  if (tokens === undefined) return undefined;
  const parser = new Parser(tokens);
  const steps = parser.expression();
  if (steps === undefined || !parser.atEnd()) return undefined;
  return {
    json: parser.json,
    read: (root) =>
      steps.reduce<unknown>((value, step) => (value === undefined ? undefined : step(value)), root),
  };
}

function tokenize(text: string): Token[] | undefined {
  const tokens: Token[] = [];
  token.lastIndex = 0;
  const source = text.trimEnd();
  for (let at = 0; at < source.length; at = token.lastIndex) {
    token.lastIndex = at;
    const match = token.exec(source);
    if (!match) return undefined;
    const [, number, name, double, single, sign] = match;
    if (number !== undefined) tokens.push({ kind: 'number', text: number });
    else if (name !== undefined) tokens.push({ kind: 'name', text: name });
    else if (sign !== undefined) tokens.push({ kind: 'sign', text: sign });
    else tokens.push({ kind: 'text', text: double ?? single ?? '' });
  }
  return tokens;
}

const LONGEST = 64;

class Parser {
  json = false;
  private at = 0;
  private readonly tokens: readonly Token[];

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens.slice(0, LONGEST + 1);
  }

  atEnd(): boolean {
    return this.at === this.tokens.length && this.tokens.length <= LONGEST;
  }

  /** primary, then filters and arithmetic, in the order written (a filter binds to what stands before it, as in Jinja to the nearest). */
  expression(): Step[] | undefined {
    const steps = this.primary();
    if (steps === undefined) return undefined;
    let added = false;
    for (;;) {
      if (this.take('|')) {
        const step = this.filter();
        if (step === undefined) return undefined;
        steps.push(step);
        continue;
      }
      const operator = ['*', '/', '+', '-'].find((sign) => this.take(sign));
      if (operator !== undefined) {
        const constant = this.next('number');
        // Steps are taken in the order written: a factor behind a sum would need brackets.
        if (added && (operator === '*' || operator === '/')) return undefined;
        added ||= operator === '+' || operator === '-';
        // `a + 1 | round` rounds the 1 in Jinja: such a template is not read rather than read otherwise.
        if (constant === undefined || this.peek('|')) return undefined;
        steps.push(arithmetic(operator, Number(constant)));
        continue;
      }
      const signed = this.peekNegative();
      if (signed === undefined) return steps;
      this.at += 1;
      added = true;
      if (this.peek('|')) return undefined;
      steps.push(arithmetic('+', signed));
    }
  }

  private primary(): Step[] | undefined {
    if (this.take('(')) {
      const steps = this.expression();
      return this.take(')') ? steps : undefined;
    }
    const name = this.next('name');
    if (name === 'value') return [];
    if (name !== 'value_json') return undefined;
    this.json = true;
    const path: (string | number)[] = [];
    for (;;) {
      if (this.take('.')) {
        const key = this.next('name');
        if (key === undefined) return undefined;
        path.push(key);
      } else if (this.take('[')) {
        const text = this.next('text');
        const index = text === undefined ? this.next('number') : undefined;
        if (text === undefined && (index === undefined || !/^\d+$/.test(index))) return undefined;
        path.push(text ?? Number(index));
        if (!this.take(']')) return undefined;
      } else return [(root) => follow(root, path)];
    }
  }

  private filter(): Step | undefined {
    const name = this.next('name');
    let argument: string | undefined;
    if (this.take('(')) {
      argument = this.next('number') ?? this.next('text') ?? this.next('name');
      if (!this.take(')')) return undefined;
    }
    switch (name) {
      case 'float':
        return asNumber;
      case 'int':
        return (value) => onNumber(value, Math.trunc);
      case 'round':
        return rounding(Number(argument ?? 0));
      case 'default':
      case 'd':
      case 'is_defined':
      case 'string':
        return (value) => value;
      default:
        return undefined;
    }
  }

  /** `value -1`: the tokenizer has made one number of sign and digit. */
  private peekNegative(): number | undefined {
    const token = this.tokens[this.at];
    return token?.kind === 'number' && token.text.startsWith('-') ? Number(token.text) : undefined;
  }

  private peek(sign: string): boolean {
    const token = this.tokens[this.at];
    return token?.kind === 'sign' && token.text === sign;
  }

  private take(sign: string): boolean {
    const found = this.peek(sign);
    if (found) this.at += 1;
    return found;
  }

  private next(kind: Token['kind']): string | undefined {
    const token = this.tokens[this.at];
    if (token?.kind !== kind) return undefined;
    this.at += 1;
    return token.text;
  }
}

function asNumber(value: unknown): unknown {
  if (typeof value !== 'string' || value.trim() === '') return value;
  const number = Number(value);
  return Number.isFinite(number) ? number : value;
}

/** What is no number is left for the point to refuse. */
function onNumber(value: unknown, change: (number: number) => number): unknown {
  const number = asNumber(value);
  return typeof number === 'number' ? change(number) : value;
}

function rounding(decimals: number): Step | undefined {
  if (!Number.isInteger(decimals) || decimals < 0 || decimals > 10) return undefined;
  return (value) => onNumber(value, (number) => Number(number.toFixed(decimals)));
}

function arithmetic(operator: string, constant: number): Step {
  return (value) =>
    onNumber(value, (number) => {
      if (operator === '*') return number * constant;
      if (operator === '/') return number / constant;
      return operator === '+' ? number + constant : number - constant;
    });
}
