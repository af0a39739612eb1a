/** The linter's bans guard only if they are seen to bite. */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ESLint } from 'eslint';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

const eslint = new ESLint({
  cwd: root,
  overrideConfigFile: path.join(root, 'tests/lint/eslint.config.mjs'),
  // A planted file is in no project; the linter gives it one of its own.
  overrideConfig: [
    {
      files: ['**/*.ts'],
      languageOptions: {
        parserOptions: {
          tsconfigRootDir: root,
          projectService: {
            allowDefaultProject: [
              'shared/base/planted.ts',
              'renderer/link/planted.ts',
              'electron/engine/planted.ts',
            ],
          },
        },
      },
    },
  ],
});

async function rulesBroken(file: string, code: string): Promise<(string | null)[]> {
  const [result] = await eslint.lintText(code, { filePath: path.join(root, file) });
  return (result?.messages ?? []).map(({ ruleId }) => ruleId);
}

describe('the linter', () => {
  it.each([
    ['shared/base/planted.ts', 'export const now = Date.now();', 'no-restricted-properties'],
    ['shared/base/planted.ts', 'export const now = new Date();', 'no-restricted-syntax'],
    ['shared/base/planted.ts', 'export const chance = Math.random();', 'no-restricted-properties'],
    ['renderer/link/planted.ts', 'export const a = process.env;', 'no-restricted-globals'],
    ['renderer/link/planted.ts', "export const a = Buffer.from('');", 'no-restricted-globals'],
    ['renderer/link/planted.ts', "export const a = require('fs');", 'no-restricted-globals'],
    ['electron/engine/planted.ts', "console.log('x');", 'no-console'],
    ['electron/engine/planted.ts', 'try { JSON.parse("") } catch {}', 'no-empty'],
    [
      'electron/engine/planted.ts',
      'export function f(): void { Promise.resolve(1); }',
      '@typescript-eslint/no-floating-promises',
    ],
    ['electron/engine/planted.ts', 'export const a: any = 1;', '@typescript-eslint/no-explicit-any'],
    ['electron/engine/planted.ts', '//\n'.repeat(401), 'max-lines'],
  ])(
    'bites in %s: %s',
    async (file, code, rule) => {
      expect(await rulesBroken(file, code)).toContain(rule);
    },
    60_000,
  );

  it('lets what is allowed be', async () => {
    expect(await rulesBroken('shared/base/planted.ts', 'export const at = new Date(0);')).toEqual([]);
  }, 60_000);
});
