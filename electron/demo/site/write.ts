/** `npm run demo-site`: writes the demo site and the published JSON Schema. Both are committed; a test keeps them current. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkSite, describeProblems } from '#shared/domain/site/check.ts';
import { siteJsonSchema } from '#shared/domain/site/json-schema.ts';
import { riversideDocument } from './document.ts';
import { readableJson } from './text.ts';

async function write(path: string, value: unknown): Promise<void> {
  const file = fileURLToPath(new URL(`../../../${path}`, import.meta.url));
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, readableJson(value));
  console.log(`wrote ${path}`);
}

const document = riversideDocument();
const checked = checkSite(document);
if (checked.ok) {
  await write('assets/demo-site/site.json', document);
  await write('assets/site.schema.json', siteJsonSchema());
} else {
  console.error(describeProblems('the demo site', checked.problems));
  process.exitCode = 1;
}
