/** What is wrong in the walking part of a site file: ids, and edges that cannot be walked. */
import { doorQuantities, liftQuantities } from '#shared/domain/walking/quantities.ts';
import type { Loose } from './loose.ts';
import { foundText, suggestion, type SiteProblem } from './problem.ts';

/** Kinds that mean something without edges: the rest is then derived. */
const standsAlone = new Set(['exit', 'assembly-point']);

export function walkingProblems(site: Loose): SiteProblem[] {
  const walking = site.get('walking');
  const nodes = walking.get('nodes').items();
  const edges = walking.get('edges').items();
  const storeys = new Set(
    site
      .get('buildings')
      .items()
      .flatMap((building) => building.get('storeys').items())
      .flatMap((storey) => storey.get('id').text() ?? []),
  );
  const byId = new Map<string, Loose>();
  const problems: SiteProblem[] = [];
  for (const node of nodes) {
    problems.push(...nodeProblems(node, storeys, edges.length > 0));
    const id = node.get('id').text();
    if (id === undefined) continue;
    const before = byId.get(id);
    if (before === undefined) byId.set(id, node);
    else
      problems.push({
        path: node.get('id').path,
        found: `${foundText(id)} again`,
        expected: `an id of its own; ${before.get('id').path} is this one`,
      });
  }
  const assets = quantitiesByAsset(site);
  return [...problems, ...edges.flatMap((edge) => edgeProblems(edge, byId, assets))];
}

function nodeProblems(node: Loose, storeys: ReadonlySet<string>, withEdges: boolean): SiteProblem[] {
  const kind = node.get('kind').text();
  const storey = node.get('storey');
  const problems = unknown(storey, storeys, 'a storey id');
  if (storey.value === undefined && kind !== undefined && kind !== 'assembly-point')
    problems.push({ path: storey.path, found: 'nothing', expected: `the storey of this ${kind}` });
  if (!withEdges && kind !== undefined && !standsAlone.has(kind))
    problems.push({
      path: node.get('kind').path,
      found: foundText(kind),
      expected: '"exit" or "assembly-point", or edges in walking.edges',
    });
  return problems;
}

function edgeProblems(
  edge: Loose,
  nodes: ReadonlyMap<string, Loose>,
  assets: ReadonlyMap<string, ReadonlySet<string>>,
): SiteProblem[] {
  const [from, to] = [edge.get('from'), edge.get('to')];
  const ids = new Set(nodes.keys());
  const problems = [
    ...unknown(from, ids, 'a walking node'),
    ...unknown(to, ids, 'a walking node'),
    ...gateProblems(edge.get('door'), assets, doorQuantities, 'a door'),
    ...gateProblems(edge.get('lift'), assets, liftQuantities, 'a lift'),
  ];
  if (from.text() !== undefined && from.value === to.value)
    problems.push({ path: to.path, found: foundText(to.value), expected: 'another node than `from`' });
  const kind = edge.get('kind').text();
  const lift = edge.get('lift');
  if (kind === 'lift' && lift.value === undefined)
    problems.push({ path: lift.path, found: 'nothing', expected: 'the asset id of the lift' });
  if (kind !== undefined && kind !== 'lift' && lift.value !== undefined)
    problems.push({
      path: edge.get('kind').path,
      found: foundText(kind),
      expected: '"lift", as `lift` is given',
    });
  const [a, b] = [nodes.get(from.text() ?? ''), nodes.get(to.text() ?? '')].map((node) =>
    node?.get('storey').text(),
  );
  if ((kind === 'walk' || kind === 'door') && a !== undefined && b !== undefined && a !== b)
    problems.push({
      path: edge.get('kind').path,
      found: `${foundText(kind)} from storey ${foundText(a)} to ${foundText(b)}`,
      expected: '"stair" or "lift" between storeys',
    });
  return problems;
}

function gateProblems(
  node: Loose,
  assets: ReadonlyMap<string, ReadonlySet<string>>,
  wanted: ReadonlySet<string>,
  what: string,
): SiteProblem[] {
  const id = node.text();
  const quantities = id === undefined ? undefined : assets.get(id);
  if (quantities === undefined) return unknown(node, new Set(assets.keys()), 'an asset id');
  if ([...wanted].some((quantity) => quantities.has(quantity))) return [];
  return [
    {
      path: node.path,
      found: `${foundText(id)}, which has no point of quantity ${[...wanted].join(' or ')}`,
      expected: `${what} that can tell its state`,
    },
  ];
}

/** Quantities of each asset's points, as its class and its own changes give them. */
function quantitiesByAsset(site: Loose): Map<string, Set<string>> {
  const classes = new Map(
    site
      .get('assetClasses')
      .entries()
      .map(([id, assetClass]) => [id, assetClass.get('points').entries()]),
  );
  const found = new Map<string, Set<string>>();
  for (const asset of site.get('assets').items()) {
    const id = asset.get('id').text();
    if (id === undefined) continue;
    const quantities = new Set<string>();
    for (const [key, point] of classes.get(asset.get('class').text() ?? '') ?? []) {
      const quantity = asset.get('points').get(key).get('quantity').text() ?? point.get('quantity').text();
      if (quantity !== undefined) quantities.add(quantity);
    }
    found.set(id, quantities);
  }
  return found;
}

function unknown(node: Loose, known: ReadonlySet<string>, what: string): SiteProblem[] {
  const id = node.text();
  if (id === undefined || known.has(id)) return [];
  return [
    { path: node.path, found: foundText(id), expected: `${what} of this site${suggestion(id, known)}` },
  ];
}
