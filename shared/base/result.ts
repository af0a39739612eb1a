/** An expected failure: `code` is stable and picks the text shown; `detail` is for the log and names what and where. */
export interface Failure<Code extends string = string> {
  readonly code: Code;
  readonly detail: string;
}

export type Result<T, Code extends string = string> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: Failure<Code> };

export function ok<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}

export function fail<Code extends string>(
  code: Code,
  detail: string,
): { readonly ok: false; readonly error: Failure<Code> } {
  return { ok: false, error: { code, detail } };
}
