/** The program's own words in either language, so that a spec asks for a meaning and a rewording breaks nothing. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export type Language = 'en' | 'zh';
export const LANGUAGES = ['en', 'zh'] as const;
export const LOCALES: Readonly<Record<Language, string>> = { en: 'en-GB', zh: 'zh-CN' };

/** `say('app:nav.alarms')`; facts fill `{{name}}`; those not given stay open. */
export type Say = (key: string, facts?: Readonly<Record<string, string | number>>) => string;

export function wordsOf(language: Language): Say {
  const files = new Map<string, unknown>();
  const read = (namespace: string): unknown => {
    const known = files.get(namespace);
    if (known !== undefined) return known;
    const file = new URL(`../../assets/locales/${language}/${namespace}.json`, import.meta.url);
    const words: unknown = JSON.parse(readFileSync(fileURLToPath(file), 'utf8'));
    files.set(namespace, words);
    return words;
  };
  return (key, facts = {}) => {
    const [namespace = '', path = ''] = key.split(':');
    let found = read(namespace);
    for (const step of path.split('.')) found = (found as Record<string, unknown> | undefined)?.[step];
    if (typeof found !== 'string') throw new Error(`${language}: no text ${key}`);
    return found.replace(/\{\{(\w+)\}\}/g, (whole, name: string) => String(facts[name] ?? whole));
  };
}

/** A text whose facts were left open, as a pattern that takes any. */
export function patternOf(text: string): RegExp {
  const escape = (part: string): string => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(
    text
      .split(/\{\{\w+\}\}/)
      .map(escape)
      .join('.*'),
  );
}
