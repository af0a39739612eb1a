/**
 * Both languages say the same things, each in its own words only, and no text that the code asks for is missing.
 * Keys in the code are found as `t('…')`; those with `${…}` in them must have at least one text of that shape.
 */
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { KNOWN_ACTS } from '#shared/domain/work-order/fold.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const locales = path.join(root, 'assets/locales');
const namespaces = readdirSync(path.join(locales, 'zh')).map((file) => file.replace('.json', ''));

type Texts = ReadonlyMap<string, string>;

function flatten(value: unknown, prefix = ''): [string, string][] {
  if (typeof value === 'string') return [[prefix, value]];
  return Object.entries(value as object).flatMap(([key, inner]) =>
    flatten(inner, prefix === '' ? key : `${prefix}.${key}`),
  );
}

function readTexts(language: string, namespace: string): Texts {
  return new Map(
    flatten(JSON.parse(readFileSync(path.join(locales, language, `${namespace}.json`), 'utf8'))),
  );
}

/** English has a word for one; Chinese does not. */
const withoutPlural = (keys: Iterable<string>): string[] =>
  [...new Set([...keys].map((key) => key.replace(/_(one|other)$/, '')))].sort();

const placeholders = (text: string): string[] =>
  [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1] ?? '').sort();

it('every act of a work order that the program knows has a name', () => {
  const texts = readTexts('en', 'dispatch');
  for (const kind of KNOWN_ACTS) expect([kind, texts.has(`event.${kind}`)]).toEqual([kind, true]);
});

describe.each(namespaces)('texts of %s', (namespace) => {
  const zh = readTexts('zh', namespace);
  const en = readTexts('en', namespace);

  it('are the same keys in both languages', () => {
    expect(readdirSync(path.join(locales, 'en')).sort()).toEqual(
      readdirSync(path.join(locales, 'zh')).sort(),
    );
    expect(withoutPlural(en.keys())).toEqual(withoutPlural(zh.keys()));
  });

  it('have the same placeholders in both languages', () => {
    for (const [key, text] of zh)
      expect([key, ...placeholders(en.get(key) ?? '')]).toEqual([key, ...placeholders(text)]);
  });

  it('are not mixed: no Chinese in the English, and Chinese in every Chinese sentence', () => {
    const choice = /language/i;
    for (const [key, text] of en)
      if (!choice.test(key)) expect([key, /[\u3000-\u9fff\uff00-\uffef]/.test(text)]).toEqual([key, false]);
    // Words of three letters and more that are not a name, a unit or a placeholder would be left-over English.
    const names =
      /\{\{\w+\}\}|Signalbox|MQTT|TLS|PEM|WebSocket|Sparkplug|Electron|IndexedDB|OpenMetrics|https?|mqtts?|wss?|USB|UTC|Esc|PM2\.5|SHA-256|English|JSON|journal|JPEG|WebP|Tasmota|ChirpStack|Node/g;
    for (const [key, text] of zh)
      if (!choice.test(key))
        expect([
          key,
          text
            .replace(/<code>.*?<\/code>/g, '')
            .replace(names, '')
            .match(/[A-Za-z]{4,}/)?.[0],
        ]).toEqual([key, undefined]);
  });

  it('are not empty', () => {
    for (const [key, text] of [...zh, ...en]) expect([key, text.trim() !== '']).toEqual([key, true]);
  });
});

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) return sourceFiles(file);
    return /(?<!\.test)\.tsx?$/.test(entry.name) ? [file] : [];
  });
}

/** The namespaces of the nearest `useTranslation` before the key, as i18next would look it up. */
function namespacesAt(source: string, at: number): string[] {
  const uses = [...source.slice(0, at).matchAll(/(?:useTranslation\(|TFunction<)(\[[^\]]*\]|'[^']*')/g)];
  return [...(uses.at(-1)?.[1] ?? "'app'").matchAll(/'(\w+)'/g)].map((match) => match[1] ?? '');
}

function usedKeys(file: string): { key: string; where: string; namespaces: string[] }[] {
  const source = readFileSync(file, 'utf8');
  return [...source.matchAll(/(?<![\w.])(?:i18n\.)?t\(\s*(['`])((?:(?!\1).)+)\1/g)].map((match) => ({
    key: match[2] ?? '',
    where: `${path.relative(root, file)}: ${match[2]}`,
    namespaces: namespacesAt(source, match.index),
  }));
}

describe('keys in the code', () => {
  const all = new Map(namespaces.map((namespace) => [namespace, [...readTexts('zh', namespace).keys()]]));
  const used = ['renderer/app', 'renderer/features', 'renderer/widgets'].flatMap((folder) =>
    sourceFiles(path.join(root, folder)).flatMap(usedKeys),
  );

  it('are found at all', () => {
    expect(used.length).toBeGreaterThan(100);
  });

  it('all have a text', () => {
    const missing = used.filter(({ key, namespaces: near }) => {
      const [namespace, rest] = key.includes(':')
        ? (key.split(':', 2) as [string, string])
        : [near[0] ?? 'app', key];
      const shape = new RegExp(
        `^${rest
          .split(/\$\{[^}]*\}/)
          .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
          .join('.+')}(_one|_other)?$`,
      );
      return !(all.get(namespace) ?? []).some((known) => shape.test(known));
    });
    expect(missing.map(({ where }) => where)).toEqual([]);
  });
});
