/** What came over a link is a claim: a host checks its shape here before the engine sees it. */
import type { PageMessage } from './messages.ts';

type Fields = Readonly<Record<string, unknown>>;

const isText = (value: unknown, max: number): value is string =>
  typeof value === 'string' && value.length <= max;
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

const checks: Readonly<Record<PageMessage['type'], (message: Fields) => boolean>> = {
  hello: ({ protocol, role, siteRevision }) =>
    isCount(protocol) &&
    (role === 'window' || role === 'recorder') &&
    (siteRevision === undefined || isText(siteRevision, 128)),
  'frame-ack': ({ seq }) => isCount(seq),
  'stream-ack': ({ engineRun, number }) => isText(engineRun, 128) && isCount(number),
  request: ({ id, name }) => isCount(id) && isText(name, 64),
  ping: ({ id }) => isCount(id),
};

/** @returns undefined when it is no message of a page; parameters of a request are checked by the engine. */
export function readPageMessage(value: unknown): PageMessage | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const message = value as Fields;
  if (typeof message['type'] !== 'string' || !Object.hasOwn(checks, message['type'])) return undefined;
  return checks[message['type'] as PageMessage['type']](message) ? (value as PageMessage) : undefined;
}
