/**
 * Who has command. There is one commander or none.
 *
 * | command \ act    | take          | relieve (reason) | offer by commander | accept by the one asked | decline by the one asked |
 * | ---------------- | ------------- | ---------------- | ------------------ | ----------------------- | ------------------------ |
 * | nobody           | by            | void             | void               | void                    | void                     |
 * | A                | void          | by               | A, offered to B    | void                    | void                     |
 * | A, offered to B  | void          | by, no offer     | A, offered to C    | B                       | A                        |
 *
 * `relieve` is for a commander who cannot be reached: it is open to everybody and stands in the report.
 */
import type { Apply } from './fold.ts';

type CommandAct = 'take' | 'relieve' | 'offer' | 'accept' | 'decline' | 'assign';

export const commandActs: { readonly [Kind in CommandAct]: Apply<Kind> } = {
  take(state, _event, { by }) {
    if (state.commander !== undefined) return 'has-commander';
    state.commander = by;
    return undefined;
  },
  relieve(state, { reason }, act) {
    if (state.commander === undefined) return 'not-commander';
    if (state.commander === act.by) return 'has-commander';
    if (reason === '') return 'needs-reason';
    state.commander = act.by;
    state.offeredTo = undefined;
    state.deviate('relieved', act, undefined, reason);
    return undefined;
  },
  offer(state, { to }, { by }) {
    if (state.commander !== by) return 'not-commander';
    if (to === by || to === state.offeredTo) return 'repeated';
    state.offeredTo = to;
    return undefined;
  },
  accept(state, _event, { by }) {
    if (state.offeredTo !== by) return 'not-offered';
    state.commander = by;
    state.offeredTo = undefined;
    return undefined;
  },
  decline(state, _event, { by }) {
    if (state.offeredTo !== by) return 'not-offered';
    state.offeredTo = undefined;
    return undefined;
  },
  assign(state, { role, to }) {
    if (!state.plan?.roles.some(({ id }) => id === role)) return 'unknown-role';
    if ((state.roles[role] ?? '') === to) return 'repeated';
    if (to === '') delete state.roles[role];
    else state.roles[role] = to;
    return undefined;
  },
};
