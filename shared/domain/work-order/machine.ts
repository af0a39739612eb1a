/**
 * The states of a work order. Pure.
 *
 * The chain follows what maintenance and field-service systems agree on (reported, given to somebody, taken, travelling, on
 * site, done, checked by somebody else), with the travel and the arrival told apart because the response is measured there.
 *
 * | act        | fits                                                  | leads to                |
 * | ---------- | ----------------------------------------------------- | ----------------------- |
 * | assign     | created declined reopened assigned accepted on-the-way | assigned                |
 * | accept     | assigned                                              | accepted                |
 * | travel     | assigned accepted                                     | on-the-way              |
 * | arrive     | assigned accepted on-the-way                          | on-site                 |
 * | finish     | on-site                                               | done                    |
 * | verify     | done                                                  | verified                |
 * | decline    | assigned accepted on-the-way                          | declined                |
 * | no-answer  | assigned                                              | declined                |
 * | hold       | everything before done                                | on-hold                 |
 * | resume     | on-hold                                               | what it was before      |
 * | cancel     | everything before done                                | cancelled               |
 * | reopen     | done verified cancelled                               | reopened                |
 *
 * An answer that says more than the last one (on the way, without having accepted) stands for those between: a phone without a
 * network must not hold up the work. Invariant: `verified` only from `done`, `done` only from `on-site`.
 */
import type { WorkOrderState } from './work-order.ts';

export const MOVES = [
  'assign',
  'accept',
  'travel',
  'arrive',
  'finish',
  'verify',
  'decline',
  'no-answer',
  'hold',
  'resume',
  'cancel',
  'reopen',
] as const;
export type Move = (typeof MOVES)[number];

const waiting: readonly WorkOrderState[] = ['created', 'declined', 'reopened'];
const travelling: readonly WorkOrderState[] = ['assigned', 'accepted', 'on-the-way'];

const table: Readonly<Record<Exclude<Move, 'resume'>, readonly [readonly WorkOrderState[], WorkOrderState]>> =
  {
    assign: [[...waiting, ...travelling], 'assigned'],
    accept: [['assigned'], 'accepted'],
    travel: [['assigned', 'accepted'], 'on-the-way'],
    arrive: [travelling, 'on-site'],
    finish: [['on-site'], 'done'],
    verify: [['done'], 'verified'],
    decline: [travelling, 'declined'],
    'no-answer': [['assigned'], 'declined'],
    hold: [[...waiting, ...travelling, 'on-site'], 'on-hold'],
    cancel: [[...waiting, ...travelling, 'on-site', 'on-hold'], 'cancelled'],
    reopen: [['done', 'verified', 'cancelled'], 'reopened'],
  };

/** @param heldFrom the state before the hold. @returns undefined where the act does not fit the state. */
export function nextState(
  state: WorkOrderState,
  move: Move,
  heldFrom: WorkOrderState,
): WorkOrderState | undefined {
  if (move === 'resume') return state === 'on-hold' ? heldFrom : undefined;
  const [fits, to] = table[move];
  return fits.includes(state) ? to : undefined;
}

/** Done by the person it was given to: anybody else's is void. */
export function isAnswer(move: Move): boolean {
  return (
    move === 'accept' ||
    move === 'travel' ||
    move === 'arrive' ||
    move === 'finish' ||
    move === 'decline' ||
    move === 'no-answer'
  );
}

export function isMove(kind: string): kind is Move {
  return (MOVES as readonly string[]).includes(kind);
}

/** For screens: what a person may do now, in the order of the chain. */
export function movesFrom(state: WorkOrderState): readonly Move[] {
  return MOVES.filter((move) => nextState(state, move, 'created') !== undefined);
}
