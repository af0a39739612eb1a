/** How a metric name gives asset and point: `{asset}/{point}` and the like; `{group}`, `{edge}`, `{device}` stand for what the topic says. */
import type { PayloadSpec } from '#shared/domain/site/document.ts';
import type { Tools } from '../route.ts';
import { createTarget, type Target } from '../target.ts';
import { asId, fill, type Captures } from '../topic.ts';

export type SparkplugSpec = Extract<PayloadSpec, { format: 'sparkplug-b' }>;

/** @returns the target of a metric name, or why there is none. */
export type MetricResolver = (name: string) => Target | 'unknown-asset' | 'unknown-point';

/** @param topic captures of one node's or device's topic. */
export function createMetricResolver(
  spec: SparkplugSpec,
  assetTemplate: string,
  topic: Captures,
  tools: Tools,
): MetricResolver {
  const pattern = metricPattern(spec.metric, topic);
  return (name) => {
    const groups = pattern.exec(name)?.groups;
    if (!groups) return 'unknown-point';
    const captures: Record<string, string> = { ...topic };
    for (const [key, value] of Object.entries(groups)) captures[key] = asId(value);
    const assetId = fill(assetTemplate, captures);
    const asset = assetId === undefined ? undefined : tools.site.assetById.get(assetId);
    if (!asset) return 'unknown-asset';
    const point = tools.pointOf(asset, captures['point'] ?? '');
    return point ? createTarget(point, spec) : 'unknown-point';
  };
}

/** Each capture takes one level of the name; the last one takes all that is left, as metric names have any number of levels. */
function metricPattern(template: string, topic: Captures): RegExp {
  const parts = template.split(/\{([A-Za-z][A-Za-z0-9_]*)\}/);
  const own = parts.filter((_, index) => index % 2 === 1).filter((name) => !Object.hasOwn(topic, name));
  const seen = new Set<string>();
  const source = parts.map((part, index) => {
    if (index % 2 === 0) return escapeText(part);
    if (Object.hasOwn(topic, part)) return escapeText(topic[part] as string);
    if (seen.has(part)) return `\\k<${part}>`;
    seen.add(part);
    return part === own.at(-1) ? `(?<${part}>.+)` : `(?<${part}>[^/]+)`;
  });
  return new RegExp(`^${source.join('')}$`, 'su');
}

function escapeText(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
