/** What is wrong with the program, from all who know, worst first. */
import type { HealthCondition, HealthSeverity } from '#shared/base/health.ts';
import type { FeedTrust, Origin } from '#renderer/link/live-state.ts';
import type { LinkState } from '#renderer/link/link.ts';
import type { SoundState } from '#renderer/ui/sound.tsx';

export interface ConditionSources {
  readonly engine: readonly HealthCondition[];
  readonly recorder: readonly HealthCondition[];
  readonly sound: SoundState;
  readonly link: LinkState | undefined;
  readonly trust: FeedTrust;
  readonly origin: Origin;
  readonly trustSinceMs: number;
  /** Time of the newest value, when what is shown was recorded. */
  readonly recordedUntilMs: number | undefined;
}

/** `sinceMs` undefined: no time worth telling. */
export type ShownCondition = Omit<HealthCondition, 'sinceMs'> & { readonly sinceMs: number | undefined };

const rank: Readonly<Record<HealthSeverity, number>> = { failure: 0, warning: 1, notice: 2 };

export function conditionList(sources: ConditionSources): ShownCondition[] {
  const all: ShownCondition[] = [
    ...linkConditions(sources),
    ...soundConditions(sources.sound),
    ...sources.engine,
    ...sources.recorder,
  ];
  return all.sort((a, b) => rank[a.severity] - rank[b.severity]);
}

function linkConditions({
  link,
  trust,
  origin,
  trustSinceMs,
  recordedUntilMs,
}: ConditionSources): ShownCondition[] {
  if (origin === 'recorded') {
    return [{ key: 'link', code: 'link.recorded', severity: 'failure', facts: {}, sinceMs: recordedUntilMs }];
  }
  // At the very start there is nothing to miss yet.
  if (trust === 'live' || (origin === 'none' && link?.loss === undefined)) return [];
  if (trust === 'no-frames')
    return [{ key: 'link', code: 'link.no-frames', severity: 'failure', facts: {}, sinceMs: trustSinceMs }];
  const facts = { reason: link?.loss?.code ?? 'closed', attempts: link?.attempts ?? 0 };
  return [
    {
      key: 'link',
      code: origin === 'none' ? 'link.never' : 'link.lost',
      severity: 'failure',
      facts,
      sinceMs: trustSinceMs,
    },
  ];
}

function soundConditions({ health, mutedUntilMs }: SoundState): ShownCondition[] {
  const conditions: ShownCondition[] = [];
  if (health === 'blocked' || health === 'failed') {
    conditions.push({
      key: 'sound',
      code: `sound.${health}`,
      severity: 'warning',
      facts: {},
      sinceMs: undefined,
    });
  }
  if (mutedUntilMs !== undefined) {
    conditions.push({
      key: 'mute',
      code: 'sound.muted',
      severity: 'warning',
      facts: {},
      sinceMs: mutedUntilMs,
    });
  }
  return conditions;
}
