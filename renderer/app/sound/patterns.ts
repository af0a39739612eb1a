/**
 * The sound of each priority. Told apart by rhythm, not by pitch alone, and after the habit of IEC 60601-1-8: the more urgent,
 * the more pulses and the shorter the pause; fundamentals between 150 and 1,000 Hz with harmonics, so that age-worn
 * ears and small speakers still carry them.
 */
import type { AlarmPriority } from '#shared/domain/site/document.ts';

export interface Pulse {
  /** Seconds from the start of the pattern. */
  readonly atS: number;
  readonly durationS: number;
  readonly hz: number;
}

export interface SoundPattern {
  readonly pulses: readonly Pulse[];
  /** Seconds from one start to the next. */
  readonly everyS: number;
  /** 0 to 1, before the reader's volume. */
  readonly gain: number;
}

const pulse = (atS: number, hz: number, durationS = 0.16): Pulse => ({ atS, durationS, hz });

export const soundPatterns: Readonly<Record<AlarmPriority, SoundPattern>> = {
  1: {
    pulses: [pulse(0, 880), pulse(0.2, 660), pulse(0.4, 880), pulse(0.75, 880), pulse(0.95, 660)],
    everyS: 2,
    gain: 0.9,
  },
  2: { pulses: [pulse(0, 660), pulse(0.22, 660), pulse(0.44, 523)], everyS: 5, gain: 0.7 },
  3: { pulses: [pulse(0, 523), pulse(0.25, 440)], everyS: 10, gain: 0.5 },
  4: { pulses: [pulse(0, 392, 0.2)], everyS: 30, gain: 0.4 },
};

/** Of the self-check when a person asks for it: heard, and unlike any alarm. */
export const checkPattern: SoundPattern = {
  pulses: [pulse(0, 523, 0.12), pulse(0.14, 784, 0.18)],
  everyS: 1,
  gain: 0.5,
};
