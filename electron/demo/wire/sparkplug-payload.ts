/**
 * Writes Eclipse Sparkplug B 3.0 payloads (clause 6.4, `sparkplug_b.proto`) as Protocol Buffers: only what an edge node
 * of this simulation says. Reading lives in the engine; the two share nothing, so that each checks the other.
 */
export interface Metric {
  readonly name?: string | undefined;
  readonly alias?: number | undefined;
  /** Epoch ms. */
  readonly timestampMs: number;
  readonly value: { readonly type: 'Int32' | 'UInt64' | 'Double' | 'Boolean'; readonly is: number };
  readonly historical?: boolean | undefined;
}

const DATATYPE = { Int32: 3, UInt64: 8, Double: 10, Boolean: 11 } as const;

/** @param seq 0 to 255; absent in NDEATH. */
export function encodeSparkplug(
  timestampMs: number,
  seq: number | undefined,
  metrics: readonly Metric[],
): Uint8Array {
  const out = createWriter(64 + metrics.length * 48);
  out.varintField(1, timestampMs);
  for (const metric of metrics) out.messageField(2, (inner) => writeMetric(inner, metric));
  if (seq !== undefined) out.varintField(3, seq);
  return out.bytes();
}

function writeMetric(out: Writer, { name, alias, timestampMs, value, historical }: Metric): void {
  if (name !== undefined) out.textField(1, name);
  if (alias !== undefined) out.varintField(2, alias);
  out.varintField(3, timestampMs);
  out.varintField(4, DATATYPE[value.type]);
  if (historical) out.varintField(5, 1);
  switch (value.type) {
    case 'Int32':
      // Negative values stand as their 32-bit two's complement in the uint32 member int_value.
      return out.varintField(10, value.is >>> 0);
    case 'UInt64':
      return out.varintField(11, value.is);
    case 'Double':
      return out.doubleField(13, value.is);
    case 'Boolean':
      return out.varintField(14, value.is === 0 ? 0 : 1);
  }
}

interface Writer {
  varintField(field: number, value: number): void;
  doubleField(field: number, value: number): void;
  textField(field: number, text: string): void;
  messageField(field: number, write: (inner: Writer) => void): void;
  bytes(): Uint8Array;
}

const VARINT = 0;
const FIXED64 = 1;
const LENGTH = 2;

function createWriter(capacity: number): Writer {
  let buffer = Buffer.allocUnsafe(capacity);
  let at = 0;
  const room = (bytes: number): void => {
    if (at + bytes <= buffer.length) return;
    const larger = Buffer.allocUnsafe(2 * (at + bytes));
    buffer.copy(larger, 0, 0, at);
    buffer = larger;
  };
  /** Whole numbers up to 2^53: division instead of shifts, which stop at 32 bits. */
  const varint = (value: number): void => {
    room(10);
    let rest = value;
    while (rest >= 0x80) {
      buffer[at++] = (rest % 0x80) | 0x80;
      rest = Math.floor(rest / 0x80);
    }
    buffer[at++] = rest;
  };
  const key = (field: number, wire: number): void => varint(field * 8 + wire);
  const block = (field: number, bytes: Uint8Array): void => {
    key(field, LENGTH);
    varint(bytes.length);
    room(bytes.length);
    buffer.set(bytes, at);
    at += bytes.length;
  };
  return {
    varintField(field, value) {
      key(field, VARINT);
      varint(value);
    },
    doubleField(field, value) {
      key(field, FIXED64);
      room(8);
      at = buffer.writeDoubleLE(value, at);
    },
    textField: (field, text) => block(field, Buffer.from(text, 'utf8')),
    messageField(field, write) {
      const inner = createWriter(64);
      write(inner);
      block(field, inner.bytes());
    },
    bytes: () => buffer.subarray(0, at),
  };
}
