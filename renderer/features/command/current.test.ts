import { expect, it } from 'vitest';
import type { IncidentPhase } from '#shared/domain/incident/incident.ts';
import { currentOf } from './current.ts';

const one = (id: string, phase: IncidentPhase) => ({ id, phase });
const [fire, leak, old] = [one('fire', 'open'), one('leak', 'open'), one('old', 'closed')];

it.each([
  ['nothing', [], undefined, undefined, undefined],
  ['the most urgent', [fire, leak, old], undefined, undefined, 'fire'],
  ['the chosen one', [fire, leak, old], 'old', 'fire', 'old'],
  ['the most urgent again where the chosen one is gone', [fire, leak], 'gone', undefined, 'fire'],
  ['a more urgent one that comes', [fire, leak], undefined, 'leak', 'fire'],
  [
    'what ended while it was shown, though another is open',
    [leak, one('fire', 'closed')],
    undefined,
    'fire',
    'fire',
  ],
  ['what the operator went on to', [leak, one('fire', 'closed')], 'leak', 'fire', 'leak'],
  ['an open one rather than one that had ended before', [leak, old], undefined, undefined, 'leak'],
  ['the last that ended where none is open', [old], undefined, undefined, 'old'],
] as const)('shows %s', (_name, sorted, selected, shown, expected) => {
  expect(currentOf(sorted, selected, shown)?.id).toBe(expected);
});
