/** The reader's Worker: answers one question after the other; a cancelled one is not begun, or ends between two points. */
import { fail, ok, type Result } from '#shared/base/result.ts';
import { createBlockCodec } from './block-codec.ts';
import { HistoryDatabase, NewerHistoryError, openHistoryDatabase } from './database.ts';
import { HistoryReader } from './history-reader.ts';
import type { FromHistory, Question, ToHistory } from './history-wire.ts';
import type { HistoryFailure } from './query-contract.ts';
import { workerScope } from './worker-scope.ts';

const scope = workerScope<ToHistory, FromHistory>();
const database = new HistoryDatabase();
const reader = new HistoryReader(database, createBlockCodec(), navigator.storage);
const cancelled = new Set<number>();

function ask(question: Question): PromiseLike<unknown> {
  switch (question.name) {
    case 'seriesOf':
      return reader.seriesOf(question.params, () => cancelled.has(question.id));
    case 'setRetention':
      return reader.setRetention(question.params);
    case 'coverage':
      return reader.coverage();
    case 'storage':
      return reader.storage();
    case 'recordedSite':
      return reader.recordedSite();
    case 'lastValues':
      return reader.lastValues();
  }
}

async function answer(question: Question): Promise<Result<unknown, HistoryFailure>> {
  try {
    // Cheap when it is open; opens again after a failure.
    if (!database.isOpen()) await openHistoryDatabase(database);
    const value = await ask(question);
    return cancelled.has(question.id) ? fail('cancelled', question.name) : ok(value);
  } catch (error) {
    return fail(codeOf(error), `${question.name}: ${String(error)}`);
  }
}

const UNAVAILABLE = new Set([
  'DatabaseClosedError',
  'OpenFailedError',
  'MissingAPIError',
  'UnknownError',
  'QuotaExceededError',
]);

function codeOf(error: unknown): HistoryFailure {
  if (error instanceof NewerHistoryError) return 'closed';
  return error instanceof Error && UNAVAILABLE.has(error.name) ? 'unavailable' : 'internal';
}

/** Every buffer of an answer changes hands instead of being copied. */
function buffersOf(value: unknown, found = new Set<ArrayBuffer>()): Set<ArrayBuffer> {
  if (ArrayBuffer.isView(value) && value.buffer instanceof ArrayBuffer) found.add(value.buffer);
  else if (typeof value === 'object' && value !== null)
    for (const member of Object.values(value)) buffersOf(member, found);
  return found;
}

let queue: Promise<void> = Promise.resolve();
let answeredUpTo = 0;
scope.onmessage = ({ data }) => {
  if ('cancel' in data) {
    if (data.cancel > answeredUpTo) cancelled.add(data.cancel);
    return;
  }
  queue = queue.then(async () => {
    const outcome = await answer(data);
    cancelled.delete(data.id);
    answeredUpTo = data.id;
    // The site's document is a large tree without buffers.
    const transfer = outcome.ok && data.name !== 'recordedSite' ? [...buffersOf(outcome.value)] : [];
    scope.postMessage({ id: data.id, outcome }, transfer);
  });
};
