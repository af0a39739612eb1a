/** What windows may ask of this room: claims, until they are looked at here. */
import { fail, ok, type Result } from '#shared/base/result.ts';
import type { RequestName, RequestParams, RequestResult, Requests } from '#shared/protocol/requests.ts';
import type { Journal } from '#engine/journal/journal.ts';
import type { Commands } from './commands.ts';
import { commandHistory } from './history.ts';

type CommandRequest = Extract<RequestName, `command.${string}`>;
type Handlers = {
  readonly [Name in CommandRequest]: (
    params: RequestParams<Name>,
  ) => Promise<Result<RequestResult<Name>, Requests[Name][2]>>;
};

const LONGEST_NAME = 128;
const LONGEST_TEXT = 2_000;
const MOST_HISTORY = 5_000;

export function commandRequests(
  commands: Pick<Commands, 'ask' | 'confirm' | 'withdraw'>,
  journal: Pick<Journal, 'latest'>,
): Handlers {
  return {
    async 'command.ask'(params) {
      const { pointId, value, because, incidentId, drill } = params ?? {};
      const by = personOf(params?.by);
      if (by === undefined) return fail('invalid', 'a command needs the name of a person');
      if (!isText(pointId)) return fail('invalid', 'pointId must be a text');
      if (typeof value !== 'string' && typeof value !== 'number')
        return fail('invalid', 'value must be a text or a number');
      if ((because !== undefined && !isText(because)) || (incidentId !== undefined && !isText(incidentId)))
        return fail('invalid', 'because and incidentId must be texts');
      return commands.ask({ pointId, value, by, because, incidentId, drill: drill === true });
    },
    async 'command.confirm'(params) {
      const by = personOf(params?.by);
      if (by === undefined) return fail('invalid', 'a confirmation needs the name of a person');
      if (!isText(params.id)) return fail('invalid', 'id must be a text');
      return commands.confirm(params.id, by);
    },
    async 'command.withdraw'(params) {
      const by = personOf(params?.by);
      if (by === undefined) return fail('invalid', 'to take a command back needs the name of a person');
      if (!isText(params.id)) return fail('invalid', 'id must be a text');
      return commands.withdraw(params.id, by);
    },
    async 'command.history'(params) {
      const { assetId, limit } = params ?? {};
      if (assetId !== undefined && !isText(assetId)) return fail('invalid', 'assetId must be a text');
      if (!Number.isInteger(limit) || limit < 1)
        return fail('invalid', 'limit must be a positive whole number');
      const entries = await commandHistory(journal, assetId, Math.min(limit, MOST_HISTORY));
      return entries.ok ? ok({ entries: entries.value }) : entries;
    },
  };
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= LONGEST_TEXT;
}

function personOf(value: unknown): string | undefined {
  const name = typeof value === 'string' ? value.trim() : '';
  return name === '' || name.length > LONGEST_NAME ? undefined : name;
}
