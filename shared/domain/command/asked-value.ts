/** What was asked, held against what may be asked. */
import { fail, ok, type Result } from '#shared/base/result.ts';
import type { PointCommand } from '#shared/domain/site/command.ts';
import type { Confirmation } from '#shared/domain/site/command-schema.ts';
import type { LocalizedText } from '#shared/domain/site/document.ts';
import type { Expectation } from './command.ts';

export interface AskedValue {
  readonly value: string | number;
  readonly name: LocalizedText | undefined;
  /** What stands for {value} in the payload. */
  readonly send: string | number | boolean;
  readonly expectation: Expectation;
  readonly confirmation: Confirmation;
}

/** @param value from a window or another room: anything. */
export function readAskedValue(command: PointCommand, value: unknown): Result<AskedValue, 'not-allowed'> {
  const { input, feedback, confirmation } = command;
  switch (input.type) {
    case 'choice': {
      const choice = input.choices.find(({ id }) => id === value);
      if (!choice) return notAllowed(value, `one of ${input.choices.map(({ id }) => id).join(', ')}`);
      const { id, name, send = id, expect } = choice;
      return ok({
        value: id,
        name,
        send,
        expectation: { low: expect, high: expect },
        confirmation: choice.confirmation ?? confirmation,
      });
    }
    case 'range': {
      const { min, max, tolerance = 10 ** -feedback.decimals } = input;
      if (typeof value !== 'number' || !(value >= min && value <= max))
        return notAllowed(value, `a number from ${min} to ${max}`);
      // Room for the binary fraction of a tolerance such as 0.1.
      const room = tolerance * (1 + 1e-9);
      return ok({
        value,
        name: undefined,
        send: value,
        expectation: { low: value - room, high: value + room },
        confirmation,
      });
    }
    case 'text': {
      const text = typeof value === 'string' ? value.trim() : '';
      if (text === '' || [...text].length > input.maxLength)
        return notAllowed(value, `1 to ${input.maxLength} characters`);
      const { expect } = input;
      return ok({
        value: text,
        name: undefined,
        send: text,
        expectation: { low: expect, high: expect },
        confirmation,
      });
    }
  }
}

function notAllowed(value: unknown, expected: string): Result<never, 'not-allowed'> {
  return fail('not-allowed', `${JSON.stringify(value) ?? 'nothing'}: expected ${expected}`);
}
