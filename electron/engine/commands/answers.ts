/** What devices answer: which command it is about, and yes or no. */
import { utf8Decode } from '#shared/base/encoding.ts';
import type { PointCommand } from '#shared/domain/site/command.ts';
import { follow, parsePath } from '#engine/decode/path.ts';

export interface Answer {
  readonly correlation: string;
  readonly took: boolean;
}

type Response = NonNullable<PointCommand['response']>;

/** Longest answer that is read. Bytes. */
const LONGEST = 64 * 1024;

/**
 * @param correlation correlation data of MQTT 5, where the answer came with any.
 * @returns undefined where it cannot be told which command it answers.
 */
export function readAnswer(
  response: Response,
  payload: Uint8Array,
  correlation: Uint8Array | undefined,
): Answer | undefined {
  const body = response.correlation !== undefined || response.refused ? jsonOf(payload) : undefined;
  const named =
    (correlation && textOf(correlation)) ??
    (response.correlation === undefined ? undefined : follow(body, parsePath(response.correlation)));
  if (typeof named !== 'string' || named === '') return undefined;
  const { refused } = response;
  const said = refused && follow(body, parsePath(refused.path));
  return { correlation: named, took: !refused || !refused.in.some((word) => word === said) };
}

function jsonOf(payload: Uint8Array): unknown {
  try {
    return payload.length > LONGEST ? undefined : JSON.parse(utf8Decode(payload));
  } catch {
    return undefined;
  }
}

function textOf(bytes: Uint8Array): string | undefined {
  try {
    return utf8Decode(bytes);
  } catch {
    return undefined;
  }
}
