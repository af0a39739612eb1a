/**
 * What an overlay reads: the live table of a window, indexed by `PointIndex`. An overlay resolves the site once into
 * groups of point indexes; evaluating it is then one pass over typed arrays (5,000 points: some tens of microseconds).
 */
import { STATUS_HAS_VALUE, STATUS_QUALITY_MASK, STATUS_STALE } from '#shared/domain/sample.ts';

export interface LiveColumns {
  /** In the unit of the point. */
  readonly value: Float64Array;
  /** Status bytes of `shared/domain/sample.ts`. */
  readonly status: Uint8Array;
}

/**
 * Whether a value may take part in a figure that is shown as current. Uncertain values stay out, as OPC UA Part 13
 * (IEC 62541-13) treats them by default (`TreatUncertainAsBad`).
 */
export function isFresh(status: number): boolean {
  return (status & (STATUS_HAS_VALUE | STATUS_STALE | STATUS_QUALITY_MASK)) === STATUS_HAS_VALUE;
}

/** Members of many groups, flattened: group g holds `members[start[g]] … members[start[g + 1] - 1]`. */
export interface PointGroups {
  readonly start: Uint32Array;
  /** Point indexes. */
  readonly members: Uint32Array;
  /** value × factor brings a member to the unit of the overlay. */
  readonly factor: Float64Array;
}

export interface GroupMember {
  readonly group: number;
  readonly point: number;
  readonly factor: number;
}

export function groupPoints(groups: number, source: readonly GroupMember[]): PointGroups {
  const start = new Uint32Array(groups + 1);
  for (const { group } of source) start[group + 1] = (start[group + 1] ?? 0) + 1;
  for (let group = 0; group < groups; group += 1)
    start[group + 1] = (start[group + 1] ?? 0) + (start[group] ?? 0);
  const next = start.slice();
  const members = new Uint32Array(source.length);
  const factor = new Float64Array(source.length);
  for (const member of source) {
    const at = next[member.group] ?? 0;
    next[member.group] = at + 1;
    members[at] = member.point;
    factor[at] = member.factor;
  }
  return { start, members, factor };
}

export function groupSize(groups: PointGroups, group: number): number {
  return (groups.start[group + 1] ?? 0) - (groups.start[group] ?? 0);
}

/** Sum and number of the fresh members; `count` 0 means that there is nothing to show. */
export interface FreshSum {
  sum: number;
  count: number;
}

/** @param into reused by the caller, so that a frame allocates nothing. */
export function sumFresh(
  groups: PointGroups,
  group: number,
  { value, status }: LiveColumns,
  into: FreshSum,
): FreshSum {
  into.sum = 0;
  into.count = 0;
  const end = groups.start[group + 1] ?? 0;
  for (let at = groups.start[group] ?? 0; at < end; at += 1) {
    const point = groups.members[at] as number;
    if (!isFresh(status[point] as number)) continue;
    into.sum += (value[point] as number) * (groups.factor[at] as number);
    into.count += 1;
  }
  return into;
}
