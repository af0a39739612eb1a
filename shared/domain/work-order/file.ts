/**
 * Photos and other files of a work order. The shared record holds what they are and where they are; the bytes stay at the station
 * that took them. Pure.
 */

/** Bytes of one file: a photo of a telephone, a scanned report. */
export const FILE_LIMIT_BYTES = 8 * 1024 * 1024;
/** Files of one order: its record must stay small enough to be shared. */
export const MOST_FILES = 50;
export const LONGEST_FILE_NAME = 200;

export interface WorkOrderFile {
  readonly name: string;
  /** SHA-256, hex: the name of the bytes. */
  readonly hash: string;
  readonly sizeBytes: number;
  /** By what the bytes are, never by the name. */
  readonly type: FileType;
  /** The station that keeps the bytes. */
  readonly station: string;
}

export const FILE_TYPES = [
  'image/jpeg',
  'image/png',
  'image/gif',
  'image/webp',
  'application/pdf',
  'application/zip',
  'text/plain',
  'application/octet-stream',
] as const;
export type FileType = (typeof FILE_TYPES)[number];

/** What a page may show as a picture. SVG is not among them: it can hold script. */
export function isPicture(type: FileType): boolean {
  return type.startsWith('image/');
}

const SIGNATURES: readonly (readonly [FileType, offset: number, signature: string])[] = [
  ['image/jpeg', 0, '\xff\xd8\xff'],
  ['image/png', 0, '\x89PNG\r\n\x1a\n'],
  ['image/gif', 0, 'GIF87a'],
  ['image/gif', 0, 'GIF89a'],
  ['image/webp', 8, 'WEBP'],
  ['application/pdf', 0, '%PDF-'],
  ['application/zip', 0, 'PK\x03\x04'],
];
/** So far a text is looked at. */
const TEXT_LOOK_BYTES = 4_096;

/** By the first bytes (the signatures of the formats' own specifications); a name can say anything. */
export function fileTypeOf(bytes: Uint8Array): FileType {
  const holds = (offset: number, signature: string): boolean =>
    [...signature].every((character, at) => bytes[offset + at] === character.charCodeAt(0));
  const known = SIGNATURES.find(([, offset, signature]) => holds(offset, signature));
  if (known && (known[0] !== 'image/webp' || holds(0, 'RIFF'))) return known[0];
  return isText(bytes.subarray(0, TEXT_LOOK_BYTES)) ? 'text/plain' : 'application/octet-stream';
}

/** No control characters but tab, line feed and carriage return. */
function isText(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte >= 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d);
}

/** Fit to be shown and to be saved under: no path, no control character. @returns undefined where nothing is left. */
export function cleanFileName(name: string): string | undefined {
  const clean = name.replace(/[\u0000-\u001f\u007f\u202a-\u202e\u2066-\u2069]/g, '').replace(/[/\\]/g, '_');
  const trimmed = clean.trim().slice(-LONGEST_FILE_NAME);
  return trimmed === '' || /^\.+$/.test(trimmed) ? undefined : trimmed;
}
