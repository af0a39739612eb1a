/** Reading what another station, or an older program, wrote: a part that is not as expected reads as absent. */
import type { AlarmPriority, LocalizedText } from '#shared/domain/site/document.ts';
import { cleanFileName, FILE_TYPES, type WorkOrderFile } from './file.ts';
import type { ChecklistItem, PartUsed, WorkOrderKind, WorkOrderSource } from './work-order.ts';
import { WORK_ORDER_KINDS } from './work-order.ts';

type Loose = Readonly<Record<string, unknown>>;

export function asObject(value: unknown): Loose {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Loose) : {};
}
export function asText(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
export function asTexts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.flatMap((one) => asText(one) ?? []) : [];
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
const SHA_256 = /^[0-9a-f]{64}$/;

export function asHash(value: unknown): string | undefined {
  const hash = asText(value);
  return hash !== undefined && SHA_256.test(hash) ? hash : undefined;
}
export function asFile({ name, hash, sizeBytes, type, station }: Loose): WorkOrderFile | undefined {
  const [called, digest, size] = [cleanFileName(asText(name) ?? ''), asHash(hash), asNumber(sizeBytes)];
  if (called === undefined || digest === undefined || size === undefined || size < 0) return undefined;
  const known = FILE_TYPES.find((one) => one === type) ?? 'application/octet-stream';
  return { name: called, hash: digest, sizeBytes: size, type: known, station: asText(station) ?? '' };
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
