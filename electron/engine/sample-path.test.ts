import { describe, expect, it } from 'vitest';
import { present } from '#shared/base/assert.ts';
import { epochMs, type Clock } from '#shared/base/brand.ts';
import { buildSite } from '#shared/domain/site/build.ts';
import { memoryJournal } from '#tests/builders/alarm-journal.ts';
import { commandSite } from '#tests/builders/command-site.ts';
import { createAlarms } from './alarms/alarms.ts';
import { createFeedbackWatch } from './commands/commands.ts';
import { createSampleStream } from './publish/sample-stream.ts';
import { createSamplePath } from './sample-path.ts';

describe('the way of a sample to whoever waits for feedback', () => {
  it('is open to what was just said, and shut to what a broker had kept', () => {
    const clock: Clock = { nowMs: () => epochMs(1_790_000_000_000), monotonicMs: () => 0 };
    const site = buildSite(commandSite(), 'r');
    const log = (): void => undefined;
    const watch = createFeedbackWatch(site.points.length);
    const path = createSamplePath({
      site,
      clock,
      alarms: createAlarms({ site, journal: memoryJournal(), clock, log }),
      stream: createSampleStream({ engineRun: 'r', siteRevision: 'r', clock, ringBytes: 1 << 16 }),
      watch,
      requestRebirth: () => undefined,
      onSubscriptionsChanged: () => undefined,
    });
    const { index } = present(site.pointById.get('LOCK-1.locked'), 'the lock');
    const seen: number[] = [];
    const end = watch.add(index, (value) => seen.push(value));
    const say = (word: string, retained: boolean): void =>
      void path.message(
        'main',
        'alarm',
        'small/alarm/LOCK-1/locked',
        Buffer.from(word),
        clock.nowMs(),
        retained,
      );
    say('OFF', true);
    expect(path.live.columns.value[index]).toBe(0);
    expect(seen).toEqual([]);
    say('ON', false);
    say('OFF', false);
    expect(seen).toEqual([1, 0]);
    end();
    say('ON', false);
    expect(seen).toEqual([1, 0]);
  });
});
