import { describe, expect, it } from 'vitest';
import { riversideDocument } from '#electron/demo/site/document.ts';
import { present } from '#shared/base/assert.ts';
import { readAskedValue, type AskedValue } from '#shared/domain/command/asked-value.ts';
import type { CommandId } from '#shared/domain/command/command.ts';
import { violationsOf } from '#shared/domain/command/interlock.ts';
import { meets } from '#shared/domain/command/machine.ts';
import { commandPayload } from '#shared/domain/command/message.ts';
import { buildSite } from '#shared/domain/site/build.ts';
import { checkSite } from '#shared/domain/site/check.ts';
import type { PointCommand } from '#shared/domain/site/command.ts';
import type { Site } from '#shared/domain/site/site.ts';
import { siteRun, type SiteRun } from '#tests/builders/site-run.ts';

function riverside(): Site {
  const checked = checkSite(riversideDocument());
  if (!checked.ok) throw new Error('the demo site is wrong');
  return buildSite(checked.value, 'test');
}

const site = riverside();
/** A Monday in Shanghai, 09:40. */
const BUSY_MS = Date.UTC(2026, 10, 23, 1, 40);
const commandOf = (id: string): PointCommand => present(site.commandById.get(id), id);

function asked(command: PointCommand, value: unknown): AskedValue {
  const read = readAskedValue(command, value);
  if (!read.ok) throw new Error(read.error.detail);
  return read.value;
}

function tell(run: SiteRun, command: PointCommand, value: unknown): AskedValue {
  const ask = asked(command, value);
  run.command(command.topic, commandPayload(command, site.id, 'st-1', 'c-1' as CommandId, ask));
  return ask;
}

/** Everything that may be asked of it, in turn; a few numbers of a range. */
function valuesOf({ input }: PointCommand): unknown[] {
  if (input.type === 'choice') return input.choices.map(({ id }) => id);
  return input.type === 'range' ? [input.min, input.max] : ['请沿疏散标志离开。'];
}

describe('the devices of the demo site', () => {
  it('do what they are told and say so within the deadline, also where nothing changes by it', () => {
    const run = siteRun(site, BUSY_MS);
    run.run(5_000);
    const { value, receivedMs } = run.path.live.columns;
    const rounds = Math.max(...site.commands.map((command) => valuesOf(command).length));
    for (let round = 0; round < rounds; round += 1) {
      const told = site.commands.flatMap((command) => {
        const wanted = valuesOf(command)[round];
        return wanted === undefined ? [] : [[command, tell(run, command, wanted)] as const];
      });
      const sentMs = run.nowMs();
      const open = new Set(told);
      while (open.size > 0 && run.nowMs() - sentMs < 60_000) {
        run.run(250);
        for (const entry of open) {
          const [{ feedback, deadlineMs }, { expectation }] = entry;
          const proved =
            (receivedMs[feedback.index] as number) > sentMs &&
            meets(expectation, value[feedback.index] as number);
          if (!proved) continue;
          expect(run.nowMs() - sentMs, feedback.id).toBeLessThan(deadlineMs / 2);
          open.delete(entry);
        }
      }
      expect([...open].map(([{ point }]) => point.id)).toEqual([]);
    }
    expect(run.path.decoder.counters.quarantined).toBe(0);
    expect(run.raised.map(({ id }) => id)).toEqual([]);
  });

  it('report again when they are told what they are already', () => {
    const run = siteRun(site, BUSY_MS);
    run.run(5_000);
    const lock = commandOf('D-0101.locked');
    for (const _twice of [1, 2]) {
      const sentMs = run.nowMs();
      tell(run, lock, 'release');
      run.run(2_000);
      expect(run.path.live.columns.value[lock.feedback.index]).toBe(0);
      expect(run.path.live.columns.receivedMs[lock.feedback.index]).toBeGreaterThan(sentMs);
    }
  });

  it('have interlocks that hold on a calm day, but for dampers that are shut and a gas alarm', () => {
    const run = siteRun(site, BUSY_MS);
    run.run(5_000);
    const violated = site.commands.flatMap((command) =>
      valuesOf(command).flatMap((value) =>
        violationsOf(command, value as string, run.path.live.columns).map(
          ({ pointId, because }) =>
            `${command.point.asset.classId} ${String(value)}: ${pointId.split('.')[1]} ${because}`,
        ),
      ),
    );
    expect([...new Set(violated)]).toEqual(['smoke-exhaust start: damper value']);
  });

  it('silent-device: one door near the ground does not hear, every other does', () => {
    const run = siteRun(site, BUSY_MS);
    run.run(5_000);
    expect(run.player.play('silent-device').ok).toBe(true);
    const { value, receivedMs } = run.path.live.columns;
    const doors = site.commands.filter(
      ({ point }) => point.quantity === 'door-locked' && point.asset.zone.storey.id === '1F',
    );
    const dead = present(doors[0], 'a door');
    const toldMs = run.nowMs();
    for (const door of doors) tell(run, door, 'release');
    run.run(120_000);
    for (const { index } of dead.point.asset.points) expect(receivedMs[index]).toBeLessThan(toldMs);
    expect(doors.slice(1).map(({ feedback }) => value[feedback.index])).toEqual(doors.slice(1).map(() => 0));
    run.player.end();
    tell(run, dead, 'release');
    run.run(3_000);
    expect(value[dead.feedback.index]).toBe(0);
    expect(receivedMs[dead.feedback.index]).toBeGreaterThan(toldMs);
  });

  it('announce what they are given and answer to where they are asked to', () => {
    const run = siteRun(site, BUSY_MS);
    run.run(5_000);
    const speaker = commandOf('PA-0701.announcing');
    tell(run, speaker, '请离开');
    expect(run.answers).toEqual([['riverside/answer/st-1', '{"id":"c-1","taken":true}']]);
    run.command(speaker.topic, 'not for me');
    expect(run.answers).toHaveLength(1);
  });
});
