import { createInstance } from 'i18next';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { EXPECTED, note, NOTE_CODES, notAsExpected, wrongPart } from '#shared/domain/note.ts';
import { noteText } from './note-text.ts';

async function textsOf(language: 'zh' | 'en') {
  const file = new URL(`../../../assets/locales/${language}/settings.json`, import.meta.url);
  const i18n = createInstance();
  await i18n.init({
    lng: language,
    resources: { [language]: { settings: JSON.parse(readFileSync(file, 'utf8')) as object } },
    interpolation: { escapeValue: false },
  });
  return i18n.getFixedT(language, 'settings');
}

const texts = { zh: await textsOf('zh'), en: await textsOf('en') };

describe.each(['zh', 'en'] as const)('notes in %s', (language) => {
  const t = texts[language];
  it('has a sentence for every code, and words for everything expected', () => {
    for (const code of NOTE_CODES)
      expect(noteText({ note: note(code), more: 0 }, t), code).not.toContain('quarantine.');
    for (const expected of EXPECTED)
      expect(noteText({ note: wrongPart('a', expected), more: 0 }, t), expected).not.toContain('quarantine.');
  });
});

it('says what and where, and how much more', () => {
  const value = notAsExpected('CL-1.temperature ← t', '"broken"', 'number');
  expect(noteText({ note: value, more: 1 }, texts.en)).toBe(
    'CL-1.temperature ← t found "broken", expected a number (1 other thing in this message)',
  );
  expect(noteText({ note: value, more: 0 }, texts.zh)).toBe('CL-1.temperature ← t 为 "broken"，应为数字');
  const answer = wrongPart('answer', 'one-of', { values: 'accepted, declined' });
  expect(noteText({ note: answer, more: 0 }, texts.en)).toBe('answer must be one of accepted, declined');
  const none = note('none-of', { names: 't, h', more: 3 });
  expect(noteText({ note: none, more: 0 }, texts.zh)).toBe('t, h 处均无内容 等另外 3 处');
});
