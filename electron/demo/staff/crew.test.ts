import { describe, expect, it } from 'vitest';
import { epochMs } from '#shared/base/brand.ts';
import { utf8Encode } from '#shared/base/encoding.ts';
import {
  ASSIGNMENT_SCHEMA,
  readAnswer,
  readPlace,
  readPresence,
  staffTopics,
} from '#shared/protocol/staff-topics.ts';
import { dispatchSite } from '#tests/builders/dispatch.ts';
import { createCrew } from './crew.ts';

const site = dispatchSite();
const topics = staffTopics(site.id);
const zone = site.zones.at(-1);

function bench() {
  const time = { wallMs: Date.UTC(2026, 10, 25, 1), monotonicMs: 1_000 };
  const said: { topic: string; payload: Uint8Array; retain: boolean }[] = [];
  const crew = createCrew({
    site,
    clock: { nowMs: () => epochMs(time.wallMs), monotonicMs: () => time.monotonicMs },
    publish: (topic, payload, { retain }) => void said.push({ topic, payload: utf8Encode(payload), retain }),
  });
  return {
    crew,
    said,
    time,
    pass(seconds: number) {
      for (let step = 0; step < seconds * 10; step += 1) {
        time.wallMs += 100;
        time.monotonicMs += 100;
        crew.step();
      }
    },
    answers: () =>
      said.flatMap(({ topic, payload }) => {
        const read = topic.endsWith('/answers') && readAnswer(payload);
        return read && read.ok ? [read.value.answer] : [];
      }),
    give: (staffId: string, part: object = {}, orderId = 'WO-1') =>
      crew.heard(
        topics.order(staffId, orderId),
        utf8Encode(
          JSON.stringify({
            schema: ASSIGNMENT_SCHEMA,
            orderId,
            state: 'assigned',
            priority: 1,
            zoneId: zone?.id,
            position: [1, 1],
            ...part,
          }),
        ),
      ),
  };
}

describe('the simulated staff', () => {
  it('say that they are there, or not, by their shifts, and where', () => {
    const { said, pass } = bench();
    pass(1);
    const presence = said.filter(({ topic }) => topic.endsWith('/presence'));
    const online = presence.map(({ topic, payload }) => {
      const read = readPresence(payload);
      return [topic.split('/').at(-2), read.ok && read.value.online];
    });
    expect(Object.fromEntries(online)).toEqual({ near: true, far: true, unskilled: true, boss: false });
    expect(presence.every(({ retain }) => retain)).toBe(true);
    const places = said.filter(({ topic }) => topic.endsWith('/place'));
    expect(places).toHaveLength(3);
    for (const { payload } of places) expect(readPlace(payload).ok).toBe(true);
  });

  it('serve an order from its acceptance to its end, and are there when they say so', () => {
    const { give, pass, answers, said } = bench();
    pass(1);
    give('near');
    pass(90);
    expect(answers()).toEqual(['accepted', 'on-the-way', 'on-site', 'done']);
    const arrived = said.findIndex(({ payload }) => {
      const read = readAnswer(payload);
      return read.ok && read.value.answer === 'on-site';
    });
    const next = said.slice(arrived).find(({ topic }) => topic === topics.place('near'));
    expect(next && readPlace(next.payload)).toMatchObject({ value: { zoneId: zone?.id } });
  });

  it('let go of an order that is taken back', () => {
    const { crew, give, pass, answers } = bench();
    pass(1);
    give('near');
    pass(4);
    crew.heard(topics.order('near', 'WO-1'), new Uint8Array());
    pass(90);
    expect(answers()).toEqual(['accepted']);
  });

  it('go on with what had begun before a restart', () => {
    const { give, pass, answers } = bench();
    pass(1);
    give('near', { state: 'on-site' });
    pass(30);
    expect(answers()).toEqual(['done']);
  });

  it('refuse or stay silent now and then, never where people are in danger', () => {
    const outcomes = Array.from({ length: 60 }, (_, number) => {
      const { give, pass, answers } = bench();
      pass(1);
      give('near', { priority: number % 2 === 0 ? 2 : 4 }, `WO-${number}`);
      pass(6);
      return { urgent: number % 2 === 0, first: answers()[0] };
    });
    const urgent = outcomes.filter((outcome) => outcome.urgent && outcome.first !== undefined);
    expect(urgent.every(({ first }) => first === 'accepted')).toBe(true);
    expect(outcomes.some(({ first }) => first === 'declined')).toBe(true);
  });

  it('leave a person to the page that speaks for him', () => {
    const { crew, give, pass, answers } = bench();
    pass(1);
    const presence = (online: boolean) =>
      crew.heard(
        topics.presence('near'),
        utf8Encode(JSON.stringify({ schema: 'signalbox.staff-presence/1', online })),
      );
    presence(true);
    give('near');
    pass(30);
    expect(answers()).toEqual([]);
    presence(false);
    pass(90);
    expect(answers()).toEqual(['accepted', 'on-the-way', 'on-site', 'done']);
  });
});
