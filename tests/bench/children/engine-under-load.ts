/**
 * The engine with two windows and a recorder at a real broker. argv: url, site folder. Prints `ready`, then
 * `alarm <number> <epoch ms>` when a window gets one, and for each line on its input `counts <json>`.
 */
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createEngine } from '#engine/engine.ts';
import { noSecrets } from '../no-secrets.ts';
import { measuredPage } from '../page-ports.ts';

const [, , url = '', siteFolder = ''] = process.argv;
const engine = await createEngine({
  siteFolder,
  dataFolder: join(siteFolder, 'data'),
  brokerUrl: url,
  host: 'headless',
  version: 'bench',
  secrets: noSecrets,
  log: () => undefined,
});
if (!engine.ok) throw new Error(engine.error.detail);
const { attach, vitals, stop } = engine.value;
const seen = new Set<number>();
const page = measuredPage('window', ({ alarms }) => {
  for (const { ruleId, assetId } of alarms) {
    const number = Number(assetId.slice('CL-'.length));
    if (ruleId !== 'co2-high-high' || seen.has(number)) continue;
    seen.add(number);
    console.log(`alarm ${number} ${performance.timeOrigin + performance.now()}`);
  }
});
for (const each of [page, measuredPage('window'), measuredPage('recorder')]) {
  attach(each.port);
  each.hello();
}
const online = setInterval(() => {
  if (!vitals().connections.every(({ state }) => state === 'online')) return;
  clearInterval(online);
  console.log('ready');
}, 20);
let cpu = process.cpuUsage();
createInterface({ input: process.stdin }).on('line', () => {
  const used = process.cpuUsage(cpu);
  const cpuS = (used.user + used.system) / 1e6;
  cpu = process.cpuUsage();
  const { received, decoded, dropped, quarantined, recorder } = vitals();
  const { rss, heapUsed } = process.memoryUsage();
  console.log(
    `counts ${JSON.stringify({ received, decoded, dropped, quarantined, lost: recorder.lostSamples, cpuS, rss, heapUsed })}`,
  );
});
process.stdin.on('end', () => {
  void stop().then(() => process.exit(0));
});
