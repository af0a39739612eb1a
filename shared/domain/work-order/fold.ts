/**
 * What a record of type `work-order` means. Pure and deterministic: stations that know the same acts see the same order, in
 * whatever order they learnt of them. Invariants: every act is a line of the history; one that does not fit the state it meets
 * is void and says why; an order begins with its first `create`, whatever came before it is void.
 */
import type { EpochMs } from '#shared/base/brand.ts';
import { fieldOf, type Act, type SharedRecord } from '#shared/domain/record/record.ts';
import { readStamp } from '#shared/domain/record/stamp.ts';
import * as read from './loose-json.ts';
import { isAnswer, isMove, MOVES, nextState, type Move } from './machine.ts';
import type {
  Refusal,
  VoidReason,
  WorkOrder,
  WorkOrderEvent,
  WorkOrderId,
  WorkOrderState,
} from './work-order.ts';

/** Acts that move nothing: they always fit an order that exists. */
export const REMARKS = ['note', 'reach', 'escalate', 'take-over', 'score', 'attach', 'detach'] as const;

/** All acts that this program knows, in the order in which screens name them. */
export const KNOWN_ACTS: readonly string[] = ['create', ...MOVES, ...REMARKS];

export interface FoldedWorkOrder {
  readonly order: WorkOrder;
  /** Oldest first, one an act. */
  readonly history: readonly WorkOrderEvent[];
}

type Draft = { -readonly [Key in keyof WorkOrder]: WorkOrder[Key] } & { heldFrom: WorkOrderState };

/** When an act happened, for clocks: by default what the station that made it thought. */
export type TimeOf = (act: Act) => EpochMs;

/** @returns undefined while no `create` is known: another station's acts may arrive before it. */
export function foldWorkOrder(
  record: SharedRecord,
  timeOf: TimeOf = (act) => act.atMs,
): FoldedWorkOrder | undefined {
  let draft: Draft | undefined;
  const history: WorkOrderEvent[] = [];
  for (const act of record.acts) {
    const atMs = timeOf(act);
    const from = draft?.state;
    let flaw: VoidReason | undefined;
    if (act.kind === 'create') {
      const created = draft ? undefined : createdBy(record, act, atMs);
      flaw = draft ? 'already-created' : created ? undefined : 'malformed';
      draft ??= created;
    } else flaw = draft ? apply(draft, act, atMs) : 'not-created';
    const moved = flaw === undefined && (isMove(act.kind) || from === undefined);
    history.push({
      stamp: act.stamp,
      kind: act.kind,
      by: act.by,
      atMs,
      staffId: read.asText(act.body['staffId']),
      reason: read.asText(act.body['reason']) ?? read.asText(act.body['name']),
      edited: read.asTexts(act.body['edited']),
      to: moved ? draft?.state : undefined,
      void: flaw,
    });
  }
  if (!draft) return undefined;
  const { heldFrom: _, ...order } = draft;
  return { order: { ...order, ...fieldsOf(record) }, history };
}

function createdBy(record: SharedRecord, act: Act, atMs: EpochMs): Draft | undefined {
  const { kind, assetId, zoneId, source } = act.body;
  const [whatKind, zone] = [read.asKind(kind), read.asText(zoneId)];
  if (!whatKind || !zone) return undefined;
  return {
    id: record.id as WorkOrderId,
    state: 'created',
    sinceMs: atMs,
    kind: whatKind,
    assetId: read.asText(assetId),
    zoneId: zone,
    source: read.asSource(source),
    createdAtMs: atMs,
    createdBy: act.by,
    owner: readStamp(act.stamp)?.stationId ?? '',
    assigneeId: undefined,
    assignedAtMs: undefined,
    reached: undefined,
    refusals: [],
    escalatedAtMs: undefined,
    escalation: undefined,
    arrivedAtMs: undefined,
    doneAtMs: undefined,
    verifiedAtMs: undefined,
    reopenings: 0,
    holds: [],
    score: undefined,
    scoreComment: undefined,
    files: [],
    heldFrom: 'created',
    ...fieldsOf(record),
  };
}

function fieldsOf(
  record: SharedRecord,
): Pick<WorkOrder, 'priority' | 'title' | 'description' | 'parts' | 'checklist' | 'cost'> {
  return {
    priority: read.asPriority(fieldOf(record, 'priority')) ?? 3,
    title: read.asLocalized(fieldOf(record, 'title')),
    description: read.asLocalized(fieldOf(record, 'description')),
    parts: read.asParts(fieldOf(record, 'parts')),
    checklist: read.asChecklist(fieldOf(record, 'checklist')),
    cost: read.asNumber(fieldOf(record, 'cost')),
  };
}

/** @returns why it is void; undefined once done. */
function apply(draft: Draft, act: Act, atMs: EpochMs): VoidReason | undefined {
  if (isMove(act.kind)) return move(draft, act.kind, act, atMs);
  const { body } = act;
  switch (act.kind) {
    case 'note':
      return undefined;
    case 'reach':
      if (read.asText(body['staffId']) !== draft.assigneeId) return 'not-assignee';
      draft.reached = body['reached'] === true;
      return undefined;
    case 'escalate':
      draft.escalatedAtMs = atMs;
      draft.escalation = read.asText(body['reason']);
      return undefined;
    case 'take-over': {
      const station = read.asText(body['station']);
      if (!station) return 'malformed';
      // Two that take over at once: the first one has it.
      if (body['from'] !== draft.owner) return 'not-owner';
      draft.owner = station;
      return undefined;
    }
    case 'score': {
      const score = read.asNumber(body['score']);
      if (score === undefined || score < 1 || score > 5) return 'malformed';
      if (draft.doneAtMs === undefined) return 'does-not-fit';
      draft.score = score;
      draft.scoreComment = read.asText(body['reason']);
      return undefined;
    }
    case 'attach': {
      const file = read.asFile(body);
      if (!file) return 'malformed';
      if (!draft.files.some(({ hash }) => hash === file.hash)) draft.files = [...draft.files, file];
      return undefined;
    }
    case 'detach': {
      // The bytes stay where they are, and the history says what they were.
      const gone = draft.files.find(({ hash }) => hash === read.asHash(body['hash']));
      if (!gone) return 'does-not-fit';
      draft.files = draft.files.filter((file) => file !== gone);
      return undefined;
    }
    default:
      return 'unknown-act';
  }
}

function move(draft: Draft, kind: Move, act: Act, atMs: EpochMs): VoidReason | undefined {
  const to = nextState(draft.state, kind, draft.heldFrom);
  if (to === undefined) return 'does-not-fit';
  const staffId = read.asText(act.body['staffId']);
  if (kind === 'assign' && staffId === undefined) return 'malformed';
  if (isAnswer(kind) && staffId !== draft.assigneeId) return 'not-assignee';
  if (kind === 'hold') {
    draft.heldFrom = draft.state;
    draft.holds = [...draft.holds, { fromMs: atMs, toMs: undefined }];
  } else if (draft.state === 'on-hold') {
    draft.holds = draft.holds.map((hold) => (hold.toMs === undefined ? { ...hold, toMs: atMs } : hold));
  }
  draft.state = to;
  draft.sinceMs = atMs;
  consequences[kind]?.(draft, atMs, staffId);
  return undefined;
}

const consequences: Partial<
  Record<Move, (draft: Draft, atMs: EpochMs, staffId: string | undefined) => void>
> = {
  assign(draft, atMs, staffId) {
    draft.assigneeId = staffId;
    draft.assignedAtMs = atMs;
    draft.reached = undefined;
  },
  decline: (draft) => release(draft, 'declined'),
  'no-answer': (draft) => release(draft, 'no-answer'),
  arrive(draft, atMs) {
    draft.arrivedAtMs ??= atMs;
  },
  finish(draft, atMs) {
    draft.doneAtMs = atMs;
  },
  verify(draft, atMs) {
    draft.verifiedAtMs = atMs;
  },
  reopen(draft) {
    draft.reopenings += 1;
    draft.assigneeId = undefined;
    draft.assignedAtMs = undefined;
    draft.reached = undefined;
    draft.refusals = [];
    draft.escalatedAtMs = undefined;
    draft.escalation = undefined;
    draft.doneAtMs = undefined;
    draft.verifiedAtMs = undefined;
  },
};

function release(draft: Draft, why: Refusal['why']): void {
  const staffId = draft.assigneeId;
  if (staffId !== undefined) draft.refusals = [...draft.refusals, { staffId, why }];
  draft.assigneeId = undefined;
  draft.assignedAtMs = undefined;
  draft.reached = undefined;
}
