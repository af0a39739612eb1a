/** What the whole site shares at one instant: weather, people, light, and how hard the plant works. */
import type { Site } from '#shared/domain/site/site.ts';
import { createCalendar, type LocalTime } from './calendar.ts';
import { drift, hashText, wander } from './noise.ts';

/** Kinds of day that zones live by; offices differ in when they come and go. */
export const RHYTHMS = ['early', 'usual', 'late', 'shop', 'always', 'plant', 'sun'] as const;
export type Rhythm = (typeof RHYTHMS)[number];
export type Rhythms = Readonly<Record<Rhythm, number>>;

export interface Moment {
  readonly tMs: number;
  readonly local: LocalTime;
  /** Each 0 to 1: people present, plant load, sunshine. */
  readonly rhythm: Rhythms;
  /** As `rhythm`, forty minutes ago on average: air follows people late. */
  readonly lagged: Rhythms;
  readonly outdoorC: number;
  readonly outdoorHumidity: number;
  /** µg/m³ */
  readonly outdoorPm25: number;
  /** W/m² on a horizontal plane. */
  readonly solar: number;
  /** 0 to 1; lights follow people and the dark. */
  readonly lights: number;
  /** Nobody is expected: intrusion detection is armed. */
  readonly closed: boolean;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** @returns the moment of a time, remembered for as long as the same time is asked for. */
export function createMoments(site: Site, seed: number): (tMs: number) => Moment {
  const calendar = createCalendar(site.timeZone);
  const latitude = site.document.location?.latitude ?? 31;
  const key = hashText('weather', seed);
  const weather = (tMs: number): Weather => weatherAt(tMs, calendar(tMs), latitude, key);
  const rhythms = (tMs: number): Rhythms => rhythmsAt(calendar(tMs), weather(tMs));
  let last: Moment | undefined;
  return (tMs) => {
    if (last?.tMs === tMs) return last;
    const local = calendar(tMs);
    const { outdoorC, solar } = weather(tMs);
    const rhythm = rhythms(tMs);
    last = {
      tMs,
      local,
      rhythm,
      lagged: averaged([
        rhythm,
        rhythms(tMs - HOUR_MS / 3),
        rhythms(tMs - (2 * HOUR_MS) / 3),
        rhythms(tMs - HOUR_MS),
      ]),
      outdoorC,
      outdoorHumidity: Math.min(
        98,
        Math.max(
          20,
          66 -
            1.2 * (outdoorC - 17) * Math.cos(((local.hour - 15) / 24) * 2 * Math.PI) +
            16 * wander(key + 10, tMs, DAY_MS),
        ),
      ),
      outdoorPm25: Math.max(4, 30 + 22 * wander(key + 20, tMs, DAY_MS) + 3 * drift(key + 21, tMs, HOUR_MS)),
      solar,
      lights: Math.max(0, Math.min(1, 2.5 * rhythm.usual + 0.04)),
      closed: local.hour < 6.5 || local.hour >= 22,
    };
    return last;
  };
}

/** The rhythms alone, for sums over long times. */
export function createRhythms(site: Site, seed: number): (tMs: number) => Rhythms {
  const calendar = createCalendar(site.timeZone);
  const latitude = site.document.location?.latitude ?? 31;
  const key = hashText('weather', seed);
  return (tMs) => {
    const local = calendar(tMs);
    return rhythmsAt(local, weatherAt(tMs, local, latitude, key));
  };
}

interface Weather {
  readonly outdoorC: number;
  readonly solar: number;
}

/** Yearly and daily waves with weather on top; the sun by its height at local noon 12:00 (Spencer's declination, first term). */
function weatherAt(tMs: number, { hour, dayOfYear }: LocalTime, latitude: number, key: number): Weather {
  const phase = (2 * Math.PI * (dayOfYear - (latitude >= 0 ? 205 : 22))) / 365.25;
  const yearly = 28 - 0.35 * Math.abs(latitude) + 0.36 * Math.abs(latitude) * Math.cos(phase);
  const outdoorC =
    yearly + 4 * Math.cos(((hour - 15) / 24) * 2 * Math.PI) + 3.5 * wander(key, tMs, 3 * DAY_MS);
  const declination = -0.409 * Math.cos((2 * Math.PI * (dayOfYear + 10)) / 365.25);
  const phi = (latitude * Math.PI) / 180;
  const height =
    Math.sin(phi) * Math.sin(declination) +
    Math.cos(phi) * Math.cos(declination) * Math.cos(((hour - 12) / 12) * Math.PI);
  const cloud = 0.72 + 0.22 * drift(key + 30, tMs, 8 * HOUR_MS) + 0.06 * drift(key + 31, tMs, HOUR_MS / 6);
  return { outdoorC, solar: height <= 0 ? 0 : 1050 * height ** 1.15 * cloud };
}

function rhythmsAt(local: LocalTime, { outdoorC, solar }: Weather): Rhythms {
  const usual = officeAt(local, 0);
  const shop =
    hump(local.hour, 7.5, 10, 19, 22) *
    (0.65 + 0.25 * peak(local.hour, 12.5, 1) + 0.1 * peak(local.hour, 18, 1.5));
  // Comfort costs most on hot and on cold days; a core zone wants some cooling in any season.
  const season = Math.min(1, 0.35 + 0.03 * Math.abs(outdoorC - 17));
  const schedule =
    0.12 + 0.88 * Math.max(hump(local.hour, 6.5, 8.5, 18, 20.5) * (isWeekend(local) ? 0.25 : 1), 0.35 * shop);
  return {
    early: officeAt(local, -0.6),
    usual,
    late: officeAt(local, 0.9),
    shop,
    always: 1,
    plant: season * schedule,
    sun: solar / 1000,
  };
}

function isWeekend({ weekday }: LocalTime): boolean {
  return weekday === 0 || weekday === 6;
}

/** People at their desks: in by nine, thinner at lunch, out by seven, a few stay. */
function officeAt(local: LocalTime, shiftH: number): number {
  const hour = local.hour - shiftH;
  const weekday =
    hump(hour, 7.4, 9.3, 17.3, 19.6) * (1 - 0.35 * peak(hour, 12.5, 0.7)) +
    0.05 * hump(hour, 18, 19.5, 20.5, 23);
  return isWeekend(local) ? 0.12 * hump(hour, 9, 11, 15, 18) : weekday;
}

/** 0 outside [start, end], 1 between full and fall, smooth in between. Hours. */
function hump(hour: number, start: number, full: number, fall: number, end: number): number {
  return smooth((hour - start) / (full - start)) * (1 - smooth((hour - fall) / (end - fall)));
}

function smooth(part: number): number {
  const within = Math.min(1, Math.max(0, part));
  return within * within * (3 - 2 * within);
}

function peak(hour: number, at: number, width: number): number {
  return Math.exp(-(((hour - at) / width) ** 2));
}

function averaged(all: readonly Rhythms[]): Rhythms {
  const mean = (rhythm: Rhythm): number => all.reduce((sum, one) => sum + one[rhythm], 0) / all.length;
  return {
    early: mean('early'),
    usual: mean('usual'),
    late: mean('late'),
    shop: mean('shop'),
    always: 1,
    plant: mean('plant'),
    sun: mean('sun'),
  };
}
