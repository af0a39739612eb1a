/**
 * The one door through which a site file comes in. Invariants: never throws, whatever the value; says everything that is
 * wrong at once; a document that passes can be built by `buildSite` without a dangling reference. Nothing is half-loaded.
 */
import { siteDocumentSchema, type SiteDocument } from './document.ts';
import { jsonTextProblems } from './json-text.ts';
import type { SiteProblem } from './problem.ts';
import { referenceProblems } from './reference-problem.ts';
import { schemaProblems } from './schema-problem.ts';

export { describeProblems, type SiteProblem } from './problem.ts';

export type CheckedSite =
  | { readonly ok: true; readonly value: SiteDocument }
  | { readonly ok: false; readonly problems: readonly SiteProblem[] };

/** @param json any value, as `JSON.parse` gives it. @returns the document with its defaults filled in, or all problems. */
export function checkSite(json: unknown): CheckedSite {
  const parsed = siteDocumentSchema.safeParse(json);
  const problems = [
    ...(parsed.success ? [] : schemaProblems(json, parsed.error.issues)),
    ...referenceProblems(json),
  ];
  return parsed.success && problems.length === 0 ? { ok: true, value: parsed.data } : { ok: false, problems };
}

/** As `checkSite`, from the text of the file: mistakes of JSON itself are told by line and column. */
export function parseSiteText(text: string): CheckedSite {
  // Editors on Windows put a byte order mark first; RFC 8259 section 8.1 lets a reader ignore it.
  const bare = text.startsWith('\uFEFF') ? text.slice(1) : text;
  const broken = jsonTextProblems(bare);
  if (broken.length > 0) return { ok: false, problems: broken };
  return checkSite(JSON.parse(bare));
}
