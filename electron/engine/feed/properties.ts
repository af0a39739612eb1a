/** Properties of a PUBLISH, as they came: OASIS MQTT 5.0, sections 2.2.2 and 3.3.2.3. Read only where somebody asks. */

const CORRELATION_DATA = 0x09;

/** Bytes of a value by property id; a negative number is that many fields with a two-byte length before each. */
const sizes: Readonly<Record<number, number>> = {
  0x01: 1, // payload format indicator
  0x02: 4, // message expiry interval
  0x03: -1, // content type
  0x08: -1, // response topic
  [CORRELATION_DATA]: -1,
  0x23: 2, // topic alias
  0x26: -2, // user property
};
const SUBSCRIPTION_ID = 0x0b;

/** @returns the correlation data (3.3.2.3.6), or undefined where there are none or the bytes are not what they should be. */
export function correlationData(properties: Uint8Array): Uint8Array | undefined {
  for (let at = 0; at < properties.length;) {
    const id = properties[at] as number;
    at += 1;
    if (id === SUBSCRIPTION_ID) {
      while ((properties[at] ?? 0) > 0x7f) at += 1;
      at += 1;
      continue;
    }
    const size = sizes[id];
    if (size === undefined) return undefined;
    if (size > 0) at += size;
    for (let field = 0; field > size; field -= 1) {
      const length = ((properties[at] ?? 0) << 8) | (properties[at + 1] ?? 0);
      const end = at + 2 + length;
      if (end > properties.length) return undefined;
      if (id === CORRELATION_DATA) return properties.subarray(at + 2, end);
      at = end;
    }
  }
  return undefined;
}
