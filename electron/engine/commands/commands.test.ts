import { beforeEach, describe, expect, it } from 'vitest';
import { present } from '#shared/base/assert.ts';
import { epochMs, type Clock } from '#shared/base/brand.ts';
import { utf8Encode } from '#shared/base/encoding.ts';
import type { Command } from '#shared/domain/command/command.ts';
import { QUALITY_BAD, QUALITY_GOOD, STATUS_HAS_VALUE, STATUS_STALE } from '#shared/domain/sample.ts';
import { buildSite } from '#shared/domain/site/build.ts';
import type { PointIndex } from '#shared/domain/site/site.ts';
import { memoryJournal, type MemoryJournal } from '#tests/builders/alarm-journal.ts';
import { commandSite } from '#tests/builders/command-site.ts';
import { createCommands, createFeedbackWatch, type Commands, type Outgoing, type Sent } from './commands.ts';

const site = buildSite(commandSite(), 'r1');
const index = (id: string): PointIndex => present(site.pointById.get(id), id).index;

let wallMs: number;
let steadyMs: number;
let journal: MemoryJournal;
let online: boolean;
let sent: Outgoing[];
let answerOfBroker: (sent: Sent) => void;
let ids: number;
let value: Float64Array;
let status: Uint8Array;
let watch: ReturnType<typeof createFeedbackWatch>;
let commands: Commands;
let told: string[];

const clock: Clock = { nowMs: () => epochMs(wallMs), monotonicMs: () => steadyMs };

function start(): Commands {
  watch = createFeedbackWatch(site.points.length);
  const made = createCommands({
    site,
    stationId: 'st-1',
    journal,
    clock,
    log: () => undefined,
    readings: { value, status },
    watch,
    elsewhere: () => undefined,
    newId: () => `c-${(ids += 1)}`,
    online: () => online,
    send(message) {
      sent.push(message);
      return new Promise((resolve) => (answerOfBroker = resolve));
    },
  });
  made.onChange(({ id, phase }, gone) => told.push(gone ? `${id} gone` : `${id} ${phase}`));
  return made;
}

/** Lets the disk take everything that is asked while `work` is under way. */
async function onDisk<T>(work: Promise<T>): Promise<T> {
  let done = false;
  const settled = work.finally(() => (done = true));
  while (!done) {
    journal.accept();
    await Promise.resolve();
  }
  return settled;
}
const ask = async (pointId: string, wanted: string | number, more: object = {}): Promise<Command> => {
  const asked = await onDisk(commands.ask({ pointId, value: wanted, by: 'Chen', ...more }));
  if (!asked.ok) throw new Error(asked.error.detail);
  return asked.value;
};
const confirm = async (id: string, by: string): Promise<Command> => {
  const confirmed = await onDisk(commands.confirm(id, by));
  if (!confirmed.ok) throw new Error(confirmed.error.code);
  return confirmed.value;
};
const now = (id: string): Command => present(commands.get(id), id);
function pass(ms: number): void {
  steadyMs += ms;
  wallMs += ms;
  commands.tick();
}
function feedback(pointId: string, reading: number, quality: 0 | 1 | 2 = QUALITY_GOOD): void {
  value[index(pointId)] = reading;
  watch.sample(index(pointId), reading, quality);
}
const kinds = (): string[] => journal.entries.map(({ kind }) => kind);

beforeEach(() => {
  wallMs = 1_790_000_000_000;
  steadyMs = 5_000;
  journal = memoryJournal();
  online = true;
  sent = [];
  ids = 0;
  told = [];
  value = new Float64Array(site.points.length);
  status = new Uint8Array(site.points.length).fill(STATUS_HAS_VALUE);
  value[index('FAN-1.damper')] = 1;
  commands = start();
});

describe('a command without confirmation', () => {
  it('is on disk before it is sent, then taken, then proved by fresh feedback', async () => {
    const asking = commands.ask({ pointId: 'LOCK-1.locked', value: 'off', by: 'Chen', because: 'test' });
    await Promise.resolve();
    expect(kinds()).toEqual(['command.asked', 'command.confirmed']);
    expect(sent).toEqual([]);
    const asked = await onDisk(asking);
    expect(asked).toMatchObject({
      ok: true,
      value: { phase: 'sent', origin: { by: 'Chen', because: 'test' } },
    });
    const message = { brokerId: 'main', topic: 'small/command/LOCK-1/locked', payload: 'OFF', qos: 1 };
    expect(sent).toEqual([{ ...message, timeoutMs: 5_000, expiryMs: 5_000, response: undefined }]);
    answerOfBroker('taken');
    await Promise.resolve();
    expect(now('c-1')).toMatchObject({ phase: 'accepted', acceptedBy: 'broker' });
    pass(300);
    feedback('LOCK-1.locked', 0);
    expect(now('c-1')).toMatchObject({ phase: 'proved', feedback: 0, storedSeq: 0 });
    journal.accept();
    expect(now('c-1').storedSeq).toBe(5);
    expect(kinds()).toEqual(
      ['asked', 'confirmed', 'sent', 'accepted', 'proved'].map((kind) => `command.${kind}`),
    );
  });

  it('is not proved by the value that stands already, nor by one of the same instant, only by one that comes', async () => {
    value[index('LOCK-1.locked')] = 0;
    await ask('LOCK-1.locked', 'off');
    feedback('LOCK-1.locked', 0);
    expect(now('c-1').phase).toBe('sent');
    pass(1);
    feedback('LOCK-1.locked', 0, QUALITY_BAD);
    expect(now('c-1').phase).toBe('sent');
    feedback('LOCK-1.locked', 0);
    expect(now('c-1').phase).toBe('proved');
  });

  it('fails at the deadline where the device says another state, and stays unanswered where it says nothing', async () => {
    await ask('LOCK-1.locked', 'off');
    pass(9_900);
    feedback('LOCK-1.locked', 1);
    expect(now('c-1')).toMatchObject({ phase: 'sent', feedback: 1 });
    pass(100);
    expect(now('c-1')).toMatchObject({ phase: 'failed', reason: 'other-state' });
    feedback('LOCK-1.locked', 0);
    expect(now('c-1').phase).toBe('failed');
    await ask('LOCK-1.locked', 'off');
    pass(10_000);
    expect(now('c-2')).toMatchObject({ phase: 'no-answer', reason: 'silent' });
  });

  it('keeps its deadline when the wall clock steps, and the broker never answers', async () => {
    await ask('LOCK-1.locked', 'off');
    wallMs -= 3_600_000;
    pass(9_999);
    expect(now('c-1').phase).toBe('sent');
    wallMs += 7_200_000;
    pass(1);
    expect(now('c-1').phase).toBe('no-answer');
  });

  it.each<[Sent, object]>([
    ['refused', { phase: 'failed', reason: 'broker-refused' }],
    ['not-sent', { phase: 'failed', reason: 'not-sent' }],
    ['unsure', { phase: 'sent' }],
    ['written', { phase: 'sent' }],
  ])('tells what the broker said: %s', async (word, expected) => {
    await ask('LOCK-1.locked', 'off');
    answerOfBroker(word);
    await Promise.resolve();
    expect(now('c-1')).toMatchObject(expected);
  });

  it('is refused at once while offline, and not sent afterwards', async () => {
    online = false;
    expect(await ask('LOCK-1.locked', 'off')).toMatchObject({ phase: 'refused', reason: 'offline' });
    online = true;
    pass(60_000);
    expect(sent).toEqual([]);
    expect(kinds()).toEqual(['command.asked', 'command.refused']);
    // The points of its interlocks are silent then as well, but that is not why.
    status.fill(STATUS_HAS_VALUE | STATUS_STALE);
    online = false;
    expect(await ask('FAN-1.running', 'on')).toMatchObject({ phase: 'refused', reason: 'offline' });
  });

  it('is refused when the disk does not take it', async () => {
    const asking = commands.ask({ pointId: 'LOCK-1.locked', value: 'off', by: 'Chen' });
    journal.refuse();
    expect(await asking).toMatchObject({ ok: true, value: { phase: 'refused', reason: 'not-stored' } });
    expect(sent).toEqual([]);
  });

  it('is not sent twice: the same again is busy, another one takes its place', async () => {
    await ask('LOCK-1.locked', 'off');
    expect(await commands.ask({ pointId: 'LOCK-1.locked', value: 'off', by: 'Wang' })).toMatchObject({
      ok: false,
      error: { code: 'busy' },
    });
    await ask('LOCK-1.locked', 'on', { by: 'Wang' });
    expect(sent.map(({ payload }) => payload)).toEqual(['OFF', 'ON']);
    expect(commands.get('c-1')).toBeUndefined();
    expect(told).toContain('c-1 no-answer');
    expect(told).toContain('c-1 gone');
    pass(100);
    feedback('LOCK-1.locked', 0);
    expect(now('c-2')).toMatchObject({ phase: 'sent', feedback: 0 });
    feedback('LOCK-1.locked', 1);
    expect(now('c-2').phase).toBe('proved');
    expect(commands.all()).toHaveLength(1);
  });

  it.each([
    ['no.such', 'off', 'unknown-command'],
    ['SD-1.smoke', 1, 'unknown-command'],
    ['LOCK-1.locked', 'open', 'not-allowed'],
    ['DIM-1.level', 101, 'not-allowed'],
  ])('makes no record of what makes no sense: %s %s', async (pointId, wanted, code) => {
    expect(await commands.ask({ pointId, value: wanted, by: 'Chen' })).toMatchObject({ error: { code } });
    expect(journal.entries).toEqual([]);
  });
});

describe('confirmation', () => {
  it('two steps: waits ten seconds for the second', async () => {
    expect(await ask('FAN-1.running', 'on')).toMatchObject({ phase: 'asked', storedSeq: 1 });
    expect(sent).toEqual([]);
    pass(9_900);
    expect(await confirm('c-1', 'Chen')).toMatchObject({ phase: 'sent', confirmedBy: 'Chen' });
    expect(sent).toHaveLength(1);
    expect(await commands.confirm('c-1', 'Chen')).toMatchObject({ error: { code: 'gone' } });
    await ask('FAN-1.running', 'off');
    pass(10_000);
    expect(now('c-2')).toMatchObject({ phase: 'expired', reason: 'not-confirmed' });
    expect(await commands.confirm('c-2', 'Chen')).toMatchObject({ error: { code: 'gone' } });
    expect(sent).toHaveLength(1);
  });

  it('two people: by another name', async () => {
    await ask('GAS-1.open', 'on');
    pass(60_000);
    expect(await commands.confirm('c-1', ' CHEN ')).toMatchObject({ error: { code: 'same-person' } });
    expect(await confirm('c-1', 'Wang')).toMatchObject({ phase: 'sent', confirmedBy: 'Wang' });
  });

  it('can be taken back before, not after', async () => {
    await ask('FAN-1.running', 'on');
    expect(await onDisk(commands.withdraw('c-1', 'Wang'))).toMatchObject({ value: { phase: 'withdrawn' } });
    expect(await commands.withdraw('c-1', 'Wang')).toMatchObject({ error: { code: 'gone' } });
    await ask('LOCK-1.locked', 'off');
    expect(await commands.withdraw('c-2', 'Wang')).toMatchObject({ error: { code: 'gone' } });
    expect(now('c-2').phase).toBe('sent');
  });

  it('is not sent when it is taken back while the disk is asked', async () => {
    await ask('FAN-1.running', 'on');
    const confirming = commands.confirm('c-1', 'Chen');
    const withdrawing = commands.withdraw('c-1', 'Wang');
    await onDisk(Promise.all([confirming, withdrawing]));
    expect(now('c-1').phase).toBe('withdrawn');
    expect(sent).toEqual([]);
  });
});

describe('interlocks', () => {
  it('refuse when it is asked, saying which and why', async () => {
    value[index('FAN-1.damper')] = 0;
    expect(await ask('FAN-1.running', 'on')).toMatchObject({
      phase: 'refused',
      reason: 'interlock',
      violations: [{ pointId: 'FAN-1.damper', because: 'value', value: 0, why: { en: 'Damper open' } }],
    });
    expect(await ask('FAN-1.running', 'off')).toMatchObject({ phase: 'asked' });
  });

  it('refuse when it is to be sent, also because nobody knows any more', async () => {
    await ask('FAN-1.running', 'on');
    status[index('FAN-1.damper')] = STATUS_HAS_VALUE | STATUS_STALE;
    expect(await confirm('c-1', 'Chen')).toMatchObject({
      phase: 'refused',
      violations: [{ pointId: 'FAN-1.damper', because: 'stale' }],
    });
    expect(sent).toEqual([]);
  });
});

describe('a drill', () => {
  it('lives like any other and sends nothing, beside the live ones', async () => {
    await ask('LOCK-1.locked', 'off');
    expect(sent).toHaveLength(1);
    expect(await ask('LOCK-1.locked', 'on', { drill: true })).toMatchObject({
      phase: 'rehearsed',
      drill: true,
    });
    expect(now('c-1').phase).toBe('sent');
    online = false;
    expect(await ask('FAN-1.running', 'on', { drill: true })).toMatchObject({ phase: 'asked' });
    expect(await confirm('c-3', 'Chen')).toMatchObject({ phase: 'rehearsed' });
    value[index('FAN-1.damper')] = 0;
    expect(await ask('FAN-1.running', 'on', { drill: true })).toMatchObject({ phase: 'refused' });
    expect(sent).toHaveLength(1);
  });
});

describe('what the device answers', () => {
  const say = (body: object | string, correlation?: string): void =>
    commands.answer(
      'signalbox/reply/st-1',
      utf8Encode(typeof body === 'string' ? body : JSON.stringify(body)),
      correlation === undefined ? undefined : utf8Encode(correlation),
    );

  it('is asked for with the command', async () => {
    expect(commands.responseTopics()).toEqual([{ brokerId: 'main', topic: 'signalbox/reply/st-1' }]);
    await ask('PA-1.announcing', '请离开');
    expect(sent[0]?.response).toEqual({ topic: 'signalbox/reply/st-1', correlation: 'c-1' });
  });

  it('is no proof, by MQTT 5 correlation data or by the id in its body', async () => {
    await ask('PA-1.announcing', 'leave');
    say('', 'c-1');
    expect(now('c-1')).toMatchObject({ phase: 'accepted', acceptedBy: 'device' });
    await ask('PA-1.announcing', 'leave now');
    answerOfBroker('taken');
    await Promise.resolve();
    say({ id: 'c-2', ok: true });
    expect(now('c-2')).toMatchObject({ phase: 'accepted', acceptedBy: 'device' });
  });

  it('is a no where the site file says so', async () => {
    await ask('PA-1.announcing', 'leave');
    say({ id: 'c-1', ok: false });
    expect(now('c-1')).toMatchObject({ phase: 'failed', reason: 'device-refused' });
  });

  it.each([[{ id: 'c-9' }], ['not JSON'], [{}], [{ id: 7 }], ['x'.repeat(70_000)]])(
    'is passed over where it is about nothing of ours (%#)',
    async (body) => {
      await ask('PA-1.announcing', 'leave');
      say(body);
      expect(now('c-1').phase).toBe('sent');
    },
  );
});

describe('after a restart', () => {
  /** As after `kill -9`: everything that was on disk, in a new process. */
  function restart(): void {
    const entries = [...journal.entries].reverse();
    commands = start();
    commands.restore(entries);
  }

  it('calls what was open unanswered, and sends nothing again', async () => {
    await ask('LOCK-1.locked', 'off');
    answerOfBroker('taken');
    await Promise.resolve();
    await ask('FAN-1.running', 'on');
    const before = sent.length;
    restart();
    expect(now('c-1')).toMatchObject({ phase: 'no-answer', reason: 'restarted' });
    expect(now('c-2')).toMatchObject({ phase: 'expired', reason: 'restarted' });
    pass(100);
    feedback('LOCK-1.locked', 0);
    pass(60_000);
    expect(now('c-1').phase).toBe('no-answer');
    expect(sent).toHaveLength(before);
    restart();
    expect(now('c-1')).toMatchObject({ phase: 'no-answer', reason: 'restarted' });
    expect(kinds().filter((kind) => kind === 'command.no-answer')).toHaveLength(1);
  });

  it('does not know whether one that was confirmed had left', async () => {
    void commands.ask({ pointId: 'LOCK-1.locked', value: 'off', by: 'Chen' });
    await Promise.resolve();
    restart();
    expect(now('c-1')).toMatchObject({ phase: 'no-answer', reason: 'restarted' });
  });

  it('shows the last command of each point', async () => {
    await ask('LOCK-1.locked', 'off');
    pass(1);
    feedback('LOCK-1.locked', 0);
    await ask('LOCK-1.locked', 'on');
    pass(10_000);
    await ask('DIM-1.level', 40);
    pass(1);
    feedback('DIM-1.level', 41);
    restart();
    expect(
      commands
        .all()
        .map(({ pointId, phase }) => `${pointId} ${phase}`)
        .sort(),
    ).toEqual(['DIM-1.level proved', 'LOCK-1.locked no-answer']);
  });
});
