import { pathText, type Key, type SiteProblem } from './problem.ts';

/**
 * Reads JSON text (RFC 8259) only to say where it is wrong, which `JSON.parse` does in words that differ between
 * runtimes. Also finds keys written twice in one object, of which `JSON.parse` silently keeps the last.
 * @returns no problems for text that `JSON.parse` takes and that repeats no key.
 */
export function jsonTextProblems(text: string): SiteProblem[] {
  const scanner = createScanner(text);
  try {
    scanner.document();
  } catch (error) {
    if (!(error instanceof SyntaxAt)) throw error;
    const { line, column } = lineAndColumn(text, error.at);
    const character = text[error.at];
    const found = character === undefined ? 'the end of the file' : JSON.stringify(character);
    return [...scanner.repeated, { path: `line ${line}, column ${column}`, found, expected: error.expected }];
  }
  return scanner.repeated;
}

/** @returns the first character (from 0) at which the text is no JSON any more; its length where it ends too early; undefined for JSON. */
export function jsonErrorAt(text: string): number | undefined {
  try {
    createScanner(text).document();
    return undefined;
  } catch (error) {
    if (!(error instanceof SyntaxAt)) throw error;
    return error.at;
  }
}

/** Deeper nesting than any site needs; keeps the recursion from running out of stack. */
const DEEPEST = 200;

class SyntaxAt extends Error {
  readonly at: number;
  readonly expected: string;
  constructor(at: number, expected: string) {
    super(expected);
    this.at = at;
    this.expected = expected;
  }
}

function lineAndColumn(text: string, at: number): { line: number; column: number } {
  const before = text.slice(0, at);
  const line = before.split('\n').length;
  return { line, column: at - before.lastIndexOf('\n') };
}

const space = /[ \t\n\r]*/y;
const stringToken = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const numberToken = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const wordToken = /true|false|null/y;

interface Cursor {
  at: number;
  /** Takes the token if it stands here. */
  take(token: RegExp): string | undefined;
  skipSpace(): void;
  /** Takes the character, after any space, if it stands here. */
  next(character: string): boolean;
  expect(character: string, expected: string): void;
}

function createCursor(text: string): Cursor {
  const cursor: Cursor = {
    at: 0,
    take(token) {
      token.lastIndex = cursor.at;
      const match = token.exec(text)?.[0];
      if (match !== undefined) cursor.at += match.length;
      return match;
    },
    skipSpace: () => void cursor.take(space),
    next(character) {
      cursor.skipSpace();
      if (text[cursor.at] !== character) return false;
      cursor.at += 1;
      return true;
    },
    expect(character, expected) {
      if (!cursor.next(character)) throw new SyntaxAt(cursor.at, expected);
    },
  };
  return cursor;
}

function createScanner(text: string): { document(): void; readonly repeated: SiteProblem[] } {
  const cursor = createCursor(text);
  const repeated: SiteProblem[] = [];
  const path: Key[] = [];

  const value = (): void => {
    cursor.skipSpace();
    if (path.length > DEEPEST) throw new SyntaxAt(cursor.at, `at most ${DEEPEST} levels of nesting`);
    if (cursor.next('{')) return object();
    if (cursor.next('[')) return array();
    if (text[cursor.at] === '"') return void string('a text closed by ", with special characters escaped');
    if (cursor.take(numberToken) === undefined && cursor.take(wordToken) === undefined) {
      throw new SyntaxAt(cursor.at, 'a JSON value');
    }
  };
  const string = (expected: string): string => {
    cursor.skipSpace();
    const token = cursor.take(stringToken);
    if (token === undefined) throw new SyntaxAt(cursor.at, expected);
    return JSON.parse(token) as string;
  };
  const member = (seen: Set<string>): void => {
    const key = string('a key in double quotes');
    path.push(key);
    if (seen.has(key)) {
      repeated.push({ path: pathText(path), found: 'this key a second time', expected: 'each key once' });
    }
    seen.add(key);
    cursor.expect(':', '":" after the key');
    value();
    path.pop();
  };
  const object = (): void => {
    const seen = new Set<string>();
    if (cursor.next('}')) return;
    do member(seen);
    while (cursor.next(','));
    cursor.expect('}', '"," or "}"');
  };
  const array = (): void => {
    if (cursor.next(']')) return;
    let index = 0;
    do {
      path.push(index);
      value();
      path.pop();
      index += 1;
    } while (cursor.next(','));
    cursor.expect(']', '"," or "]"');
  };
  return {
    repeated,
    document() {
      value();
      cursor.skipSpace();
      if (cursor.at < text.length) throw new SyntaxAt(cursor.at, 'nothing after the end of the JSON value');
    },
  };
}
