/** What is wrong with what a window sent, in words for the log; undefined where nothing is. */
import { WORK_ORDER_KINDS } from '#shared/domain/work-order/work-order.ts';

const LONGEST_NAME = 128;
const LONGEST_TEXT = 4_000;
const MOST_ITEMS = 100;

type Loose = Readonly<Record<string, unknown>>;

export function personOf(value: unknown): string | undefined {
  const name = typeof value === 'string' ? value.trim() : '';
  return name === '' || name.length > LONGEST_NAME ? undefined : name;
}

export function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= LONGEST_TEXT;
}

export function newOrderFlaw(value: unknown): string | undefined {
  if (!isObject(value)) return 'order must be an object';
  const { kind, priority, zoneId, assetId, title, source } = value;
  if (!(WORK_ORDER_KINDS as readonly unknown[]).includes(kind)) return 'kind is not known';
  if (priority === undefined) return 'priority must be 1 to 4';
  if (typeof zoneId !== 'string') return 'zoneId must be the id of a zone';
  if (assetId !== undefined && typeof assetId !== 'string') return 'assetId must be the id of an asset';
  if (!isLocalized(title) || (title['zh'] === '' && title['en'] === '')) return 'title must say something';
  // For an incident somebody is sent by `incident.send`, which knows a drill when it sees one.
  if (!isObject(source) || !['hand', 'alarm', 'request'].includes(String(source['from'])))
    return 'source must say from what';
  return fieldsFlaw(value);
}

export function fieldsFlaw(value: unknown): string | undefined {
  if (!isObject(value)) return 'fields must be an object';
  const { priority, title, description, parts, checklist, cost } = value;
  if (priority !== undefined && ![1, 2, 3, 4].includes(priority as number)) return 'priority must be 1 to 4';
  if (title !== undefined && !isLocalized(title)) return 'title must be { zh, en }';
  if (description !== undefined && !isLocalized(description)) return 'description must be { zh, en }';
  if (cost !== undefined && !isAmount(cost)) return 'cost must be a number, not negative';
  if (!isListOf(parts, ({ name, count }) => isText(name) && isAmount(count)))
    return 'parts must be a list of { name, count }';
  if (!isListOf(checklist, ({ text, done }) => isText(text) && typeof done === 'boolean'))
    return 'checklist must be a list of { text, done }';
  return undefined;
}

function isObject(value: unknown): value is Loose {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
function isAmount(value: unknown): boolean {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}
function isLocalized(value: unknown): value is Loose {
  return isObject(value) && isText(value['zh']) && isText(value['en']);
}
function isListOf(value: unknown, holds: (item: Loose) => boolean): boolean {
  if (value === undefined) return true;
  return (
    Array.isArray(value) && value.length <= MOST_ITEMS && value.every((item) => isObject(item) && holds(item))
  );
}
