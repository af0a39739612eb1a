/** What the schema cannot say of people and dispatch: persons, skills and classes that must be known. */
import type { Loose } from './loose.ts';
import { foundText, suggestion, type SiteProblem } from './problem.ts';

/** @param site the document as it was read. */
export function dispatchProblems(site: Loose): SiteProblem[] {
  const dispatch = site.get('dispatch');
  const staff = site.get('staff').items();
  const skills = new Set(
    dispatch
      .get('skills')
      .entries()
      .map(([skill]) => skill),
  );
  const classes = new Set(
    site
      .get('assetClasses')
      .entries()
      .map(([name]) => name),
  );
  const people = new Set(staff.flatMap((person) => person.get('id').text() ?? []));
  const needs = dispatch.get('needs');
  const needed = [...needs.get('classes').entries(), ...needs.get('disciplines').entries()];
  return [
    ...unknown(dispatch.get('dutyManager'), people, 'the id of one of `staff`'),
    ...staff.flatMap((person) =>
      person
        .get('skills')
        .items()
        .flatMap((skill) => unknown(skill, skills, 'a skill of `dispatch.skills`')),
    ),
    ...needs
      .get('classes')
      .entries()
      .flatMap(([name, list]) =>
        classes.has(name)
          ? []
          : [
              {
                path: list.path,
                found: foundText(name),
                expected: `an asset class of this site${suggestion(name, classes)}`,
              },
            ],
      ),
    ...needed.flatMap(([, list]) =>
      list.items().flatMap((skill) => unknown(skill, skills, 'a skill of `dispatch.skills`')),
    ),
    ...targetsProblems(dispatch.get('targets')),
  ];
}

function unknown(node: Loose, known: ReadonlySet<string>, what: string): SiteProblem[] {
  const text = node.text();
  if (text === undefined || known.has(text)) return [];
  return [{ path: node.path, found: foundText(text), expected: `${what}${suggestion(text, known)}` }];
}

function targetsProblems(targets: Loose): SiteProblem[] {
  return targets.entries().flatMap(([, target]) => {
    const response = target.get('responseMin').number();
    const resolution = target.get('resolutionMin');
    const resolutionMin = resolution.number();
    if (response === undefined || resolutionMin === undefined || response <= resolutionMin) return [];
    return [
      {
        path: resolution.path,
        found: foundText(resolutionMin),
        expected: `at least the response of ${response} minutes`,
      },
    ];
  });
}
