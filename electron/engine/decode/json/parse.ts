/** The general way into a payload: UTF-8, not too deep, then `JSON.parse`. */
import { isUtf8 } from 'node:buffer';
import { note, type Note } from '#shared/domain/note.ts';
import { jsonErrorAt } from '#shared/domain/site/json-text.ts';
import { quote, refuse, type Message } from '../message.ts';

/** Nested objects and arrays; real gateways stay below 10. */
export const DEEPEST_JSON = 32;

/** @returns undefined after a refusal. */
export function parseJson(message: Message): { readonly root: unknown } | undefined {
  const text = payloadText(message);
  if (text === undefined) return undefined;
  if (depthOf(message.payload) > DEEPEST_JSON) {
    refuse(message, 'too-deep', note('depth', { limit: DEEPEST_JSON }));
    return undefined;
  }
  try {
    return { root: JSON.parse(text) };
  } catch {
    refuse(message, 'not-json', notJson(text));
    return undefined;
  }
}

/** Where is looked for in short payloads only: a flood of long ones must not cost more than reading them did. */
const LONGEST_SEARCHED = 4096;

function notJson(text: string): Note {
  if (text.trim() === '') return note('empty');
  const at = text.length > LONGEST_SEARCHED ? undefined : jsonErrorAt(text);
  return at === undefined ? note('json') : note('json-at', { at: at + 1, found: quote(text[at] ?? '') });
}

/** @returns undefined after a refusal. */
export function payloadText(message: Message): string | undefined {
  if (isUtf8(message.payload)) return message.payload.toString('utf8');
  refuse(message, 'not-utf8', note('utf8', { bytes: message.payload.length }));
  return undefined;
}

/** Deepest nesting of brackets outside of strings, counted before anything recursive sees the payload. */
function depthOf(bytes: Uint8Array): number {
  let depth = 0;
  let deepest = 0;
  let quoted = false;
  for (let i = 0; i < bytes.length; i += 1) {
    const byte = bytes[i] as number;
    if (quoted) {
      if (byte === 92) i += 1;
      else if (byte === 34) quoted = false;
    } else if (byte === 34) quoted = true;
    else if (byte === 91 || byte === 123) {
      depth += 1;
      if (depth > deepest) deepest = depth;
    } else if (byte === 93 || byte === 125) depth -= 1;
  }
  return deepest;
}
