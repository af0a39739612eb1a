/** The reference phone as a page: served by the demo's broker, over MQTT through WebSocket on the same port. @headless */
import { fork } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import mqtt from 'mqtt';
import { WebSocket } from 'ws';
import type { DemoReport } from '#shared/protocol/demo.ts';
import {
  ASSIGNMENT_SCHEMA,
  readAnswer,
  readPhoto,
  readPresence,
  staffTopics,
} from '#shared/protocol/staff-topics.ts';
import { fileTypeOf } from '#shared/domain/work-order/file.ts';
import { expect, test } from './fixture.ts';
import { PIXEL } from './pixel.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const topics = staffTopics('riverside-one');
const STAFF = 'zhao-lei';

interface Broker {
  readonly url: string;
  readonly page: string;
  end(): void;
}

/** The demo alone: what is tested here must not be answered by an engine. */
function startDemo(): Promise<Broker> {
  const config = { siteFolder: path.join(root, 'assets/demo-site'), port: 0, backlog: false };
  const child = fork(path.join(root, 'dist/electron/demo.js'), [JSON.stringify(config)], { stdio: 'ignore' });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.on('message', (report: DemoReport) => {
      if (report.type === 'ready')
        resolve({ url: report.url, page: report.url.replace('mqtt', 'http'), end: () => child.kill() });
    });
  });
}

test('@headless a phone joins by the page: told of its order, it answers, and is missed when it goes', async ({
  systemBrowser,
}) => {
  const broker = await startDemo();
  const station = mqtt.connect(broker.url, { protocolVersion: 4 });
  const heard = { answers: [] as string[], photos: [] as string[], online: undefined as boolean | undefined };
  station.on('message', (topic, payload) => {
    const answer = readAnswer(payload);
    const presence = readPresence(payload);
    const photo = readPhoto(payload);
    if (topic === topics.photos(STAFF) && photo.ok)
      heard.photos.push(`${photo.value.orderId} ${photo.value.name} ${fileTypeOf(photo.value.bytes)}`);
    if (topic === topics.answers(STAFF) && answer.ok) heard.answers.push(answer.value.answer);
    if (topic === topics.presence(STAFF) && presence.ok) heard.online = presence.value.online;
  });
  const page = await (await systemBrowser()).newPage();
  try {
    await station.subscribeAsync([topics.answers(STAFF), topics.photos(STAFF), topics.presence(STAFF)], {
      qos: 1,
    });
    await page.goto(`${broker.page}/?site=riverside-one&staff=${STAFF}`);
    await expect(page.locator('#state')).toContainText(STAFF);
    await expect.poll(() => heard.online).toBe(true);
    const give = (state: string) =>
      station.publishAsync(
        topics.order(STAFF, 'WO-1'),
        JSON.stringify({
          schema: ASSIGNMENT_SCHEMA,
          orderId: 'WO-1',
          state,
          title: { zh: '电梯困人', en: 'People trapped' },
          place: { zh: '一层', en: '1F' },
        }),
        { qos: 1, retain: true },
      );
    await give('assigned');
    const card = page.getByRole('article');
    await expect(card).toContainText('WO-1');
    await card.getByRole('button', { name: 'Accept' }).click();
    await expect.poll(() => heard.answers).toEqual(['accepted']);
    await give('accepted');
    await card.getByRole('button', { name: 'On the way' }).click();
    await expect.poll(() => heard.answers).toEqual(['accepted', 'on-the-way']);
    await card.getByLabel('Photo').setInputFiles({ name: 'leak.png', mimeType: 'image/png', buffer: PIXEL });
    await expect.poll(() => heard.photos).toEqual(['WO-1 leak.jpg image/jpeg']);
    await station.publishAsync(topics.order(STAFF, 'WO-1'), '', { qos: 1, retain: true });
    await expect(card).toHaveCount(0);
    // A page that is closed sends no farewell: its Last Will does, and then the simulation has the phone back or leaves it.
    heard.online = undefined;
    await page.close();
    await expect.poll(() => heard.online).toBeDefined();
  } finally {
    await station.endAsync(true);
    broker.end();
  }
});

test('@headless no other page may speak for the staff', async () => {
  const broker = await startDemo();
  const opened = await new Promise<boolean>((resolve) => {
    const socket = new WebSocket(`${broker.page.replace('http', 'ws')}/mqtt`, 'mqtt', {
      origin: 'http://elsewhere.example',
    });
    socket.once('open', () => resolve(true));
    socket.once('error', () => resolve(false));
  });
  broker.end();
  expect(opened).toBe(false);
});
