/** Texts of the program: one namespace a screen, one language at a time, no fallback to the other (a test keeps both complete). */
import i18next, { type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';

const files = import.meta.glob<Record<string, unknown>>('../../assets/locales/*/*.json', {
  eager: true,
  import: 'default',
});

export function localeResources(): Record<string, Record<string, Record<string, unknown>>> {
  const resources: Record<string, Record<string, Record<string, unknown>>> = {};
  for (const [file, texts] of Object.entries(files)) {
    const [, language = '', namespace = ''] = /locales\/(\w+)\/(\w+)\.json$/.exec(file) ?? [];
    (resources[language] ??= {})[namespace] = texts;
  }
  return resources;
}

/** @param onMissing a text that is not there: a bug, told to the log, never to the operator as a blank. */
export function createI18n(language: 'zh' | 'en', onMissing: (key: string) => void): i18n {
  const instance = i18next.createInstance();
  void instance.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    supportedLngs: ['zh', 'en'],
    resources: localeResources(),
    defaultNS: 'app',
    initAsync: false,
    // React escapes.
    interpolation: { escapeValue: false },
    returnNull: false,
    saveMissing: true,
    missingKeyHandler: (_languages, namespace, key) => onMissing(`${namespace}:${key}`),
  });
  return instance;
}
