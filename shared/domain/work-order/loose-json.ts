/** Reading what another station, or an older program, wrote: a part that is not as expected reads as absent. */
import type { AlarmPriority, LocalizedText } from '#shared/domain/site/document.ts';
import type { ChecklistItem, PartUsed, WorkOrderFile, WorkOrderKind, WorkOrderSource } from './work-order.ts';
import { WORK_ORDER_KINDS } from './work-order.ts';

type Loose = Readonly<Record<string, unknown>>;

export function asObject(value: unknown): Loose {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Loose) : {};
}
export function asText(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
export function asNumber(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}
/** The other language stands in where one is missing. */
export function asLocalized(value: unknown): LocalizedText {
  const { zh, en } = asObject(value);
  const [chinese, english] = [asText(zh), asText(en)];
  return { zh: chinese ?? english ?? '', en: english ?? chinese ?? '' };
}
export function asPriority(value: unknown): AlarmPriority | undefined {
  return value === 1 || value === 2 || value === 3 || value === 4 ? value : undefined;
}
export function asKind(value: unknown): WorkOrderKind | undefined {
  return WORK_ORDER_KINDS.find((kind) => kind === value);
}
export function asSource(value: unknown): WorkOrderSource {
  const { from, ref, task } = asObject(value);
  const known = (['alarm', 'incident', 'request'] as const).find((name) => name === from);
  const step = asText(task);
  return { from: known ?? 'hand', ref: asText(ref), ...(step === undefined ? {} : { task: step }) };
}
export function asFiles(value: unknown): readonly WorkOrderFile[] {
  return listOf(value, ({ name, hash, sizeBytes }) => {
    const [called, digest, size] = [asText(name), asText(hash), asNumber(sizeBytes)];
    return called && digest && size !== undefined
      ? { name: called, hash: digest, sizeBytes: size }
      : undefined;
  });
}
export function asParts(value: unknown): readonly PartUsed[] {
  return listOf(value, ({ name, count }) => {
    const [called, number] = [asText(name), asNumber(count)];
    return called && number !== undefined ? { name: called, count: number } : undefined;
  });
}
export function asChecklist(value: unknown): readonly ChecklistItem[] {
  return listOf(value, ({ text, done }) => {
    const said = asText(text);
    return said ? { text: said, done: done === true } : undefined;
  });
}

function listOf<T>(value: unknown, read: (item: Loose) => T | undefined): readonly T[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((item) => read(asObject(item)) ?? []);
}
