import { expect, it } from 'vitest';
import type { IncidentActKind } from '#shared/domain/incident/acts.ts';
import type { TimelineEntry } from '#shared/domain/incident/timeline.ts';
import type { Stamp } from '#shared/domain/record/stamp.ts';
import { epochMs } from '#shared/base/brand.ts';
import { timelineLines } from './timeline-lines.ts';

const entry = (kind: IncidentActKind, body: TimelineEntry['body'], at = 0): TimelineEntry => ({
  stamp: String(at) as Stamp,
  kind,
  by: 'engine',
  atMs: epochMs(at),
  body,
  void: undefined,
});
const command = (asset: string, state: string, more: TimelineEntry['body'] = {}): TimelineEntry =>
  entry('command', {
    assetName: { zh: asset, en: asset },
    name: { zh: '锁', en: 'Lock' },
    value: 0,
    state,
    ...more,
  });
const told = (entries: readonly TimelineEntry[]): string[] =>
  timelineLines(entries).map(({ body }) => {
    const { en } = (body['assetName'] ?? { en: String(body['text']) }) as { en: string };
    return [en, body['state']].filter(Boolean).join(' ');
  });

it('commands that reached the same state together are one line', () => {
  expect(
    told([
      command('D-3', 'proved'),
      command('D-2', 'proved'),
      command('D-1', 'proved'),
      command('D-3', 'sent'),
      entry('note', { text: 'hello' }),
      command('D-2', 'sent'),
      command('D-1', 'sent'),
    ]),
  ).toEqual(['D-3 +2 proved', 'D-3 sent', 'hello', 'D-2 +1 sent']);
});

it('what differs in anything but the device stays apart, and so does everything else', () => {
  expect(
    told([
      command('D-1', 'failed', { reason: 'silent' }),
      command('D-2', 'failed', { reason: 'offline' }),
      command('D-3', 'failed', { reason: 'offline', value: 1 }),
      entry('note', { text: 'a' }),
      entry('note', { text: 'a' }),
    ]),
  ).toEqual(['D-1 failed', 'D-2 failed', 'D-3 failed', 'a', 'a']);
});
