/** A publisher in a process of its own, so that it goes on while the process under test is busy. */
import { spawn } from 'node:child_process';

export interface Flood {
  stop(): Promise<void>;
}

/** Plain Node, MQTT 3.1.1 by hand: CONNECT, then QoS 0 PUBLISH of a rising number, 90 digits, to telemetry/0 … 19, 3,000 a second. */
const program = `
const [port] = process.argv.slice(1);
const packet = (first, ...parts) => {
  const body = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([first, body.length]), body]);
};
const text = (value) => Buffer.concat([Buffer.from([0, Buffer.byteLength(value)]), Buffer.from(value)]);
const socket = require('node:net').connect(Number(port), '127.0.0.1');
socket.write(packet(0x10, text('MQTT'), Buffer.from([4, 2, 0, 0]), text('flood')));
let number = 0;
const started = Date.now();
setInterval(() => {
  const packets = [];
  for (const due = (Date.now() - started) * 3; number < due; number += 1) {
    packets.push(packet(0x30, text('telemetry/' + (number % 20)), Buffer.from(String(number).padStart(90, '0'))));
  }
  socket.write(Buffer.concat(packets));
}, 10);
socket.on('error', () => process.exit(0)).on('close', () => process.exit(0)).resume();
`;

export function startFlood(port: number): Flood {
  const child = spawn(process.execPath, ['-e', program, String(port)], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const atExit = (): void => void child.kill('SIGKILL');
  process.on('exit', atExit);
  return {
    async stop() {
      process.off('exit', atExit);
      child.kill('SIGKILL');
      await gone;
    },
  };
}
