/** Checks of mappings: topic templates, and the captures that the rest of a mapping fills in. */
import type { Loose } from './loose.ts';
import { foundText, suggestion, type SiteProblem } from './problem.ts';

const capture = /\{([^{}]*)\}/g;
const captureName = /^[A-Za-z][A-Za-z0-9_]*$/;
/** `a.b[0].c`, `a["b.c"]`, and captures where a name may stand. */
const jsonPath =
  /^(?:[^.[\]"]+|\[\d+\]|\["(?:[^"\\]|\\.)*"\])(?:\.[^.[\]"]+|\[\d+\]|\["(?:[^"\\]|\\.)*"\])*$/;
const sparkplugTopic = /^spBv1\.0\/[^/{}#]+\/#$/;
/** Names that a Sparkplug topic gives by itself. */
const sparkplugCaptures = ['group', 'edge', 'device'];
/** These read asset and point out of the message their own way. */
const presets = new Set(['tasmota', 'zigbee2mqtt', 'home-assistant', 'neuron', 'chirpstack']);

export function mappingProblems(mapping: Loose, assetIds: ReadonlySet<string>): SiteProblem[] {
  const format = mapping.get('payload').get('format').text();
  const topic = mapping.get('topic').text();
  const problems: SiteProblem[] = [];
  if (topic !== undefined) problems.push(...topicProblems(mapping.get('topic'), format));
  if (topic === undefined || format === undefined) return problems;
  if (presets.has(format)) {
    for (const [, asset] of mapping.get('payload').get('assets').entries())
      problems.push(...assetProblems(asset, assetIds));
    return problems;
  }
  const known = capturesOf(topic);
  if (format === 'sparkplug-b') known.push(...sparkplugCaptures);
  if (format === 'raw')
    problems.push(...templateProblems(mapping.get('payload').get('point').orDefault('{point}'), known));
  if (format === 'json') problems.push(...jsonProblems(mapping.get('payload'), known));
  if (format === 'sparkplug-b')
    known.push(...capturesOf(mapping.get('payload').get('metric').text() ?? '{asset}/{point}'));
  const carriesAsset = mapping.get('payload').get('asset').value !== undefined;
  if (!carriesAsset) {
    const asset = mapping.get('asset').orDefault('{asset}');
    problems.push(...templateProblems(asset, known), ...assetProblems(asset, assetIds));
  }
  return problems;
}

function topicProblems(node: Loose, format: string | undefined): SiteProblem[] {
  const topic = node.text() ?? '';
  const problem = (found: string, expected: string): SiteProblem => ({ path: node.path, found, expected });
  if (format === 'sparkplug-b' && !sparkplugTopic.test(topic)) {
    return [problem(foundText(topic), '"spBv1.0/<group>/#", where <group> is a name or +')];
  }
  const problems: SiteProblem[] = [];
  const names = new Set<string>();
  const levels = topic.split('/');
  levels.forEach((level, index) => {
    if (level.includes('#') && (level !== '#' || index < levels.length - 1)) {
      problems.push(
        problem(`# in level ${index + 1} of ${foundText(topic)}`, '# alone, and only as the last level'),
      );
    } else if (level.includes('+') && level !== '+') {
      problems.push(problem(`+ within level ${index + 1} of ${foundText(topic)}`, '+ alone in its level'));
    } else if (/[{}]/.test(level)) {
      const name = /^\{([^{}]*)\}$/.exec(level)?.[1];
      if (name === undefined)
        problems.push(
          problem(`${foundText(level)} in level ${index + 1}`, 'a {capture} that is a whole level'),
        );
      else if (!captureName.test(name))
        problems.push(
          problem(`the capture ${foundText(`{${name}}`)}`, 'a letter, then letters, digits or _'),
        );
      else if (names.has(name)) problems.push(problem(`the capture {${name}} twice`, 'each capture once'));
      names.add(name ?? '');
    }
  });
  if (topic.includes('\u0000'))
    problems.push(problem('a null character', 'a topic as MQTT allows (MQTT 5.0 clause 4.7.3)'));
  return problems;
}

function capturesOf(template: string): string[] {
  return [...template.matchAll(capture)].map((match) => match[1] as string);
}

function templateProblems(node: Loose, known: readonly string[]): SiteProblem[] {
  const text = node.text();
  if (text === undefined) return [];
  const rest = text.replace(capture, '');
  if (/[{}]/.test(rest))
    return [{ path: node.path, found: foundText(text), expected: 'braces in pairs around a capture' }];
  return capturesOf(text)
    .filter((name) => !known.includes(name))
    .map((name) => ({
      path: node.path,
      found: `the capture {${name}}`,
      expected:
        known.length === 0
          ? 'no capture: the topic has none'
          : `one of ${known.map((one) => `{${one}}`).join(', ')} from the topic${suggestion(name, known)}`,
    }));
}

/** An asset named without captures must exist. */
function assetProblems(node: Loose, assetIds: ReadonlySet<string>): SiteProblem[] {
  const text = node.text();
  if (text === undefined || /[{}]/.test(text) || assetIds.has(text)) return [];
  return [
    {
      path: node.path,
      found: foundText(text),
      expected: `an asset id of this site${suggestion(text, assetIds)}`,
    },
  ];
}

function jsonProblems(payload: Loose, known: readonly string[]): SiteProblem[] {
  const problems: SiteProblem[] = [];
  const fields = payload.get('fields').items();
  if (
    fields.length === 0 &&
    payload.get('each').value === undefined &&
    payload.get('named').value === undefined
  ) {
    problems.push({
      path: payload.path,
      found: 'none of fields, each and named',
      expected: 'at least one of them: they name the points',
    });
  }
  for (const field of fields) {
    problems.push(
      ...templateProblems(field.get('point'), known),
      ...templateProblems(field.get('path'), known),
      ...pathProblems(field.get('path')),
    );
  }
  const named = payload.get('named');
  const paths = ['readings', 'asset', 'historical'].map((key) => payload.get(key));
  paths.push(
    payload.get('each').get('path'),
    named.get('name'),
    named.get('value'),
    payload.get('timestamp').get('path'),
    payload.get('quality').get('path'),
  );
  return [...problems, ...paths.flatMap(pathProblems)];
}

export function pathProblems(node: Loose): SiteProblem[] {
  const text = node.text();
  if (text === undefined || text === '' || jsonPath.test(text)) return [];
  return [{ path: node.path, found: foundText(text), expected: 'a path such as a.b[0].c or a["b.c"]' }];
}
