/** The whole engine with two windows and a recorder, on the replay. argv: url, messages, site folder. Prints messages a second. */
import { join } from 'node:path';
import { createEngine } from '#engine/engine.ts';
import { measuredPage } from '../page-ports.ts';
import { noSecrets } from '../no-secrets.ts';

const [, , url = '', count = '0', siteFolder = ''] = process.argv;
const total = Number(count);
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
const pages = [measuredPage('window'), measuredPage('window'), measuredPage('recorder')];
for (const page of pages) {
  engine.value.attach(page.port);
  page.hello();
}
let startedAt = 0;
let receivedAtStart = 0;
const timer = setInterval(() => {
  const { received, decoded, dropped, quarantined } = engine.value.vitals();
  if (startedAt === 0 && received > 0) {
    startedAt = performance.now();
    receivedAtStart = received;
  }
  if (received < total) return;
  clearInterval(timer);
  const rate = ((received - receivedAtStart) * 1000) / (performance.now() - startedAt);
  const frames = pages.map((page) => page.frames).join();
  console.log(
    `rate ${rate} decoded ${decoded} dropped ${dropped} quarantined ${quarantined} frames ${frames}`,
  );
  void engine.value.stop().then(() => process.exit(0));
}, 5);
