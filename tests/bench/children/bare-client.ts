/** The yardstick: mqtt.js and `JSON.parse`, nothing else. argv: url, messages. Prints messages a second. */
import mqtt from 'mqtt';

const [, , url = '', count = '0'] = process.argv;
const total = Number(count);
let received = 0;
let sum = 0;
let startedAt = 0;
const client = mqtt.connect(url, { protocolVersion: 5, clean: true });
client.on('connect', () => client.subscribe('bench/#'));
client.on('message', (_topic, payload) => {
  if (received === 0) startedAt = performance.now();
  const reading = JSON.parse(payload.toString()) as { value: number };
  sum += reading.value;
  received += 1;
  if (received !== total) return;
  console.log(`rate ${(total * 1000) / (performance.now() - startedAt)} ${sum > 0 ? 'read' : ''}`);
  client.end(true, () => process.exit(0));
});
