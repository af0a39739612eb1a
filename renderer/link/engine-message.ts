/** The first look at what the engine sent: enough to work with it safely, or the reason why not. */
import { ok, fail, type Result } from '#shared/base/result.ts';
import type { EngineMessage } from '#shared/protocol/messages.ts';

type Fields = Readonly<Record<string, unknown>>;

const checks: Readonly<Record<EngineMessage['type'], (message: Fields) => string | undefined>> = {
  welcome: (m) =>
    isText(m['engineRun']) && isText(m['siteRevision']) && isNumber(m['nowMs']) ? undefined : 'incomplete',
  refusal: (m) => (isText(m['code']) ? undefined : 'without a code'),
  frame: checkFrame,
  batch: checkBatch,
  response: (m) =>
    isNumber(m['id']) && isObject(m['outcome']) && 'ok' in m['outcome'] ? undefined : 'incomplete',
  pong: (m) => (isNumber(m['id']) && isNumber(m['nowMs']) ? undefined : 'incomplete'),
};

export function readEngineMessage(message: unknown): Result<EngineMessage, 'bad-message'> {
  if (!isObject(message) || !isText(message['type']))
    return fail('bad-message', `not a message: ${typeof message}`);
  const type = message['type'];
  if (!Object.hasOwn(checks, type)) return fail('bad-message', `unknown message type "${type.slice(0, 40)}"`);
  const wrong = checks[type as EngineMessage['type']](message);
  return wrong === undefined
    ? ok(message as unknown as EngineMessage)
    : fail('bad-message', `${type}: ${wrong}`);
}

function checkFrame(message: Fields): string | undefined {
  if (!isNumber(message['seq']) || !isNumber(message['atMs'])) return 'without seq or atMs';
  if (!Array.isArray(message['alarms']) || !Array.isArray(message['endedAlarms'])) return 'without alarms';
  if (!Array.isArray(message['changes'])) return 'without changes';
  const points = message['points'];
  if (!isObject(points)) return 'without points';
  return checkColumns(points, {
    index: Uint32Array,
    value: Float64Array,
    sourceMs: Float64Array,
    receivedMs: Float64Array,
    status: Uint8Array,
  });
}

function checkBatch(message: Fields): string | undefined {
  if (!isText(message['engineRun']) || !isNumber(message['number'])) return 'without engineRun or number';
  if (
    !isText(message['siteRevision']) ||
    !isNumber(message['closedAtMs']) ||
    !isNumber(message['lostSamples'])
  )
    return 'incomplete';
  return checkColumns(message, {
    index: Uint32Array,
    value: Float64Array,
    sourceMs: Float64Array,
    quality: Uint8Array,
  });
}

type ColumnType = Uint32ArrayConstructor | Float64ArrayConstructor | Uint8ArrayConstructor;

function checkColumns(from: Fields, columns: Readonly<Record<string, ColumnType>>): string | undefined {
  let length: number | undefined;
  for (const [name, type] of Object.entries(columns)) {
    const column = from[name];
    if (!(column instanceof type)) return `column ${name} is not a ${type.name}`;
    length ??= column.length;
    if (column.length !== length) return `column ${name} has ${column.length} rows, not ${length}`;
  }
  return undefined;
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}
function isText(value: unknown): value is string {
  return typeof value === 'string';
}
function isNumber(value: unknown): value is number {
  return typeof value === 'number';
}
