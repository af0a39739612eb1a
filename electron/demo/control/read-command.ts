/** A command as its controller reads it: the payload template of the site file, run backwards. */
import type { PointCommand } from '#shared/domain/site/command.ts';
import { solve, type Captures } from '../wire/template.ts';

export interface ReadCommand {
  /** Value that the feedback point is asked to take. */
  readonly target: number;
  readonly correlation: string | undefined;
  /** Where an answer is wanted. */
  readonly answerTo: string | undefined;
}

/** @returns undefined for a message that this device would not understand. */
export function readCommand(command: PointCommand, payload: Uint8Array): ReadCommand | undefined {
  const text = Buffer.from(payload).toString('utf8');
  const captures =
    typeof command.payload === 'string' ? solve(command.payload, text) : fromJson(command, text);
  const target = captures?.['value'] === undefined ? undefined : targetOf(command, captures['value']);
  if (captures === undefined || target === undefined) return undefined;
  return { target, correlation: captures['correlation'], answerTo: captures['response'] };
}

function targetOf({ input }: PointCommand, sent: string): number | undefined {
  switch (input.type) {
    case 'choice':
      return input.choices.find(({ id, send = id }) => String(send) === sent)?.expect;
    case 'range': {
      const value = Number(sent);
      return value >= input.min && value <= input.max ? value : undefined;
    }
    case 'text':
      return sent === '' ? undefined : input.expect;
  }
}

function fromJson({ payload }: PointCommand, text: string): Captures | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  return captured(payload, json);
}

function captured(template: unknown, found: unknown): Captures | undefined {
  if (typeof template === 'string')
    return typeof found === 'object' ? undefined : solve(template, String(found));
  if (typeof template !== 'object' || template === null) return template === found ? {} : undefined;
  if (typeof found !== 'object' || found === null) return undefined;
  const all: Record<string, string> = {};
  for (const [key, member] of Object.entries(template)) {
    const part = captured(member, (found as Record<string, unknown>)[key]);
    if (part === undefined) return undefined;
    Object.assign(all, part);
  }
  return all;
}
