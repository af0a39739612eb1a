/**
 * An incident with 5,000 entries in its timeline: from the request (the address changes to it) until the command screen stands
 * with its name, its next step, its plan and the newest entry of its timeline, and has been painted once. The whole program takes
 * part: the built host on the demo site, its journal, its link, and its page in a real Chromium with software WebGL. The
 * pictures of the 3D building come after that and are not waited for. Beside it the same with 50 entries: what is long must not open slowly.
 *
 * And what one more act costs the engine: whether it would count, and folding it in; beside it folding all of them again.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { epochMs } from '#shared/base/brand.ts';
import { createHealth } from '#shared/base/health.ts';
import { createFolder, foldIncident } from '#shared/domain/incident/fold.ts';
import { INCIDENT_TYPE } from '#shared/domain/incident/incident.ts';
import type { JsonObject, SharedRecord } from '#shared/domain/record/record.ts';
import type { Stamp } from '#shared/domain/record/stamp.ts';
import { INCIDENT_RECORDS } from '#engine/incidents/incidents.ts';
import { buildIfStale } from '#electron/launch/build.ts';
import { openJournal } from '#engine/journal/journal.ts';
import { createRecords, type NewAct } from '#engine/records/records.ts';
import { CHROMIUM_FLAGS } from '#tests/e2e/fixture.ts';
import { endHeadless, forkHeadless } from '#tests/builders/headless.ts';
import { actAt, shippedPlan } from '#tests/builders/incident.ts';
import { needProgram } from '#tests/find-programs.ts';
import { median, type BenchRow } from './row.ts';

const ENTRIES = 5_000;
const FEW = 50;
const ROUNDS = 12;
const ACTS = 30;
const LIMIT_MS = 300;
const LONG = 'INC-1125-0LONG';
const SHORT = 'INC-1125-SHORT';

const clock = { nowMs: () => epochMs(Date.now()), monotonicMs: () => performance.now() };
const log = (): void => undefined;

export async function run(): Promise<readonly BenchRow[]> {
  await buildIfStale(() => {});
  const folder = mkdtempSync(join(tmpdir(), 'signalbox-bench-incident-'));
  try {
    const long = await writeIncidents(folder);
    const { longMs, shortMs } = await measurePage(folder);
    return [
      {
        what: `an incident with ${ENTRIES} entries opens: request to painted command screen, without the 3D pictures`,
        figure: longMs,
        unit: 'ms',
        ratio: longMs / shortMs,
        reach: `≤ ${LIMIT_MS} ms`,
        reached: longMs <= LIMIT_MS,
      },
      { what: `the same with ${FEW} entries (baseline)`, figure: shortMs, unit: 'ms' },
      ...actRows(long),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What an hour of a large incident leaves: alarms that come and go, commands in their states, people's acts. */
function actsOf(entries: number): NewAct[] {
  const plan = shippedPlan('fire');
  const body = { plan, layer: 'live', cause: 'hand', severity: 1, zones: ['7F-E2'] } as unknown as JsonObject;
  const acts: NewAct[] = [
    { kind: 'open', by: 'Chen', body },
    { kind: 'take', by: 'Chen' },
    { kind: 'done', by: 'Chen', body: { task: 'confirm', answer: 'real', note: 'seen' } },
  ];
  for (let at = acts.length; at < entries - 1; at += 1) acts.push(actNumber(at));
  return [...acts, { kind: 'note', by: 'Chen', body: { text: 'the newest entry' } }];
}

function actNumber(at: number): NewAct {
  const name = { zh: '烟感报警', en: 'Smoke detected' };
  const number = String(at % 40).padStart(2, '0');
  if (at % 3 === 0) {
    const phase = ['unacknowledged', 'acknowledged'][Math.floor(at / 40) % 2] ?? '';
    const assetId = `SD-07${number}`;
    const alarm = {
      id: `smoke/${assetId}.smoke`,
      pointId: `${assetId}.smoke`,
      assetId,
      zoneId: '7F-E2',
      storeyId: '7F',
    };
    const told = { ...alarm, quantity: 'smoke', priority: 1, name, phase, raisedAtMs: at, why: 'cause' };
    return { kind: 'alarm', by: 'engine', body: { alarm: told } };
  }
  if (at % 3 === 1) {
    const state = ['asked', 'confirmed', 'sent', 'accepted', 'proved'][at % 5] ?? '';
    const told = {
      command: `c-${at}`,
      pointId: `D-07${number}.locked`,
      state,
      name,
      assetName: name,
      value: 'release',
    };
    return { kind: 'command', by: 'engine', body: told };
  }
  return { kind: 'note', by: 'Chen', body: { text: `note ${at}: what was heard over the radio` } };
}

/** Into the journal of a data folder, as the program itself writes it. @returns the long one. */
async function writeIncidents(folder: string): Promise<SharedRecord> {
  const journal = await openJournal({
    folder: join(folder, 'journal'),
    clock,
    health: createHealth(clock.nowMs),
    log,
  });
  if (!journal.ok) throw new Error(journal.error.detail);
  const records = createRecords({
    types: [INCIDENT_RECORDS],
    journal: journal.value,
    clock,
    stationId: 'bench',
    log,
  });
  const written: Promise<boolean>[] = [];
  for (const [id, entries] of [
    [LONG, ENTRIES],
    [SHORT, FEW],
  ] as const) {
    const acts = actsOf(entries);
    for (let at = 0; at < acts.length; at += 100)
      written.push(records.write(INCIDENT_TYPE, id, { acts: acts.slice(at, at + 100) }).stored);
  }
  await Promise.all(written);
  await journal.value.close();
  return records.get(INCIDENT_TYPE, LONG) as SharedRecord;
}

async function measurePage(folder: string): Promise<{ readonly longMs: number; readonly shortMs: number }> {
  const { child, url } = await forkHeadless(['--port', '0', '--data', folder]);
  const browser = await chromium.launch({ executablePath: needProgram('chromium'), args: CHROMIUM_FLAGS });
  try {
    const page = await browser.newPage({ viewport: { width: 1366, height: 768 }, reducedMotion: 'reduce' });
    await page.goto(url);
    const times = { [LONG]: [] as number[], [SHORT]: [] as number[] };
    for (let round = 0; round <= ROUNDS; round += 1)
      for (const id of [LONG, SHORT] as const) {
        const ms = await openOnce(page, id);
        // The first one also loads the screen's code and fonts.
        if (round > 0) times[id].push(ms);
      }
    return { longMs: median(times[LONG]), shortMs: median(times[SHORT]) };
  } finally {
    await browser.close();
    await endHeadless(child);
  }
}

/** From another screen. @returns ms until it stands there and has been painted. */
async function openOnce(page: Page, id: string): Promise<number> {
  await page.evaluate(() => (window.location.hash = '#/settings'));
  await page.waitForFunction(() => !document.querySelector('ol time'));
  return page.evaluate(
    (incident) =>
      new Promise<number>((resolve) => {
        const begunMs = performance.now();
        const observer = new MutationObserver(() => {
          const texts = [...document.querySelectorAll('h2, h3, ol li')].map(({ textContent }) => textContent);
          if (![incident, 'the newest entry'].every((words) => texts.some((text) => text.includes(words))))
            return;
          observer.disconnect();
          // The frame that shows it is made after this callback, and has been by the time of the next task.
          requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - begunMs)));
        });
        observer.observe(document.body, { childList: true, subtree: true, characterData: true });
        window.location.hash = `#/command/${incident}`;
      }),
    id,
  );
}

function actRows(record: SharedRecord): readonly BenchRow[] {
  const folder = createFolder(record.id, record.acts);
  const newest = record.acts.at(-1)?.stamp ?? '';
  let longer = record;
  const steps = Array.from({ length: ACTS }, (_, at) => {
    const act = {
      ...actAt(0, 'note', { text: 'one more' }),
      stamp: `${newest}${'x'.repeat(at + 1)}` as Stamp,
    };
    longer = { ...longer, acts: [...longer.acts, act] };
    return { act, longer };
  });
  const oneMs = median(
    steps.map((step) =>
      timed(() => {
        folder.wouldRefuse(step.act);
        folder.follow(step.longer);
      }),
    ),
  );
  const againMs = 2 * median(steps.map((step) => timed(() => foldIncident(step.longer))));
  return [
    { what: 'one more act on it, judged and folded in', figure: oneMs, unit: 'ms', ratio: oneMs / againMs },
    {
      what: 'the same by folding all of them, to judge and again to fold (baseline)',
      figure: againMs,
      unit: 'ms',
    },
  ];
}

function timed(work: () => unknown): number {
  const begunMs = performance.now();
  work();
  return performance.now() - begunMs;
}
