/** From options to what will run: which site, which data folder, whose broker. Reads the file system, changes nothing. */
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { assert } from '#shared/base/assert.ts';
import { fail, ok, type Result } from '#shared/base/result.ts';
import { describeProblems, parseSiteText } from '#shared/domain/site/check.ts';
import type { StartOptions } from './options.ts';

export interface StartPlan {
  readonly siteFolder: string;
  /** May not exist yet; its parent's parents are made by the engine. */
  readonly dataFolder: string;
  readonly brokerUrl: string | undefined;
  /** Present: an embedded broker and a simulated building feed the program. */
  readonly demo: { readonly scenario: string | undefined } | undefined;
}

export interface Surroundings {
  readonly cwd: string;
  readonly home: string;
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Used when no site is named. */
  readonly demoSiteFolder: string;
}

export type PlanFailure = 'no-site' | 'bad-site' | 'no-data-folder' | 'no-simulation';

export function planStart(options: StartOptions, around: Surroundings): Result<StartPlan, PlanFailure> {
  const siteFolder = path.resolve(around.cwd, options.siteFolder ?? around.demoSiteFolder);
  const site = readSiteHead(siteFolder);
  if (!site.ok) return site;
  const dataFolder =
    options.dataFolder === undefined
      ? defaultDataFolder(site.value.id, around)
      : path.resolve(around.cwd, options.dataFolder);
  if (options.dataFolder !== undefined) {
    const problem = checkDataFolder(dataFolder);
    if (problem) return fail('no-data-folder', problem);
  }
  const simulated = options.brokerUrl === undefined && !site.value.hasBrokers;
  if (!simulated && options.scenario !== undefined) {
    return fail(
      'no-simulation',
      `--scenario needs the simulated building, and ${siteFolder} names its own brokers`,
    );
  }
  return ok({
    siteFolder,
    dataFolder,
    brokerUrl: options.brokerUrl,
    demo: simulated ? { scenario: options.scenario } : undefined,
  });
}

/**
 * Only what start-up must know; the engine checks the whole file before it runs. Where not even this can be read, all that is wrong
 * is told here already, in the same words.
 */
function readSiteHead(folder: string): Result<{ id: string; hasBrokers: boolean }, 'no-site' | 'bad-site'> {
  if (!isFolder(folder)) return fail('no-site', `site folder ${folder} does not exist`);
  const file = path.join(folder, 'site.json');
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    return fail('no-site', `site file ${file} cannot be read: ${reason(error)}`);
  }
  const head = parseHead(text);
  // The id becomes a folder's name.
  if (typeof head?.id !== 'string' || !/^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/.test(head.id)) {
    const checked = parseSiteText(text);
    assert(!checked.ok, 'a site without a sound id does not pass the check');
    return fail('bad-site', describeProblems(file, checked.problems));
  }
  return ok({ id: head.id, hasBrokers: Array.isArray(head.brokers) && head.brokers.length > 0 });
}

function parseHead(text: string): { readonly id?: unknown; readonly brokers?: unknown } | undefined {
  try {
    // The byte order mark of a Windows editor is no part of the JSON (RFC 8259, section 8.1).
    const document: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    return typeof document === 'object' && document !== null ? document : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

export function defaultDataFolder(siteId: string, { platform, env, home }: Surroundings): string {
  if (platform === 'win32') {
    return path.win32.join(
      env['LOCALAPPDATA'] || path.win32.join(home, 'AppData', 'Local'),
      'Signalbox',
      siteId,
    );
  }
  if (platform === 'darwin')
    return path.posix.join(home, 'Library', 'Application Support', 'Signalbox', siteId);
  // XDG Base Directory Specification 0.8: a relative XDG_DATA_HOME is to be ignored.
  const base = env['XDG_DATA_HOME'];
  return path.posix.join(
    base?.startsWith('/') ? base : path.posix.join(home, '.local', 'share'),
    'signalbox',
    siteId,
  );
}

/** A data folder is made where its parent is there: a mistyped path must not grow a second, empty history. */
function checkDataFolder(folder: string): string | undefined {
  if (isFolder(folder)) return undefined;
  if (statSync(folder, { throwIfNoEntry: false })) return `data folder ${folder} is not a folder`;
  return isFolder(path.dirname(folder))
    ? undefined
    : `data folder ${folder} cannot be made: ${path.dirname(folder)} does not exist`;
}

function isFolder(folder: string): boolean {
  return statSync(folder, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
