/** Device commands, joined to the feed and the live table: the composition of `commands`. */
import { randomUUID } from 'node:crypto';
import type { Clock } from '#shared/base/brand.ts';
import type { Log } from '#shared/base/log.ts';
import type { Site } from '#shared/domain/site/site.ts';
import type { JournalEntry } from '#shared/protocol/requests.ts';
import {
  createCommands,
  type Commands,
  type FeedbackWatch,
  type Outgoing,
  type Sent,
} from './commands/commands.ts';
import type { CommandsElsewhere } from './commands/elsewhere.ts';
import { correlationData, type Feed } from './feed/feed.ts';
import type { Journal } from './journal/journal.ts';
import type { LiveColumns } from './live/live.ts';
import type { TopicRoutes } from './topic-routes.ts';

export interface CommandingDeps {
  readonly site: Site;
  readonly stationId: string;
  readonly journal: Journal;
  /** Of the last run, newest first. */
  readonly commandEntries: readonly JournalEntry[];
  readonly columns: LiveColumns;
  readonly watch: FeedbackWatch;
  readonly elsewhere: CommandsElsewhere;
  readonly routes: TopicRoutes;
  readonly feed: () => Feed;
  readonly clock: Clock;
  readonly log: Log;
}

export function createCommanding(deps: CommandingDeps): Commands {
  const { routes, feed, log } = deps;
  const commands = createCommands({
    ...deps,
    readings: deps.columns,
    elsewhere: (pointId) => deps.elsewhere.of(pointId),
    newId: randomUUID,
    online: (brokerId) => feed().online(brokerId),
    send: (message) => send(feed(), message, log),
  });
  commands.restore(deps.commandEntries);
  deps.elsewhere.restore((id) => commands.get(id));
  commands.onChange((command) => deps.elsewhere.tell(command));
  for (const { brokerId, topic } of commands.responseTopics()) {
    routes.add({
      brokerId,
      // Not to wait behind a flood of telemetry.
      lane: 'alarm',
      filter: topic,
      qos: 1,
      take({ topic: at, payload, properties }) {
        commands.answer(at, payload, properties && correlationData(properties));
        return undefined;
      },
    });
  }
  return commands;
}

/** Never retained: a broker would hand a retained command to each device that comes later. */
async function send(feed: Feed, message: Outgoing, log: Log): Promise<Sent> {
  const { brokerId, topic, payload, qos, timeoutMs, expiryMs, response } = message;
  const sent = await feed.publish(brokerId, topic, payload, { qos, timeoutMs, expiryMs, response });
  if (sent.ok) return qos === 1 ? 'taken' : 'written';
  const { code, detail } = sent.error;
  log('warn', 'a command was not taken by the broker', { topic, code, detail });
  switch (code) {
    case 'refused':
      return 'refused';
    case 'offline':
    case 'unknown-broker':
    case 'too-large':
      return 'not-sent';
    case 'timeout':
    case 'link-lost':
      return 'unsure';
  }
}
