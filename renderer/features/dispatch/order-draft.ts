/** What is typed into the form of an order, and what of it is new. Pure. */
import type { AlarmPriority, LocalizedText } from '#shared/domain/site/document.ts';
import type { WorkOrder } from '#shared/domain/work-order/work-order.ts';
import type { WorkOrderFields } from '#shared/protocol/work-orders.ts';

export interface DraftPart {
  readonly name: string;
  readonly count: string;
}

export interface OrderDraft {
  readonly title: string;
  readonly description: string;
  readonly priority: string;
  readonly cost: string;
  readonly parts: readonly DraftPart[];
  readonly checklist: WorkOrder['checklist'];
}

type Language = keyof LocalizedText;

export function draftOf(order: WorkOrder, language: Language): OrderDraft {
  return {
    title: order.title[language],
    description: order.description[language],
    priority: String(order.priority),
    cost: order.cost === undefined ? '' : String(order.cost),
    parts: order.parts.map(({ name, count }) => ({ name, count: String(count) })),
    checklist: order.checklist,
  };
}

export type DraftFlaw = 'title' | 'cost' | 'parts';

/** What cannot be kept as it is; undefined: all of it can. */
export function flawOf({ title, cost, parts }: OrderDraft): DraftFlaw | undefined {
  if (title.trim() === '') return 'title';
  if (cost.trim() !== '' && !(Number(cost) >= 0 && Number.isFinite(Number(cost)))) return 'cost';
  const sound = ({ name, count }: DraftPart): boolean =>
    name.trim() === '' || (Number(count) > 0 && Number.isFinite(Number(count)));
  return parts.every(sound) ? undefined : 'parts';
}

/** Only what differs: a field that nobody touched must not win over what another station writes meanwhile. */
export function changesOf(order: WorkOrder, draft: OrderDraft, language: Language): WorkOrderFields {
  const parts = draft.parts
    .filter(({ name }) => name.trim() !== '')
    .map(({ name, count }) => ({ name: name.trim(), count: Number(count) }));
  const checklist = draft.checklist
    .filter(({ text }) => text.trim() !== '')
    .map(({ text, done }) => ({ text: text.trim(), done }));
  const now: WorkOrderFields = {
    title: rewritten(order.title, language, draft.title.trim()),
    description: rewritten(order.description, language, draft.description.trim()),
    priority: Number(draft.priority) as AlarmPriority,
    parts,
    checklist,
    ...(draft.cost.trim() === '' ? {} : { cost: Number(draft.cost) }),
  };
  const changed = Object.entries(now).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(order[name as keyof WorkOrderFields]),
  );
  return Object.fromEntries(changed);
}

/** In the language that is shown; the other one follows where it said the same, or nothing. */
function rewritten(before: LocalizedText, language: Language, text: string): LocalizedText {
  if (text === before[language]) return before;
  const other = language === 'zh' ? 'en' : 'zh';
  const follows = before[other] === before[language] || before[other] === '';
  const both = { zh: before.zh, en: before.en, [language]: text };
  return follows ? { ...both, [other]: text } : both;
}
