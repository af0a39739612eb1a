import { describe, expect, it } from 'vitest';
import { createTopicRoutes, type IncomingMessage } from './topic-routes.ts';

const message = (topic: string, brokerId = 'main'): IncomingMessage => ({
  brokerId,
  topic,
  payload: new Uint8Array(),
  receivedMs: 0,
  retained: false,
  properties: undefined,
});

describe('topic routes', () => {
  it.each([
    ['a/b', 'a/b', true],
    ['a/b', 'a/b/c', false],
    ['a/+/c', 'a/b/c', true],
    ['a/+/c', 'a/b/d', false],
    ['a/+', 'a', false],
    ['a/#', 'a', true],
    ['a/#', 'a/b/c', true],
    ['a/#', 'ab', false],
    ['a/+/#', 'a/b', true],
    ['+/b', 'a/b', true],
  ])('%s takes %s: %s', (filter, topic, taken) => {
    const routes = createTopicRoutes();
    const seen: string[] = [];
    routes.add({
      brokerId: 'main',
      lane: 'alarm',
      filter,
      qos: 1,
      take: ({ topic: at }) => void seen.push(at),
    });
    expect(routes.take(message(topic))).toBe(taken ? undefined : 'not-mine');
    expect(seen).toEqual(taken ? [topic] : []);
  });

  it('keeps brokers apart, hands on the promise, and says what to subscribe to', () => {
    const routes = createTopicRoutes();
    const stored = Promise.resolve();
    routes.add({ brokerId: 'main', lane: 'alarm', filter: 'x/#', qos: 1, take: () => stored });
    expect(routes.take(message('x/1'))).toBe(stored);
    expect(routes.take(message('x/1', 'other'))).toBe('not-mine');
    expect(routes.subscriptions()).toMatchObject([
      { brokerId: 'main', lane: 'alarm', filter: 'x/#', qos: 1 },
    ]);
  });
});
