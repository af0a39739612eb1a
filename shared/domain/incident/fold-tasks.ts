/**
 * What acts do to the tasks.
 *
 * | status \ act | done                       | skip            | redo              | late        |
 * | ------------ | -------------------------- | --------------- | ----------------- | ----------- |
 * | waiting      | done, marked out of order  | skipped         | void              | void        |
 * | active       | done                       | skipped         | void              | marked late |
 * | done         | void                       | void            | open again        | void        |
 * | skipped      | void                       | void            | open again        | void        |
 * | not-needed   | done, marked out of order  | void            | void              | void        |
 *
 * Nothing that people did in an emergency is refused for its order: it is marked. A skip and a redo need a reason.
 */
import type { Apply } from './fold.ts';
import { isSameNews, isSettled } from './incident.ts';

type TaskAct =
  | 'done'
  | 'skip'
  | 'redo'
  | 'late'
  | 'condition'
  | 'evidence'
  | 'notified'
  | 'note'
  | 'command'
  | 'work-order';

export const taskActs: { readonly [Kind in TaskAct]: Apply<Kind> } = {
  done(state, { task: id, answer, note }, act) {
    const task = state.task(id);
    if (!task) return 'unknown-task';
    if (task.memory.mark) return 'already-settled';
    const asked = task.plan.ask?.answers;
    if (asked && answer === undefined) return 'needs-answer';
    if (asked && !asked.some((known) => known.id === answer)) return 'unknown-answer';
    if (task.status !== 'active') {
      task.memory.outOfOrder = true;
      state.deviate('out-of-order', act, id);
    }
    const kept = new Set(task.memory.evidence.map(({ item }) => item));
    if (task.plan.evidence.some(({ id: item }) => !kept.has(item)) && note === undefined)
      state.deviate('no-evidence', act, id);
    const { atMs, by } = act;
    task.memory.mark = { status: 'done', answer: asked && answer, atMs, by, note };
    return undefined;
  },
  skip(state, { task: id, reason }, act) {
    const task = state.task(id);
    if (!task) return 'unknown-task';
    if (isSettled(task.status)) return 'already-settled';
    if (reason === '') return 'needs-reason';
    const { atMs, by } = act;
    task.memory.mark = { status: 'skipped', answer: undefined, atMs, by, note: reason };
    state.deviate('skipped', act, id, reason);
    return undefined;
  },
  redo(state, { task: id, reason }, act) {
    const task = state.task(id);
    if (!task) return 'unknown-task';
    if (!task.memory.mark) return 'not-settled';
    if (reason === '') return 'needs-reason';
    task.memory.mark = undefined;
    task.memory.activeSinceMs = undefined;
    task.memory.outOfOrder = false;
    state.deviate('redone', act, id, reason);
    return undefined;
  },
  late(state, { task: id }, act) {
    const task = state.task(id);
    if (!task) return 'unknown-task';
    if (task.memory.late) return 'repeated';
    if (task.status !== 'active') return 'not-active';
    task.memory.late = true;
    state.deviate('late', act, id);
    return undefined;
  },
  condition(state, { task: id, at, holds }) {
    if (state.task(id)?.plan.when[at]?.type !== 'points') return 'unknown-task';
    return state.hold(id, at, holds) ? undefined : 'repeated';
  },
  evidence(state, { task: id, item, text }, { by, atMs }) {
    const task = state.task(id);
    if (!task?.plan.evidence.some((wanted) => wanted.id === item)) return 'unknown-task';
    task.memory.evidence.push({ item, text, by, atMs });
    return undefined;
  },
  notified(state, { task: id, who }) {
    const task = state.task(id);
    if (!task?.plan.notify.some((known) => known.id === who)) return 'unknown-task';
    if (task.memory.notified.includes(who)) return 'repeated';
    task.memory.notified.push(who);
    return undefined;
  },
  note: (state, { task: id }) => (id === undefined || state.task(id) ? undefined : 'unknown-task'),
  command(state, { task: id, command, pointId, state: now }) {
    const task = id === undefined ? undefined : state.task(id);
    if (id !== undefined && !task) return 'unknown-task';
    if (state.commands.get(command) === now) return 'repeated';
    state.commands.set(command, now);
    task?.memory.commands.set(command, { command, pointId, state: now });
    return undefined;
  },
  'work-order'(state, { kind: _, ...told }) {
    const task = told.task === undefined ? undefined : state.task(told.task);
    if (told.task !== undefined && !task) return 'unknown-task';
    const known = state.orders.get(told.order);
    if (known && isSameNews(known, told)) return 'repeated';
    state.orders.set(told.order, told);
    if (task && !task.memory.workOrders.includes(told.order)) task.memory.workOrders.push(told.order);
    return undefined;
  },
};
