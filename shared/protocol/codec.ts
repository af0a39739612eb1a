/**
 * Messages as bytes for transports that carry bytes (WebSocket). Layout, little-endian:
 *   u32 length of header | header (UTF-8 JSON) | zero padding to 8 | typed arrays, each padded to 8
 * In the header a typed array stands as `{"$array": [type, offset, length]}` (offset in bytes from the first array), and a
 * number JSON has no word for as `{"$number": "NaN" | "Infinity" | "-Infinity"}`. `undefined` members are absent.
 * Decoded arrays are views on the message's own buffer: they live as long as it does, and must not be written.
 */
import { utf8Decode, utf8Encode } from '#shared/base/encoding.ts';

const arrayTypes = {
  u8: Uint8Array,
  u32: Uint32Array,
  f32: Float32Array,
  f64: Float64Array,
} as const;
type ArrayType = keyof typeof arrayTypes;
type AnyArray = Uint8Array | Uint32Array | Float32Array | Float64Array;

/** A message that is not of this layout: a bug or an alien peer; the link is closed. */
export class CodecError extends Error {
  override readonly name = 'CodecError';
}

function typeOf(value: unknown): ArrayType | undefined {
  if (value instanceof Float64Array) return 'f64';
  if (value instanceof Uint32Array) return 'u32';
  if (value instanceof Uint8Array) return 'u8';
  if (value instanceof Float32Array) return 'f32';
  return undefined;
}

function align8(bytes: number): number {
  return (bytes + 7) & ~7;
}

/** @throws CodecError when the value holds something that neither JSON nor this layout can carry. */
export function encodeMessage(message: object): Uint8Array<ArrayBuffer> {
  const arrays: AnyArray[] = [];
  let arrayBytes = 0;
  const header = JSON.stringify(message, (_key, value: unknown) => {
    if (typeof value === 'number' && !Number.isFinite(value)) return { $number: String(value) };
    if (typeof value === 'bigint') throw new CodecError('a bigint cannot be sent');
    const type = typeOf(value);
    if (type === undefined) return value;
    const array = value as AnyArray;
    const at = arrayBytes;
    arrays.push(array);
    arrayBytes += align8(array.byteLength);
    return { $array: [type, at, array.length] };
  });
  const headerBytes = utf8Encode(header);
  const arraysAt = align8(4 + headerBytes.length);
  const out = new Uint8Array(arraysAt + arrayBytes);
  new DataView(out.buffer).setUint32(0, headerBytes.length, true);
  out.set(headerBytes, 4);
  let at = arraysAt;
  for (const array of arrays) {
    out.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), at);
    at += align8(array.byteLength);
  }
  return out;
}

/** @throws CodecError on anything that `encodeMessage` did not write. */
export function decodeMessage(bytes: Uint8Array): unknown {
  if (bytes.byteLength < 4) throw new CodecError(`message of ${bytes.byteLength} bytes`);
  // Views need 8-byte alignment; a transport may hand over a slice at any offset (and Node's Buffer.slice copies nothing).
  const aligned = bytes.byteOffset % 8 === 0 ? bytes : new Uint8Array(bytes);
  const headerLength = new DataView(aligned.buffer, aligned.byteOffset, 4).getUint32(0, true);
  if (headerLength > aligned.byteLength - 4)
    throw new CodecError(`header of ${headerLength} bytes in a message of ${aligned.byteLength}`);
  const arraysAt = align8(4 + headerLength);
  let header: string;
  try {
    header = utf8Decode(aligned.subarray(4, 4 + headerLength));
  } catch {
    throw new CodecError('header is not UTF-8');
  }
  try {
    return JSON.parse(header, (_key, value: unknown) => revive(value, aligned, arraysAt));
  } catch (error) {
    if (error instanceof CodecError) throw error;
    throw new CodecError(`header is not JSON: ${String(error)}`);
  }
}

function revive(value: unknown, bytes: Uint8Array, arraysAt: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if ('$number' in value) return Number(value.$number);
  if (!('$array' in value)) return value;
  const [type, offset, length] = value.$array as [ArrayType, number, number];
  const Constructor = arrayTypes[type];
  if (Constructor === undefined) throw new CodecError(`unknown array type ${String(type)}`);
  const start = arraysAt + offset;
  if (
    !(offset >= 0) ||
    offset % 8 !== 0 ||
    start + length * Constructor.BYTES_PER_ELEMENT > bytes.byteLength
  ) {
    throw new CodecError(`array ${type}[${length}] at ${offset} lies outside the message`);
  }
  return new Constructor(bytes.buffer as ArrayBuffer, bytes.byteOffset + start, length);
}
