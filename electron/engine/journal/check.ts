/** `check.ts <folder>`: prints what `verifyJournal` finds. Exit code 0 sound, 1 damaged, 2 unreadable. */
import { describeReport, verifyJournal } from './verify.ts';

const folder = process.argv[2];
if (folder === undefined) {
  process.stderr.write('usage: check.ts <journal folder>\n');
  process.exitCode = 2;
} else {
  try {
    const report = await verifyJournal(folder);
    process.stdout.write(`${describeReport(report)}\n`);
    process.exitCode = report.ok ? 0 : 1;
  } catch (error) {
    process.stderr.write(`${folder}: ${String(error)}\n`);
    process.exitCode = 2;
  }
}
