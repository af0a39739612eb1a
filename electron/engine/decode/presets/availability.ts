/** "I am gone": last wills and availability topics, as a word or as `{"state": word}`. */
import { notAsExpected } from '#shared/domain/note.ts';
import { payloadText } from '../json/parse.ts';
import { quote, refuse, type Message } from '../message.ts';

/** @returns undefined where nothing is said, or after a refusal. */
export function readAvailability(message: Message): 'online' | 'offline' | undefined {
  const text = payloadText(message);
  if (text === undefined) return undefined;
  // An empty retained message takes the device off the broker: it says nothing about the device.
  if (text.trim() === '') return undefined;
  const word = stateWord(text.trim());
  if (word === 'online' || word === 'offline') return word;
  refuse(message, 'out-of-map', notAsExpected('', quote(text), 'one-of', { values: 'online, offline' }));
  return undefined;
}

function stateWord(text: string): string {
  const inObject = /^\{\s*"state"\s*:\s*"([^"\\]{1,16})"\s*[,}]/.exec(text)?.[1];
  return (inObject ?? text).toLowerCase();
}
