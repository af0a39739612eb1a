/**
 * Stands in for a broker that is never the limit: answers what a client needs to subscribe, then writes the same recorded
 * MQTT bytes as fast as the client reads. argv: number of messages, number of points. Prints its port, then `done`.
 */
import { createServer, type Socket } from 'node:net';
import { generate, parser as createParser, type Packet } from 'mqtt-packet';
import { measuredMessages } from '../measured-site.ts';

const total = Number(process.argv[2]);
const points = Number(process.argv[3]);
const BATCH = 500;

interface Batch {
  readonly bytes: Buffer;
  readonly messages: number;
}

/** The recording: one message a point, in a fixed shuffled order, as bytes of that protocol version. */
function record(protocolVersion: 4 | 5): Batch[] {
  const packets = measuredMessages(points, Date.now()).map(([topic, payload]) =>
    generate({ cmd: 'publish', topic, payload, qos: 0, dup: false, retain: false }, { protocolVersion }),
  );
  const batches: Batch[] = [];
  for (let at = 0; at < packets.length; at += BATCH) {
    const some = packets.slice(at, at + BATCH);
    batches.push({ bytes: Buffer.concat(some), messages: some.length });
  }
  return batches;
}

function replay(socket: Socket, batches: readonly Batch[]): void {
  let sent = 0;
  let next = 0;
  const write = (): void => {
    while (sent < total) {
      const { bytes, messages } = batches[next % batches.length] as Batch;
      const more = socket.write(bytes);
      next += 1;
      sent += messages;
      if (!more) {
        socket.once('drain', write);
        return;
      }
    }
    console.log('done');
  };
  write();
}

const server = createServer((socket) => {
  let version: 4 | 5 = 4;
  let started = false;
  let lastFilter: NodeJS.Timeout | undefined;
  const parser = createParser();
  const answer = (packet: Packet): void => void socket.write(generate(packet, { protocolVersion: version }));
  parser.on('packet', (packet: Packet) => {
    if (packet.cmd === 'connect') {
      version = packet.protocolVersion === 5 ? 5 : 4;
      answer({ cmd: 'connack', reasonCode: 0, returnCode: 0, sessionPresent: false } as Packet);
    } else if (packet.cmd === 'subscribe') {
      answer({
        cmd: 'suback',
        messageId: packet.messageId,
        granted: packet.subscriptions.map(() => 0),
      } as Packet);
      // A client may subscribe in several steps; the replay starts when it has asked for the site's topics.
      if (started || !packet.subscriptions.some(({ topic }) => topic.startsWith('bench/'))) return;
      started = true;
      lastFilter = setTimeout(() => replay(socket, record(version)), 200);
    } else if (packet.cmd === 'pingreq') {
      answer({ cmd: 'pingresp' });
    } else if (packet.cmd === 'publish' && packet.qos === 1) {
      answer({ cmd: 'puback', messageId: packet.messageId ?? 0 } as Packet);
    }
  });
  socket.on('data', (bytes) => parser.parse(bytes));
  // A client that ends its run closes in the middle of the replay: that is the end of it.
  socket.on('error', () => socket.destroy());
  socket.on('close', () => clearTimeout(lastFilter));
});
server.listen(0, '127.0.0.1', () => console.log(String((server.address() as { port: number }).port)));
process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
