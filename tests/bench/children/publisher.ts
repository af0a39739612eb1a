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
const ALARM_EVERY_MS = 250;

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
    // Up and down again, on the alarm lane: every second message raises.
    while (alarms === 'yes' && alarm < Math.floor(elapsed / ALARM_EVERY_MS)) {
      alarm += 1;
      const value = alarm % 2 === 1 ? 5_000 : 600;
      if (value > 600) console.log(`sent ${(alarm + 1) / 2} ${now()}`);
      client.publish('alarm/CL-0/co2', JSON.stringify({ value, ts: Date.now() }), { qos: 1 });
    }
    if (sent < rate * seconds) return;
    clearInterval(timer);
    client.end(false, () => console.log(`total ${sent}`));
  }, STEP_MS);
});
process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
