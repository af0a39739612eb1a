/** Checks a report by hand: `check.ts <report.json> [<journal folder>]`. Reads only. */
import { readFile } from 'node:fs/promises';
import { sealFlaw, type SealedReport } from '#shared/domain/report/seal.ts';
import { readLink } from '#engine/journal/read.ts';
import { sha256 } from './reports.ts';

/** @returns lines for a terminal, and the exit code: 0 sound, 1 not sound. @throws the file system's error. */
export async function checkReport(
  file: string,
  journalFolder: string | undefined,
): Promise<{ readonly lines: readonly string[]; readonly code: 0 | 1 }> {
  const document = parse(await readFile(file, 'utf8'));
  const flaw = sealFlaw(document, sha256);
  if (flaw) return { lines: [`NOT SOUND: ${flaw}`], code: 1 };
  const { report, seal } = document as SealedReport;
  const lines = [
    `report of ${report.incident.id}, ${report.incident.acts} acts, sealed ${new Date(seal.atMs).toISOString()} by ${seal.by}`,
    `record ${seal.seq} of station ${seal.stationId}, hash ${seal.hash}`,
  ];
  if (journalFolder === undefined)
    return { lines: ['sound; the journal was not looked at', ...lines], code: 0 };
  const inJournal = (await readLink(journalFolder, seal.seq))?.hash;
  if (inJournal === seal.hash) return { lines: ['sound, and it stands in the journal', ...lines], code: 0 };
  const found = inJournal === undefined ? 'no such record' : `hash ${inJournal}`;
  return { lines: [`NOT SOUND: not-in-journal; record ${seal.seq} there: ${found}`, ...lines], code: 1 };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

if (process.argv[1] === import.meta.filename) {
  const [file, journalFolder] = process.argv.slice(2);
  if (file === undefined) {
    process.stderr.write('usage: check.ts <report.json> [<journal folder>]\n');
    process.exitCode = 2;
  } else {
    try {
      const { lines, code } = await checkReport(file, journalFolder);
      process.stdout.write(`${lines.join('\n')}\n`);
      process.exitCode = code;
    } catch (error) {
      process.stderr.write(`${file}: ${String(error)}\n`);
      process.exitCode = 2;
    }
  }
}
