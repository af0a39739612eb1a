/**
 * Appends a record whenever it is told to, while a test lowers and lifts its file size limit: the kernel itself refuses (EFBIG).
 *
 * argv: folder. stdin: `append`, `quit`. stdout: one JSON line an append, with what the journal and the alarms say.
 */
import { createInterface } from 'node:readline';
import { createHealth } from '#shared/base/health.ts';
import { epochMs, type Clock } from '#shared/base/brand.ts';
import { QUALITY_GOOD } from '#shared/domain/sample.ts';
import { buildSite } from '#shared/domain/site/build.ts';
import type { AlarmId } from '#shared/domain/alarm/alarm.ts';
import { createAlarms } from '#engine/alarms/alarms.ts';
import { openJournal } from '#engine/journal/journal.ts';
import { smallSite } from '#tests/builders/site.ts';

const [folder = ''] = process.argv.slice(2);
const clock: Clock = { nowMs: () => epochMs(Date.now()), monotonicMs: () => performance.now() };
const health = createHealth(clock.nowMs);
const log = (): undefined => undefined;
const opened = await openJournal({ folder, clock, log, health, retryMs: 20 });
if (!opened.ok) throw new Error(`${opened.error.code}: ${opened.error.detail}`);
const journal = opened.value;
const site = buildSite(smallSite(), 'r1');
const alarms = createAlarms({ site, journal, clock, log });
const smoke = site.pointById.get('SD-1.smoke');
if (!smoke) throw new Error('no smoke detector');
const id = 'smoke/SD-1.smoke' as AlarmId;
let heard = 0;
alarms.onChange(() => {
  heard += 1;
});

process.stdout.write('ready\n');
for await (const line of createInterface(process.stdin)) {
  if (line === 'quit') break;
  const before = heard;
  alarms.onSample(smoke.index, 1, Date.now(), Date.now(), QUALITY_GOOD);
  const seen = heard > before;
  const { stored } = await alarms.acknowledge(
    [{ id, occurrence: alarms.get(id)?.occurrence ?? 0 }],
    'operator',
  );
  alarms.onSample(smoke.index, 0, Date.now(), Date.now(), QUALITY_GOOD);
  await alarms.pendingStore();
  const conditions = health.list().map(({ code, facts }) => ({ code, reason: facts.reason }));
  process.stdout.write(`${JSON.stringify({ seen, stored, conditions, ...journal.head() })}\n`);
}
await journal.close();
process.stdin.destroy();
