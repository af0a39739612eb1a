/** Format `sparkplug-b`: which topics it reads (Eclipse Sparkplug 3.0, clause 4), and what is done with each. */
import { note } from '#shared/domain/note.ts';
import { refuse } from '../message.ts';
import { bound, ignored, refused, type Route, type Tools } from '../route.ts';
import { compileTopic } from '../topic.ts';
import { createHost, type Source } from './host.ts';
import { createMetricResolver, type SparkplugSpec } from './names.ts';

const messageTypes: ReadonlySet<string> = new Set(['NBIRTH', 'NDEATH', 'NDATA', 'DBIRTH', 'DDEATH', 'DDATA']);
/** Commands are for the nodes, STATE is for other hosts. */
const otherTypes: ReadonlySet<string> = new Set(['NCMD', 'DCMD', 'STATE']);

export function compileSparkplug(
  spec: SparkplugSpec,
  assetTemplate: string,
  topicTemplate: string,
  brokerId: string,
  tools: Tools,
): Route {
  const pattern = compileTopic(topicTemplate);
  const host = createHost(brokerId, tools);
  return {
    filters: () => [pattern.filter],
    find(topic) {
      const match = pattern.match(topic);
      if (!match) return undefined;
      const [, group = '', type = '', edge = '', device, ...more] = topic.split('/');
      if (otherTypes.has(type) || group === 'STATE') return ignored;
      if (
        !messageTypes.has(type) ||
        edge === '' ||
        type.startsWith('D') !== (device !== undefined) ||
        more.length > 0
      ) {
        return refused('unknown-topic', note('sparkplug-topic'));
      }
      const captures = { ...match.captures, group, edge, ...(device === undefined ? {} : { device }) };
      const source: Source = {
        type: type as Source['type'],
        nodeKey: `${group}/${edge}`,
        device,
        commandTopic: `spBv1.0/${group}/NCMD/${edge}`,
        resolve: createMetricResolver(spec, assetTemplate, captures, tools),
      };
      return bound((message) => {
        const fault = host.read(message, source);
        if (fault !== undefined) refuse(message, 'bad-sparkplug', fault);
      });
    },
  };
}
