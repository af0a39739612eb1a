import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fail, ok, type Result } from '#shared/base/result.ts';
import { buildSite } from '#shared/domain/site/build.ts';
import { describeProblems, parseSiteText } from '#shared/domain/site/check.ts';
import type { Site } from '#shared/domain/site/site.ts';

/**
 * Reads `site.json` of a site folder: all of it or nothing.
 * @returns `bad-site` with every problem, one a line, each with file, path, found and expected.
 */
export async function readSiteFolder(folder: string): Promise<Result<Site, 'bad-site'>> {
  const file = join(folder, 'site.json');
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    return fail(
      'bad-site',
      `${file}: cannot be read: ${String((error as NodeJS.ErrnoException).code ?? error)}`,
    );
  }
  const document = parseSiteText(text);
  if (!document.ok) return fail('bad-site', describeProblems(file, document.problems));
  return ok(buildSite(document.value, createHash('sha256').update(text).digest('hex').slice(0, 16)));
}
