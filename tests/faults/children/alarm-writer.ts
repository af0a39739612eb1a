/**
 * Raises, clears and acknowledges alarms through the real journal as fast as it can, until it is killed. Waits for a line
 * on stdin before it opens anything, so that a test may keep children warm.
 *
 * argv: folder, seed. stdout: `ready`, then one line for each promise it made to an operator:
 * `acked <alarm id> <occurrence>` once `acknowledge` said stored, `stored <alarm id> <occurrence> <seq>` once an alarm was.
 */
import { once } from 'node:events';
import { createHealth } from '#shared/base/health.ts';
import { epochMs, type Clock } from '#shared/base/brand.ts';
import type { Log } from '#shared/base/log.ts';
import { createRandom } from '#shared/base/random.ts';
import { QUALITY_GOOD } from '#shared/domain/sample.ts';
import { buildSite } from '#shared/domain/site/build.ts';
import { createAlarms, readAlarmEntries } from '#engine/alarms/alarms.ts';
import { openJournal } from '#engine/journal/journal.ts';
import { smallSite } from '#tests/builders/site.ts';

const [folder = '', seed = '1'] = process.argv.slice(2);
process.stdout.write('ready\n');
await once(process.stdin, 'data');
process.stdin.destroy();

const clock: Clock = { nowMs: () => epochMs(Date.now()), monotonicMs: () => performance.now() };
const log: Log = (level, message, facts) =>
  void process.stderr.write(`${level} ${message} ${JSON.stringify(facts)}\n`);
const opened = await openJournal({
  folder,
  clock,
  log,
  health: createHealth(clock.nowMs),
  segmentBytes: 64 * 1024,
});
if (!opened.ok) throw new Error(`${opened.error.code}: ${opened.error.detail}`);
const journal = opened.value;
const site = buildSite(smallSite(), 'r1');
const alarms = createAlarms({ site, journal, clock, log });
const entries = await readAlarmEntries(journal);
if (!entries.ok) throw new Error(entries.error.detail);
alarms.restore(entries.value);
alarms.onChange((alarm) => {
  if (alarm.storedSeq > 0)
    process.stdout.write(`stored ${alarm.id} ${alarm.occurrence} ${alarm.storedSeq}\n`);
});

const random = createRandom(Number(seed));
const points = ['SD-1.smoke', 'SD-2.smoke', 'L-1.state', 'CL-1.temperature', 'CL-1.co2'].map(
  (id) => site.pointById.get(id) ?? fail(id),
);
function fail(id: string): never {
  throw new Error(`no point ${id}`);
}

async function acknowledgeOne(): Promise<void> {
  const active = alarms.active();
  const chosen = active[Math.floor(random() * active.length)];
  if (!chosen) return;
  const { acknowledged, stored } = await alarms.acknowledge([chosen], 'operator');
  if (stored && acknowledged.length === 1) process.stdout.write(`acked ${chosen.id} ${chosen.occurrence}\n`);
}

for (;;) {
  for (let n = 0; n < 4; n += 1) {
    const point = points[Math.floor(random() * points.length)] ?? fail('any');
    alarms.onSample(point.index, Math.floor(random() * 3), Date.now(), Date.now(), QUALITY_GOOD);
  }
  if (random() < 0.02) alarms.snapshot();
  if (random() < 0.7) void acknowledgeOne();
  if (random() < 0.5) await alarms.pendingStore();
}
