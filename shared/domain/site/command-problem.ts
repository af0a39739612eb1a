/** Checks of commands: topics and templates, and the points that prove or forbid a command. */
import { PLACE_CAPTURES } from './command.ts';
import type { Loose } from './loose.ts';
import { foundText, suggestion, type SiteProblem } from './problem.ts';
import { pathProblems } from './topic-problem.ts';

/** Other braces are the payload's own: JSON is full of them. */
const capture = /\{([A-Za-z][A-Za-z0-9_]*)\}/g;
const payloadCaptures = [...PLACE_CAPTURES, 'value', 'correlation', 'response'];

export interface CommandSurroundings {
  readonly brokerIds: ReadonlySet<string>;
  readonly firstBrokerId: string | undefined;
  /** Brokers that some mapping reads: no other is connected. */
  readonly readBrokerIds: ReadonlySet<string>;
  /** The points of the same asset by key, with what the asset changes of them. */
  readonly siblings: ReadonlyMap<string, PointShape>;
  /** By full id. */
  pointById(id: string): PointShape | undefined;
  pointIds(): Iterable<string>;
}

export interface PointShape {
  readonly kind: unknown;
  readonly states: readonly string[];
}

/** @param key of the point that the command belongs to. */
export function commandProblems(command: Loose, key: string, around: CommandSurroundings): SiteProblem[] {
  if (command.value === undefined) return [];
  const feedbackName = command.get('feedback').text() ?? key;
  const feedback = around.siblings.get(feedbackName) ?? around.pointById(feedbackName);
  return [
    ...brokerProblems(command.get('broker'), around),
    ...sendTopicProblems(command.get('topic'), PLACE_CAPTURES),
    ...payloadProblems(command),
    ...knownPoint(command.get('feedback'), around),
    ...expectationProblems(command.get('input'), feedbackName, feedback),
    ...timeProblems(command),
    ...command
      .get('interlocks')
      .items()
      .flatMap((interlock) => interlockProblems(interlock, command, around)),
    ...responseProblems(command.get('response')),
  ];
}

function brokerProblems(node: Loose, around: CommandSurroundings): SiteProblem[] {
  const { brokerIds, readBrokerIds } = around;
  const text = node.text() ?? around.firstBrokerId;
  if (text === undefined || readBrokerIds.has(text)) return [];
  const expected = brokerIds.has(text)
    ? 'a broker that some mapping reads: there is no connection to another'
    : `a broker id of this site${suggestion(text, brokerIds)}`;
  return [{ path: node.path, found: foundText(text), expected }];
}

/** A topic to publish to: MQTT 5.0, sections 3.3.2.1 and 4.7.3. */
function sendTopicProblems(node: Loose, captures: readonly string[]): SiteProblem[] {
  const topic = node.text();
  if (topic === undefined) return [];
  const problem = (expected: string): SiteProblem[] => [
    { path: node.path, found: foundText(topic), expected },
  ];
  if (/[+#]/.test(topic)) return problem('one topic: a command goes to no wildcard, + and # are not allowed');
  if (topic.startsWith('$')) return problem('a topic that does not start with $: those are the broker’s own');
  if (topic.includes('\u0000')) return problem('a topic as MQTT allows (MQTT 5.0 clause 4.7.3)');
  if (/[{}]/.test(topic.replace(capture, ''))) return problem('braces in pairs around a capture');
  return captureProblems(node, captures);
}

function payloadProblems(command: Loose): SiteProblem[] {
  const payload = command.get('payload');
  const text = payload.text();
  if (text === undefined)
    return textsWithin(payload).flatMap((member) => captureProblems(member, payloadCaptures));
  if (command.get('input').get('type').text() === 'text' && text !== '{value}')
    return [
      {
        path: payload.path,
        found: foundText(text),
        expected: '"{value}" or a JSON object: free text would break out of any other text',
      },
    ];
  return captureProblems(payload, payloadCaptures);
}

function captureProblems(node: Loose, known: readonly string[]): SiteProblem[] {
  return [...(node.text() ?? '').matchAll(capture)]
    .map((match) => match[1] as string)
    .filter((name) => !known.includes(name))
    .map((name) => ({
      path: node.path,
      found: `the capture {${name}}`,
      expected: `one of ${known.map((one) => `{${one}}`).join(', ')}${suggestion(name, known)}`,
    }));
}

function textsWithin(node: Loose): Loose[] {
  if (node.text() !== undefined) return [node];
  return [...node.entries().map(([, member]) => member), ...node.items()].flatMap(textsWithin);
}

function knownPoint(node: Loose, around: CommandSurroundings): SiteProblem[] {
  const text = node.text();
  if (text === undefined || around.siblings.has(text) || around.pointById(text)) return [];
  return [
    {
      path: node.path,
      found: foundText(text),
      expected: `a point key of the same asset, or the id of a point of this site${
        suggestion(text, around.siblings.keys()) || suggestion(text, around.pointIds())
      }`,
    },
  ];
}

function expectationProblems(input: Loose, name: string, feedback: PointShape | undefined): SiteProblem[] {
  const choices = input.get('choices').items();
  const seen = new Set<string>();
  const twice = choices.flatMap((choice) => {
    const id = choice.get('id').text();
    if (id === undefined || !seen.has(id)) return (seen.add(id ?? ''), []);
    return [{ path: choice.get('id').path, found: `${foundText(id)} again`, expected: 'an id of its own' }];
  });
  if (!feedback) return twice;
  const min = input.get('min').number();
  const max = input.get('max').number();
  if (input.get('type').text() === 'range') {
    if (feedback.kind !== 'analog')
      twice.push({
        path: input.get('type').path,
        found: '"range"',
        expected: `a choice: the feedback ${foundText(name)} is ${String(feedback.kind)}`,
      });
    if (min !== undefined && max !== undefined && min >= max)
      twice.push({ path: input.get('max').path, found: foundText(max), expected: `more than min (${min})` });
  }
  const codes = feedback.kind === 'binary' ? ['0', '1'] : feedback.states;
  const expectations = [...choices, input].map((node) => node.get('expect'));
  return [
    ...twice,
    ...expectations.flatMap((expect) => {
      const code = expect.number();
      if (code === undefined || codes.length === 0 || codes.includes(String(code))) return [];
      return [
        {
          path: expect.path,
          found: String(code),
          expected: `a state of ${foundText(name)}: ${codes.join(', ')}`,
        },
      ];
    }),
  ];
}

function timeProblems(command: Loose): SiteProblem[] {
  const deadlineS = command.get('deadlineS').number() ?? 10;
  const expiryS = command.get('expiryS').number();
  if (expiryS === undefined || expiryS <= deadlineS) return [];
  return [
    {
      path: command.get('expiryS').path,
      found: String(expiryS),
      expected: `at most the deadline (${deadlineS}): a device must not act on a command that was called unanswered`,
    },
  ];
}

function interlockProblems(interlock: Loose, command: Loose, around: CommandSurroundings): SiteProblem[] {
  const input = command.get('input');
  const ids = new Set(
    input
      .get('choices')
      .items()
      .flatMap((choice) => choice.get('id').text() ?? []),
  );
  return [
    ...knownPoint(interlock.get('point'), around),
    ...interlock
      .get('for')
      .items()
      .flatMap((node) => {
        const text = node.text();
        if (text === undefined || ids.has(text)) return [];
        return [
          {
            path: node.path,
            found: foundText(text),
            expected: `a choice of this command${suggestion(text, ids)}`,
          },
        ];
      }),
  ];
}

function responseProblems(response: Loose): SiteProblem[] {
  const topic = response.get('topic');
  return [
    ...sendTopicProblems(topic, ['station']),
    ...pathProblems(response.get('correlation')),
    ...pathProblems(response.get('refused').get('path')),
  ];
}
