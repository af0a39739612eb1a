/** Format `raw`: the whole payload is one number, boolean or word. */
import { notAsExpected, note } from '#shared/domain/note.ts';
import type { PayloadSpec } from '#shared/domain/site/document.ts';
import { payloadText } from './json/parse.ts';
import { refuse } from './message.ts';
import { bound, refused, type Binding, type Tools } from './route.ts';
import { createTarget } from './target.ts';
import { fill, type Captures } from './topic.ts';

export type RawSpec = Extract<PayloadSpec, { format: 'raw' }>;

/** Longer payloads are no scalar. */
const LONGEST = 256;

const TENS = Float64Array.from({ length: 16 }, (_, power) => Number(`1e${power}`));

export function bindRaw(spec: RawSpec, assetTemplate: string, captures: Captures, tools: Tools): Binding {
  const assetId = fill(assetTemplate, captures) ?? '';
  const pointKey = fill(spec.point, captures) ?? '';
  const asset = tools.site.assetById.get(assetId);
  if (!asset) return refused('unknown-asset', note('no-asset', { asset: assetId }));
  const point = tools.pointOf(asset, pointKey);
  if (!point) return refused('unknown-point', note('no-point', { asset: assetId, point: pointKey }));
  const target = createTarget(point, spec);
  return bound((message) => {
    const { payload } = message;
    const number = plainNumber(payload);
    if (number === number) return tools.emitter.number(message, target, number, '');
    if (payload.length > LONGEST)
      return refuse(
        message,
        'wrong-shape',
        notAsExpected(target.pointId, `${payload.length} B`, 'number-or-word'),
      );
    const text = payloadText(message);
    if (text === undefined) return;
    if (text.trim() === '')
      return refuse(message, 'not-a-number', notAsExpected(target.pointId, '', 'number-or-word'));
    tools.emitter.text(message, target, text.trim(), '');
  });
}

/** `-?digits[.digits]`, exact up to 15 digits (see json/scanner.ts); NaN: anything else, to be looked at as text. */
function plainNumber(bytes: Buffer): number {
  const length = bytes.length;
  if (length === 0 || length > 17) return NaN;
  const negative = bytes[0] === 45;
  let value = 0;
  let decimals = -1;
  let digits = 0;
  for (let at = negative ? 1 : 0; at < length; at += 1) {
    const byte = bytes[at] as number;
    if (byte === 46 && decimals === -1 && digits > 0) decimals = 0;
    else if (byte >= 48 && byte <= 57) {
      value = value * 10 + (byte - 48);
      digits += 1;
      if (decimals !== -1) decimals += 1;
    } else return NaN;
  }
  if (digits === 0 || digits > 15 || decimals === 0) return NaN;
  const magnitude = decimals > 0 ? value / (TENS[decimals] as number) : value;
  return negative ? -magnitude : magnitude;
}
