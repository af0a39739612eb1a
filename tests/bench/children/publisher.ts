/**
 * A site that publishes at a steady rate. argv: url, messages a second, seconds, points, alarms (yes|no). Prints
 * `sent <alarm number> <epoch ms>` for each alarm and at the end `total <telemetry messages>`.
 */
import mqtt from 'mqtt';
import { measuredMessages } from '../measured-site.ts';

const [, , url = '', rateText, secondsText, pointsText, alarms] = process.argv;
const rate = Number(rateText);
const seconds = Number(secondsText);
const points = Number(pointsText);
const STEP_MS = 5;
const ALARM_EVERY_MS = 500;

const topics = measuredMessages(points, 0);
const client = mqtt.connect(url, { protocolVersion: 5 });
const now = (): number => performance.timeOrigin + performance.now();

client.on('connect', () => {
  const startedAt = performance.now();
  let sent = 0;
  let alarm = 0;
  const timer = setInterval(() => {
    const elapsed = performance.now() - startedAt;
    const due = Math.min(Math.floor((elapsed * rate) / 1000), rate * seconds);
    const ts = Date.now();
    for (; sent < due; sent += 1) {
      const [topic, payload] = topics[sent % topics.length] as (typeof topics)[0];
      client.publish(topic, payload.replace('"ts":0', `"ts":${ts}`), { qos: 0 });
    }
    // Each on an asset of its own, so that none can hide behind another.
    while (alarms === 'yes' && alarm < Math.floor(elapsed / ALARM_EVERY_MS)) {
      alarm += 1;
      console.log(`sent ${alarm} ${now()}`);
      client.publish(`alarm/CL-${alarm}/co2`, JSON.stringify({ value: 5_000, ts: Date.now() }), { qos: 1 });
    }
    if (sent < rate * seconds) return;
    clearInterval(timer);
    client.end(false, () => console.log(`total ${sent}`));
  }, STEP_MS);
});
process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
