/**
 * The one owner of the page's AudioContext. Says whether sound can be played, from what comes out of its own graph: a
 * tone goes through an analyser in front of the output, and silence there is a failure. (What happens behind the
 * operating system's mixer no page can know; the settings screen has a tone for ears.)
 */
import type { Log } from '#shared/base/log.ts';
import type { SoundHealth } from '#renderer/ui/sound.tsx';
import type { SoundPattern } from './patterns.ts';

export interface Speaker {
  health(): SoundHealth;
  /** Plays one round of a pattern; does nothing while it may not sound. */
  play(pattern: SoundPattern, volume: number): void;
  /** @param audible false: 60 dB lower, for the check at the start that nobody needs to hear. */
  check(pattern: SoundPattern, audible: boolean): Promise<SoundHealth>;
  onChange(listener: () => void): () => void;
  close(): void;
}

/** Long enough for an output device to open, short enough to be told before the operator looks away. */
const RESUME_WAIT_MS = 1_500;
const LISTEN_MS = 400;
const INAUDIBLE_GAIN = 0.001;

export interface SpeakerDeps {
  readonly createContext: () => AudioContext;
  readonly wait: (ms: number) => Promise<void>;
  readonly log: Log;
}

export function createSpeaker(deps: SpeakerDeps): Speaker {
  return new WebAudioSpeaker(deps);
}

class WebAudioSpeaker implements Speaker {
  readonly #deps: SpeakerDeps;
  readonly #listeners = new Set<() => void>();
  #context: AudioContext | undefined;
  #analyser: AnalyserNode | undefined;
  #health: SoundHealth = 'unchecked';

  constructor(deps: SpeakerDeps) {
    this.#deps = deps;
  }

  health = (): SoundHealth => this.#health;

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  play(pattern: SoundPattern, volume: number): void {
    if (this.#context?.state === 'running') this.#schedule(this.#context, pattern, pattern.gain * volume);
  }

  async check(pattern: SoundPattern, audible: boolean): Promise<SoundHealth> {
    const context = this.#open();
    if (!context) return this.#settle('failed');
    // Without a click the promise of resume() may stay open for ever.
    await Promise.race([
      context
        .resume()
        .catch((error: unknown) => this.#deps.log('warn', 'sound may not start', { error: String(error) })),
      this.#deps.wait(RESUME_WAIT_MS),
    ]);
    if (context.state !== 'running') return this.#settle('blocked');
    this.#schedule(context, pattern, audible ? pattern.gain : INAUDIBLE_GAIN);
    return this.#settle((await this.#hearsItself()) ? 'ready' : 'failed');
  }

  close(): void {
    this.#listeners.clear();
    const context = this.#context;
    this.#context = undefined;
    if (context && context.state !== 'closed')
      context
        .close()
        .catch((error: unknown) =>
          this.#deps.log('warn', 'the audio context did not close', { error: String(error) }),
        );
  }

  #open(): AudioContext | undefined {
    if (this.#context) return this.#context;
    try {
      const context = this.#deps.createContext();
      this.#analyser = context.createAnalyser();
      this.#analyser.connect(context.destination);
      context.addEventListener('statechange', () => {
        if (this.#context === context && this.#health === 'ready' && context.state !== 'running')
          this.#settle('blocked');
      });
      this.#context = context;
      return context;
    } catch (error) {
      this.#deps.log('error', 'there is no audio context', { error: String(error) });
      return undefined;
    }
  }

  async #hearsItself(): Promise<boolean> {
    const analyser = this.#analyser as AnalyserNode;
    const samples = new Float32Array(analyser.fftSize);
    for (let waited = 0; waited < LISTEN_MS; waited += 20) {
      await this.#deps.wait(20);
      analyser.getFloatTimeDomainData(samples);
      if (samples.some((sample) => Math.abs(sample) > INAUDIBLE_GAIN / 20)) return true;
    }
    return false;
  }

  #schedule(context: AudioContext, { pulses }: SoundPattern, gain: number): void {
    for (const { atS, durationS, hz } of pulses) {
      const start = context.currentTime + 0.02 + atS;
      const envelope = context.createGain();
      envelope.gain.setValueAtTime(0, start);
      envelope.gain.linearRampToValueAtTime(gain, start + 0.015);
      envelope.gain.setValueAtTime(gain, start + durationS - 0.03);
      envelope.gain.linearRampToValueAtTime(0, start + durationS);
      envelope.connect(this.#analyser as AnalyserNode);
      const tone = context.createOscillator();
      tone.type = 'triangle';
      tone.frequency.value = hz;
      tone.connect(envelope);
      tone.start(start);
      tone.stop(start + durationS);
      tone.addEventListener('ended', () => envelope.disconnect());
    }
  }

  #settle(health: SoundHealth): SoundHealth {
    if (health !== this.#health) {
      this.#health = health;
      for (const listener of [...this.#listeners]) listener();
    }
    return health;
  }
}
