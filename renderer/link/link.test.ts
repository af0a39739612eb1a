import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { EngineMessage } from '#shared/protocol/messages.ts';
import { createFakePeer, fakeClock, frame, welcome } from '#tests/builders/link.ts';
import { createLink, type LinkDeps } from './link.ts';

function setUp(changes: Partial<LinkDeps> = {}) {
  const peer = createFakePeer();
  const log: string[] = [];
  const link = createLink({
    transport: peer,
    role: 'window',
    clock: fakeClock,
    random: () => 1,
    log: (_level, message) => void log.push(message),
    ...changes,
  });
  const say = (message: EngineMessage): void => peer.current.events.onMessage(message);
  const goLive = (): void => {
    peer.current.events.onOpen();
    say(welcome());
  };
  return { peer, link, log, say, goLive };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('link', () => {
  it('greets with its role and the revision it has, and is live on the welcome', () => {
    const { peer, link, goLive } = setUp({ siteRevision: () => 'rev-0' });
    link.start();
    expect(link.state().phase).toBe('connecting');
    goLive();
    expect(peer.current.sent[0]).toEqual({
      type: 'hello',
      protocol: 1,
      role: 'window',
      siteRevision: 'rev-0',
    });
    expect(link.state()).toMatchObject({ phase: 'live', attempts: 0, loss: undefined });
  });

  it('acknowledges a frame after it was applied, even when a listener has a bug', () => {
    const { peer, link, goLive, say } = setUp({
      onFrame: () => {
        throw new Error('bug');
      },
    });
    link.start();
    goLive();
    expect(() => say(frame([], { seq: 7 }))).toThrow('bug');
    expect(peer.current.sent.at(-1)).toEqual({ type: 'frame-ack', seq: 7 });
  });

  it('answers a request with the engine’s outcome', async () => {
    const { link, goLive, say } = setUp();
    link.start();
    goLive();
    const asked = link.request('demo.start', { name: 'nope' });
    say({
      type: 'response',
      id: 1,
      outcome: { ok: false, error: { code: 'unknown-scenario', detail: 'nope' } },
    });
    expect(await asked).toEqual({ ok: false, error: { code: 'unknown-scenario', detail: 'nope' } });
  });

  it('fails requests that are asked while not live, lost on the way, or never answered', async () => {
    const { peer, link, goLive, say } = setUp();
    link.start();
    expect(await link.request('station.info', {})).toMatchObject({ ok: false, error: { code: 'link-lost' } });
    goLive();
    const lost = link.request('station.info', {});
    peer.current.events.onClose({ code: 'closed', detail: 'gone' });
    expect(await lost).toMatchObject({ ok: false, error: { code: 'link-lost', detail: 'gone' } });
    vi.advanceTimersByTime(200);
    goLive();
    const unanswered = link.request('station.info', {});
    for (let s = 0; s < 10; s += 1) {
      vi.advanceTimersByTime(1_000);
      say(frame([]));
    }
    expect(await unanswered).toMatchObject({ ok: false, error: { code: 'link-lost' } });
    // The late answer hurts nobody.
    say({ type: 'response', id: 2, outcome: { ok: true, value: {} } });
    expect(link.state().phase).toBe('live');
  });

  it('comes back with back-off to a cap, stays "lost" all the while, and says since when', () => {
    const { peer, link, log } = setUp();
    link.start();
    const delays: number[] = [];
    for (let tries = 1; tries <= 8; tries += 1) {
      const count = peer.connections.length;
      peer.current.events.onClose({ code: 'unreachable', detail: 'refused' });
      let waited = 0;
      while (peer.connections.length === count) {
        vi.advanceTimersByTime(50);
        waited += 50;
      }
      delays.push(waited);
      expect(link.state()).toMatchObject({ phase: 'lost', attempts: tries });
    }
    expect(delays).toEqual([200, 400, 800, 1600, 3000, 3000, 3000, 3000]);
    const since = link.state().sinceMs;
    expect(Date.now() - since).toBe(delays.reduce((sum, delay) => sum + delay, 0));
    expect(log).toHaveLength(8);
  });

  it('gives up on a peer that opens and never welcomes', () => {
    const { peer, link } = setUp();
    link.start();
    peer.current.events.onOpen();
    vi.advanceTimersByTime(5_000);
    expect(link.state()).toMatchObject({ phase: 'lost', loss: { code: 'no-welcome' } });
    expect(peer.connections[0]?.closed).toBe(true);
  });

  it('shows a hung engine as silent, then drops and reopens; a word from it makes the link live again', () => {
    const { peer, link, goLive, say } = setUp();
    link.start();
    goLive();
    vi.advanceTimersByTime(6_000);
    expect(link.state().phase).toBe('silent');
    say({ type: 'pong', id: 3, nowMs: fakeClock.nowMs() });
    expect(link.state().phase).toBe('live');
    vi.advanceTimersByTime(16_000);
    expect(link.state()).toMatchObject({ phase: 'lost', loss: { code: 'silent' } });
    expect(peer.connections).toHaveLength(1);
    vi.advanceTimersByTime(200);
    expect(peer.connections).toHaveLength(2);
  });

  it('does not blame the engine for the time the page slept', () => {
    let sleptMs = 0;
    const clock = { ...fakeClock, monotonicMs: () => performance.now() + sleptMs };
    const { link, goLive } = setUp({ clock });
    link.start();
    goLive();
    vi.advanceTimersByTime(2_000);
    sleptMs = 3_600_000;
    vi.advanceTimersByTime(2_000);
    expect(link.state().phase).toBe('live');
  });

  it.each([
    ['not an object', 'hello'],
    ['an unknown type', { type: 'gossip' }],
    ['a prototype name as type', { type: 'constructor' }],
    [
      'columns of unequal length',
      { ...frame([[0, 1, 16]]), points: { ...frame([[0, 1, 16]]).points, status: new Uint8Array(2) } },
    ],
    ['columns of the wrong type', { ...frame([]), points: { ...frame([]).points, value: [1] } }],
    ['a welcome of another protocol', { ...welcome(), protocol: 99 }],
    ['a refusal', { type: 'refusal', code: 'bad-hello', detail: 'who are you' }],
  ])('closes and reopens on %s, without throwing', (_what, message) => {
    const { peer, link, goLive } = setUp();
    link.start();
    goLive();
    peer.current.events.onMessage(message);
    expect(link.state().phase).toBe('lost');
    vi.advanceTimersByTime(3_000);
    expect(peer.connections.length).toBeGreaterThan(1);
  });

  it('measures the engine’s clock by the round trip', () => {
    const times: [number, number][] = [];
    const { link, goLive, say } = setUp({
      onEngineTime: (nowMs, roundTripMs) => times.push([nowMs, roundTripMs]),
    });
    link.start();
    goLive();
    vi.advanceTimersByTime(2_000);
    vi.advanceTimersByTime(30);
    say({ type: 'pong', id: 1, nowMs: fakeClock.nowMs() });
    expect(times).toEqual([[fakeClock.nowMs(), 30]]);
  });

  it('stops for good: no timer, no retry, pending requests end', async () => {
    const { peer, link, goLive } = setUp();
    link.start();
    goLive();
    const pending = link.request('station.info', {});
    link.stop();
    expect(await pending).toMatchObject({ ok: false, error: { code: 'link-lost' } });
    expect(vi.getTimerCount()).toBe(0);
    expect(peer.current.closed).toBe(true);
  });
});
