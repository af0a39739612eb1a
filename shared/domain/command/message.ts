/** A command as the device reads it: the payload template of the site file, filled in. */
import { placeCaptures, type PointCommand } from '#shared/domain/site/command.ts';
import type { AskedValue } from './asked-value.ts';
import type { CommandId } from './command.ts';

const capture = /\{([A-Za-z][A-Za-z0-9_]*)\}/g;

type Word = string | number | boolean;

/** Topic on which the device answers, for this station; undefined where it does not. */
export function responseTopic(command: PointCommand, stationId: string): string | undefined {
  return command.response?.topic.replaceAll('{station}', stationId);
}

/** @returns the payload as text (UTF-8 on the wire). */
export function commandPayload(
  command: PointCommand,
  siteId: string,
  stationId: string,
  id: CommandId,
  asked: AskedValue,
): string {
  const words: Readonly<Record<string, Word>> = {
    ...placeCaptures(siteId, command.point),
    value: asked.send,
    correlation: id,
    response: responseTopic(command, stationId) ?? '',
  };
  const { payload } = command;
  return typeof payload === 'string'
    ? String(fillText(payload, words, false))
    : JSON.stringify(fillJson(payload, words));
}

function fillJson(node: unknown, words: Readonly<Record<string, Word>>): unknown {
  if (typeof node === 'string') return fillText(node, words, true);
  if (Array.isArray(node)) return node.map((item) => fillJson(item, words));
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(Object.entries(node).map(([key, member]) => [key, fillJson(member, words)]));
}

/** @param typed a template that is one capture alone becomes that very word: a number stays a number. */
function fillText(template: string, words: Readonly<Record<string, Word>>, typed: boolean): Word {
  const whole = /^\{([A-Za-z][A-Za-z0-9_]*)\}$/.exec(template)?.[1];
  if (typed && whole !== undefined && Object.hasOwn(words, whole)) return words[whole] as Word;
  return template.replace(capture, (text, name: string) =>
    Object.hasOwn(words, name) ? String(words[name]) : text,
  );
}
