/** What the feed asks of the MQTT library and of the broker at connecting. */
import type { IClientOptions } from 'mqtt';
import type { ConnectionOptions } from './connection.ts';

/** Ping after 4 s of silence, give up after 6 s: with MQTT's factor of 1.5 the broker notices us gone after 6 s too. */
export const KEEP_ALIVE_S = 4;
/** The alarm session waits this long for us at the broker. */
const SESSION_EXPIRY_S = 24 * 3600;
/** A short reconnect is not announced as an absence. */
const WILL_DELAY_S = 5;
/** Messages read and not yet acknowledged. */
export const IN_FLIGHT_LIMIT = 1000;

export function clientOptions(options: ConnectionOptions): IClientOptions {
  const { url, version, ca, cert, key, serverName } = options;
  const protocol = url.protocol.slice(0, -1) as 'mqtt' | 'mqtts' | 'ws' | 'wss';
  const secure = protocol === 'mqtts' || protocol === 'wss';
  const webSocket = protocol === 'ws' || protocol === 'wss';
  const host = webSocket ? url.hostname : url.hostname.replace(/^\[|\]$/g, '');
  const tls = {
    ...(ca ? { ca } : {}),
    ...(cert ? { cert } : {}),
    ...(key ? { key } : {}),
    ...(serverName ? { servername: serverName } : {}),
    rejectUnauthorized: true,
  };
  return {
    protocol,
    host,
    hostname: host,
    ...(url.port ? { port: Number(url.port) } : {}),
    ...(webSocket
      ? { path: `${url.pathname || '/'}${url.search}`, ...(secure ? { wsOptions: tls } : {}) }
      : {}),
    ...(secure && !webSocket ? tls : {}),
    protocolVersion: version === '5' ? 5 : 4,
    clientId: options.clientId,
    ...(options.username === undefined ? {} : { username: options.username }),
    ...(options.password === undefined ? {} : { password: options.password }),
    clean: !options.persistent,
    keepalive: KEEP_ALIVE_S,
    reconnectPeriod: 0,
    resubscribe: false,
    queueQoSZero: false,
    // The lane has its own deadlines, one a stage.
    connectTimeout: 120_000,
    manualConnect: true,
    log: () => undefined,
    ...(options.will
      ? {
          will: {
            topic: options.will.topic,
            payload: Buffer.from(options.will.payload),
            qos: 1,
            retain: true,
            ...(version === '5' ? { properties: { willDelayInterval: WILL_DELAY_S } } : {}),
          },
        }
      : {}),
    ...(version === '5'
      ? {
          properties: {
            receiveMaximum: IN_FLIGHT_LIMIT,
            ...(options.persistent ? { sessionExpiryInterval: SESSION_EXPIRY_S } : {}),
          },
        }
      : {}),
  };
}
