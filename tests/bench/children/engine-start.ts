/** Starts the engine on a large site and asks for the first full frame. argv: site folder. Prints `frame <ms since start> <rss bytes>`. */
import { join } from 'node:path';
import { createEngine } from '#engine/engine.ts';
import { noSecrets } from '../no-secrets.ts';
import { measuredPage } from '../page-ports.ts';

const siteFolder = process.argv[2] ?? '';
const engine = await createEngine({
  siteFolder,
  dataFolder: join(siteFolder, 'data'),
  // Nobody listens there: the start must not wait for the broker.
  brokerUrl: 'mqtt://127.0.0.1:9',
  host: 'headless',
  version: 'bench',
  secrets: noSecrets,
  log: () => undefined,
});
if (!engine.ok) throw new Error(engine.error.detail);
const page = measuredPage('window', ({ full }) => {
  if (!full) return;
  console.log(`frame ${performance.now()} ${process.memoryUsage().rss}`);
  process.exit(0);
});
engine.value.attach(page.port);
page.hello();
