/** The report as a file of its own: what a reader needs to check it. */
import { canonicalJson } from '#shared/base/canonical-json.ts';
import type { ReportRead } from '#shared/protocol/report-requests.ts';

export function saveJson(name: string, { report, seal }: ReportRead): void {
  const text = canonicalJson(seal ? { report, seal } : { report });
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `${name.replaceAll(/[\\/:*?"<>|]/g, '-')}.json`;
  link.click();
  // The download has its own hold on the bytes by then.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
