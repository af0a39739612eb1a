import { epochMs } from '#shared/base/brand.ts';
import type { Command, CommandId } from '#shared/domain/command/command.ts';

/** A command to unlock a door, asked by Chen, waiting for the second step; proved by 0. */
export function aCommand(changes: Partial<Command> = {}): Command {
  return {
    id: 'c-1' as CommandId,
    pointId: 'D-1.locked',
    assetId: 'D-1',
    zoneId: 'Z',
    storeyId: '1F',
    name: { zh: '门锁', en: 'Lock' },
    assetName: { zh: '大门', en: 'Front door' },
    value: 'release',
    valueName: { zh: '释放', en: 'Release' },
    feedbackId: 'D-1.locked',
    expectation: { low: 0, high: 0 },
    confirmation: 'two-step',
    deadlineMs: 10_000,
    drill: false,
    origin: { by: 'Chen' },
    phase: 'asked',
    reason: undefined,
    violations: [],
    askedAtMs: epochMs(10),
    confirmedAtMs: undefined,
    confirmedBy: undefined,
    sentAtMs: undefined,
    acceptedAtMs: undefined,
    acceptedBy: undefined,
    endedAtMs: undefined,
    feedback: undefined,
    storedSeq: 0,
    ...changes,
  };
}
