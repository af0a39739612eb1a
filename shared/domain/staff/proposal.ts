/**
 * Whom to send: the nearest person by walking time who is qualified and free. Pure. Everybody is in the answer, with what speaks
 * for or against; a person at the desk may take anybody, and must see what he then overrules.
 *
 * Nearest responder is the rule of emergency dispatch (closest suitable unit by travel time, not by distance); here the suitable
 * ones are those with all skills that the class of the asset needs. Who is under way is never called off by the program.
 * Somebody whose way nobody knows (no place, or no way on the plan, which may have a gap) is as able as the others: he goes when
 * none of those with a known way can. Those who are as near: less work lately, then the longest free (`past-work.ts`).
 */
import type { DispatchRules } from '#shared/domain/site/dispatch-document.ts';
import type { Asset } from '#shared/domain/site/site.ts';
import type { WorkOrder, WorkOrderId } from '#shared/domain/work-order/work-order.ts';
import type { PastWork } from './past-work.ts';
import type { StaffMemberState, StaffPlace } from './staff.ts';

/** Seconds on foot from a person's place to the order's: stairs, lifts in service, doors that let him through; undefined: no way. */
export type WalkFrom = (place: StaffPlace, carriesKeys: boolean) => number | undefined;

export type RuledOut =
  | { readonly code: 'off-shift' | 'unavailable' | 'not-heard-of' | 'no-place' | 'no-way' }
  | { readonly code: 'declined' | 'no-answer' }
  | { readonly code: 'lacks-skill'; readonly skills: readonly string[] }
  | { readonly code: 'busy'; readonly orderId: WorkOrderId }
  | { readonly code: 'farther'; readonly seconds: number }
  /** As near as the one who is proposed; how many orders each was given lately. */
  | { readonly code: 'more-work'; readonly orders: number; readonly chosen: number }
  /** As near and with as much work; since when he is free, epoch ms. */
  | { readonly code: 'free-later'; readonly sinceMs: number }
  /** Nothing tells them apart: the order of their ids decides, so that every station says the same. */
  | { readonly code: 'as-good' };

export interface Candidate {
  readonly staffId: string;
  /** Seconds on foot; undefined where his place is unknown or no way leads there. */
  readonly walkS: number | undefined;
  /** How old his place is; undefined where no place, or no age, is known. */
  readonly placeAgeMs: number | undefined;
  readonly placeStale: boolean;
  /** Why not him. Of the one who is proposed: empty, or why nobody knows his way. */
  readonly against: readonly RuledOut[];
}

export interface Proposal {
  readonly orderId: WorkOrderId;
  /** The nearest who is qualified and free; one whose way is not known where there is no other. */
  readonly chosen: Candidate | undefined;
  /** Everybody else, the most suitable first. */
  readonly others: readonly Candidate[];
  readonly skillsNeeded: readonly string[];
}

export interface ProposalInput {
  readonly order: Pick<WorkOrder, 'id' | 'refusals' | 'assigneeId'>;
  readonly skillsNeeded: readonly string[];
  readonly staff: readonly StaffMemberState[];
  readonly walkFrom: WalkFrom;
  /** Asked only of those who are as near as others. */
  readonly pastWork: (staffId: string) => PastWork;
  readonly nowMs: number;
  readonly placeStaleMs: number;
}

/** @param asset undefined: an order for a place alone needs no skill. */
export function skillsNeededFor(
  asset: Pick<Asset, 'classId' | 'discipline'> | undefined,
  needs: DispatchRules['needs'],
): readonly string[] {
  if (!asset) return [];
  return needs.classes[asset.classId] ?? needs.disciplines[asset.discipline] ?? [];
}

export function propose(input: ProposalInput): Proposal {
  const { order, skillsNeeded, staff } = input;
  const pastWork = remembered(input.pastWork);
  const sorted = staff.map((person) => assess(input, person)).sort((a, b) => bySuitability(a, b, pastWork));
  const [first] = sorted;
  const chosen = first && first.weight <= UNKNOWN_WAY ? first.candidate : undefined;
  const others = sorted
    .slice(chosen ? 1 : 0)
    .map(({ candidate, weight }) =>
      chosen && weight === first?.weight ? behind(candidate, chosen, pastWork) : candidate,
    );
  return { orderId: order.id, chosen, others, skillsNeeded };
}

/** Nothing speaks against him but that somebody else is nearer, or has had less to do. */
function behind(candidate: Candidate, chosen: Candidate, pastWork: ProposalInput['pastWork']): Candidate {
  const seconds = (candidate.walkS ?? 0) - (chosen.walkS ?? 0);
  return {
    ...candidate,
    against: [
      ...candidate.against,
      wholeSeconds(candidate) === wholeSeconds(chosen) && candidate.placeStale === chosen.placeStale
        ? laterInTurn(pastWork(candidate.staffId), pastWork(chosen.staffId))
        : { code: 'farther', seconds },
    ],
  };
}

function laterInTurn(his: PastWork, chosen: PastWork): RuledOut {
  if (his.orders !== chosen.orders) return { code: 'more-work', orders: his.orders, chosen: chosen.orders };
  if (his.freeSinceMs === undefined || his.freeSinceMs === chosen.freeSinceMs) return { code: 'as-good' };
  return { code: 'free-later', sinceMs: his.freeSinceMs };
}

function remembered(pastWork: ProposalInput['pastWork']): ProposalInput['pastWork'] {
  const known = new Map<string, PastWork>();
  return (staffId) => {
    const before = known.get(staffId);
    if (before) return before;
    const found = pastWork(staffId);
    known.set(staffId, found);
    return found;
  };
}

interface Assessed {
  readonly candidate: Candidate;
  /** Of the worst that speaks against him; counted once, as hundreds are compared with each other. */
  readonly weight: number;
  /** Whole: people are not timed by the tenth, and two who differ by less stand at one place. */
  readonly seconds: number;
}

function assess(input: ProposalInput, person: StaffMemberState): Assessed {
  const { order, skillsNeeded, walkFrom, nowMs, placeStaleMs } = input;
  const { place } = person;
  const walkS = place && walkFrom(place, person.carriesKeys);
  const placeAgeMs = place?.atMs === undefined ? undefined : Math.max(0, nowMs - place.atMs);
  const against: RuledOut[] = [];
  const missing = skillsNeeded.filter((skill) => !person.skills.includes(skill));
  if (missing.length > 0) against.push({ code: 'lacks-skill', skills: missing });
  const refusal = order.refusals.findLast(({ staffId }) => staffId === person.id);
  if (refusal) against.push({ code: refusal.why });
  const unfit = statusAgainst(order, person);
  if (unfit) against.push(unfit);
  if (place === undefined) against.push({ code: 'no-place' });
  else if (walkS === undefined) against.push({ code: 'no-way' });
  let weight = SUITABLE;
  for (const { code } of against) weight = Math.max(weight, WEIGHT[code]);
  const placeStale = place !== undefined && !(placeAgeMs !== undefined && placeAgeMs <= placeStaleMs);
  const candidate = { staffId: person.id, walkS, placeAgeMs, placeStale, against };
  return { candidate, weight, seconds: wholeSeconds(candidate) };
}

function statusAgainst(order: ProposalInput['order'], person: StaffMemberState): RuledOut | undefined {
  const other = person.orderIds.find((id) => id !== order.id);
  if (other) return { code: 'busy', orderId: other };
  if (!person.onShift) return { code: 'off-shift' };
  if (person.available === false) return { code: 'unavailable' };
  return person.phone === 'online' ? undefined : { code: 'not-heard-of' };
}

const SUITABLE = -1;
/** He can be sent, and nobody knows how long he will walk. */
const UNKNOWN_WAY = 0;

/** How bad it is, most forgivable first: what a desk would overrule soonest. */
const WEIGHT: Readonly<Record<RuledOut['code'], number>> = {
  farther: SUITABLE,
  'more-work': SUITABLE,
  'free-later': SUITABLE,
  'as-good': SUITABLE,
  'no-place': UNKNOWN_WAY,
  'no-way': UNKNOWN_WAY,
  'not-heard-of': 2,
  busy: 3,
  'no-answer': 4,
  declined: 5,
  unavailable: 6,
  'off-shift': 7,
  'lacks-skill': 9,
};

function wholeSeconds({ walkS }: Candidate): number {
  return walkS === undefined ? Infinity : Math.round(walkS);
}

function bySuitability(
  { candidate: a, weight, seconds: near }: Assessed,
  { candidate: b, weight: other, seconds: nearOther }: Assessed,
  pastWork: ProposalInput['pastWork'],
): number {
  if (weight !== other) return weight - other;
  if (near !== nearOther) return near - nearOther;
  // A stale place may be wrong by any distance: a known one that is as near goes first.
  if (a.placeStale !== b.placeStale) return Number(a.placeStale) - Number(b.placeStale);
  // Who cannot be sent is never weighed against his like: the name will do.
  if (weight <= UNKNOWN_WAY) {
    const [his, others] = [pastWork(a.staffId), pastWork(b.staffId)];
    if (his.orders !== others.orders) return his.orders - others.orders;
    const [since, sinceOther] = [his.freeSinceMs ?? -Infinity, others.freeSinceMs ?? -Infinity];
    if (since !== sinceOther) return since < sinceOther ? -1 : 1;
  }
  return a.staffId < b.staffId ? -1 : 1;
}
