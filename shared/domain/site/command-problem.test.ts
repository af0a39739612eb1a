import { describe, expect, it } from 'vitest';
import { present } from '#shared/base/assert.ts';
import { commandSite } from '#tests/builders/command-site.ts';
import { buildSite } from './build.ts';
import { checkSite, describeProblems } from './check.ts';

interface Json {
  [key: string]: Json;
}

/** The site with commands after one change, as the lines an engineer would read. */
function linesAfter(path: string, value: unknown): string[] {
  const json = structuredClone(commandSite()) as unknown as Json;
  const keys = path.split('.');
  const last = keys.pop() as string;
  const holder = keys.reduce((node, key) => (node[key] ??= {}), json);
  (holder as unknown as Record<string, unknown>)[last] = value;
  const checked = checkSite(json);
  return checked.ok ? [] : describeProblems('site.json', checked.problems).split('\n').slice(1);
}

const fan = 'assetClasses.fan.points.running.command';
const speaker = 'assetClasses.speaker.points.announcing.command';

describe('commands of a site file', () => {
  it('are accepted as they are', () => {
    expect(linesAfter('name.en', 'House')).toEqual([]);
  });

  it.each<[string, unknown, string]>([
    [
      `${fan}.topic`,
      'small/+/set',
      `${fan}.topic: found "small/+/set", expected one topic: a command goes to no wildcard, + and # are not allowed`,
    ],
    [
      `${fan}.topic`,
      '$SYS/set',
      `${fan}.topic: found "$SYS/set", expected a topic that does not start with $: those are the broker’s own`,
    ],
    [
      `${fan}.topic`,
      'small/{aset}/set',
      `${fan}.topic: found the capture {aset}, expected one of {site}, {building}, {storey}, {zone}, {class}, {asset}, {point}, did you mean "asset"?`,
    ],
    [
      `${fan}.topic`,
      'small/{asset/set',
      `${fan}.topic: found "small/{asset/set", expected braces in pairs around a capture`,
    ],
    [
      `${fan}.payload`,
      { set: ['{valeu}'] },
      `${fan}.payload.set[0]: found the capture {valeu}, expected one of {site}, {building}, {storey}, {zone}, {class}, {asset}, {point}, {value}, {correlation}, {response}, did you mean "value"?`,
    ],
    [
      `${speaker}.payload`,
      '{"text":"{value}"}',
      `${speaker}.payload: found "{\\"text\\":\\"{value}\\"}", expected "{value}" or a JSON object: free text would break out of any other text`,
    ],
    [
      `${fan}.feedback`,
      'runing',
      `${fan}.feedback: found "runing", expected a point key of the same asset, or the id of a point of this site, did you mean "running"?`,
    ],
    [
      `${fan}.feedback`,
      'FAN-1.dampr',
      `${fan}.feedback: found "FAN-1.dampr", expected a point key of the same asset, or the id of a point of this site, did you mean "FAN-1.damper"?`,
    ],
    [
      `${fan}.interlocks.0.point`,
      'L-9.state',
      `${fan}.interlocks[0].point: found "L-9.state", expected a point key of the same asset, or the id of a point of this site, did you mean "L-1.state"?`,
    ],
    [
      `${fan}.interlocks.0.for`,
      ['onn'],
      `${fan}.interlocks[0].for[0]: found "onn", expected a choice of this command, did you mean "on"?`,
    ],
    [
      `${fan}.input.choices.1.id`,
      'on',
      `${fan}.input.choices[1].id: found "on" again, expected an id of its own`,
    ],
    [
      `${fan}.input.choices.1.expect`,
      2,
      `${fan}.input.choices[1].expect: found 2, expected a state of "running": 0, 1`,
    ],
    [
      `${fan}.input`,
      { type: 'range', min: 5, max: 5 },
      `${fan}.input.type: found "range", expected a choice: the feedback "running" is binary`,
    ],
    [
      `${fan}.input`,
      { type: 'range', min: 5, max: 5 },
      `${fan}.input.max: found 5, expected more than min (5)`,
    ],
    [
      `${fan}.expiryS`,
      30,
      `${fan}.expiryS: found 30, expected at most the deadline (10): a device must not act on a command that was called unanswered`,
    ],
    [`${fan}.broker`, 'main', `${fan}.broker: found "main", expected a broker id of this site`],
    [
      `${fan}.confirmation`,
      'twice',
      `${fan}.confirmation: found "twice", expected one of "none", "two-step", "two-people"`,
    ],
    [
      `${fan}.interlocks.0.must`,
      'be',
      `${fan}.interlocks[0].must: found "be", expected one of "in", "not-in", "at-least", "at-most"`,
    ],
    [
      `${fan}.retain`,
      true,
      `${fan}.retain: found an unknown key, expected one of "name", "broker", "topic", "payload", "qos", "input", "feedback", "deadlineS", "expiryS", "confirmation", "interlocks", "response"`,
    ],
    [
      `${speaker}.response.correlation`,
      'a[b',
      `${speaker}.response.correlation: found "a[b", expected a path such as a.b[0].c or a["b.c"]`,
    ],
  ])('names the place, what is there and what should be: %s %j', (path, value, line) => {
    expect(linesAfter(path, value)).toContain(`  ${line}`);
  });

  it('go only to a broker that is connected, that is, read', () => {
    const document = structuredClone(commandSite()) as unknown as Json;
    Object.assign(document, {
      brokers: [
        { id: 'field', url: 'mqtt://field' },
        { id: 'other', url: 'mqtt://other' },
      ],
    });
    for (const mapping of document['mappings'] as unknown as Record<string, unknown>[])
      mapping['broker'] = 'other';
    const checked = checkSite(document);
    expect(checked.ok || checked.problems[0]).toEqual({
      path: 'assetClasses.lock.points.locked.command.broker',
      found: '"field"',
      expected: 'a broker that some mapping reads: there is no connection to another',
    });
  });

  it('may be changed for one asset, and the rest of its point stays what it was', () => {
    const json = structuredClone(commandSite()) as unknown as Json;
    const dimmer = (json['assets'] as unknown as Record<string, unknown>[]).find(({ id }) => id === 'DIM-1');
    present(dimmer, 'DIM-1')['points'] = {
      level: { command: { topic: 'other/{point}', input: { type: 'range', min: 10, max: 50 } } },
    };
    const checked = checkSite(json);
    if (!checked.ok) throw new Error(describeProblems('site.json', checked.problems));
    const site = buildSite(checked.value, 'r');
    expect(site.commandById.get('DIM-1.level')).toMatchObject({
      topic: 'other/level',
      confirmation: 'two-step',
      deadlineMs: 10_000,
      expiryMs: 5_000,
      brokerId: 'main',
    });
    expect(site.pointById.get('DIM-1.level')).toMatchObject({ unit: '%', decimals: 0 });
  });
});
