/**
 * The controllers of the simulated site: they hear commands, answer where the site file says that they do, and some time
 * later the device stands otherwise and says so. What they were told last is done; nothing here checks interlocks, as a
 * plain controller does not.
 */
import type { PointCommand } from '#shared/domain/site/command.ts';
import type { Point, PointIndex, Site } from '#shared/domain/site/site.ts';
import type { Effect, Effects } from '../simulation/simulation.ts';
import { put } from '../wire/json-path.ts';
import type { Outgoing } from '../wire/parcel.ts';
import { stepsOf, type Step } from './behaviour.ts';
import { readCommand, type ReadCommand } from './read-command.ts';

export interface Controllers {
  message(topic: string, payload: Uint8Array, nowMs: number): void;
  /** Lets time pass; every 100 ms. */
  step(nowMs: number): void;
  /** These do not hear any more, as with a dead controller. */
  setDeaf(points: ReadonlySet<PointIndex>): void;
}

export interface ControllersDeps {
  readonly site: Site;
  readonly send: (message: Outgoing) => void;
  /** @param changed must be told again even where the value is what it was: the device reports after each command. */
  readonly onOrders: (orders: Effects, changed: readonly Point[]) => void;
  readonly log: (line: string) => void;
}

interface Due extends Step {
  readonly of: PointCommand;
  readonly atMs: number;
}

export function createControllers({ site, send, onOrders, log }: ControllersDeps): Controllers {
  const byTopic = new Map<string, PointCommand[]>();
  for (const command of site.commands)
    byTopic.set(command.topic, [...(byTopic.get(command.topic) ?? []), command]);
  const orders = new Map<PointIndex, Effect>();
  let deaf: ReadonlySet<PointIndex> = new Set();
  let due: Due[] = [];

  const obey = (command: PointCommand, read: ReadCommand, nowMs: number): void => {
    const answer = answerTo(command, read);
    if (answer) send(answer);
    due = due.filter(({ of }) => of !== command);
    due.push(
      ...stepsOf(command, read.target).map((step) => ({ ...step, of: command, atMs: nowMs + step.afterMs })),
    );
  };

  return {
    message(topic, payload, nowMs) {
      const heard = (byTopic.get(topic) ?? []).filter(({ point }) => !deaf.has(point.index));
      for (const command of heard) {
        const read = readCommand(command, payload);
        if (read) obey(command, read, nowMs);
        else log(`demo: ${command.point.id} does not understand what came at ${topic}`);
      }
    },
    step(nowMs) {
      const now = due.filter(({ atMs }) => atMs <= nowMs);
      if (now.length === 0) return;
      due = due.filter(({ atMs }) => atMs > nowMs);
      const changed = now.flatMap(({ set }) => set);
      for (const [{ index }, value] of changed) {
        if (value === undefined) orders.delete(index);
        else orders.set(index, () => value);
      }
      onOrders(
        new Map(orders),
        changed.map(([point]) => point),
      );
    },
    setDeaf(points) {
      deaf = points;
    },
  };
}

function answerTo({ response }: PointCommand, read: ReadCommand): Outgoing | undefined {
  if (!response || !read.answerTo) return undefined;
  const answer: Record<string, unknown> = {};
  if (response.correlation !== undefined) put(answer, response.correlation, read.correlation);
  // Whatever word does not mean no means yes.
  if (response.refused) put(answer, response.refused.path, !response.refused.in.includes(true));
  return { topic: read.answerTo, payload: JSON.stringify(answer), qos: 1 };
}
