/** The feed's health in one glance: the worst thing that is true of it. */
import type { ConnectionVitals, Vitals } from '#shared/protocol/vitals.ts';
import type { FeedTrust, Origin } from '#renderer/link/live-state.ts';

/** `recorded`: no engine, yesterday's data. `cut`: this window has lost the engine. `quiet`: connected, but nothing comes. */
export type FeedWord =
  'live' | 'partly' | 'connecting' | 'offline' | 'quiet' | 'cut' | 'recorded' | 'starting';

/** Longer than this without any message is silence worth a word; the slowest sensible site still has a heartbeat within it. */
const QUIET_AFTER_MS = 30_000;

export function feedWord(
  vitals: Vitals | undefined,
  trust: FeedTrust,
  origin: Origin,
  nowMs: number,
): FeedWord {
  if (origin === 'recorded') return 'recorded';
  if (origin === 'none') return 'starting';
  if (trust !== 'live') return 'cut';
  if (!vitals) return 'starting';
  const online = vitals.connections.filter((connection) => connection.state === 'online').length;
  if (online < vitals.connections.length || online === 0) {
    if (online > 0) return 'partly';
    return vitals.connections.every(
      (connection) => connection.state === 'connecting' && connection.attempts <= 1,
    )
      ? 'connecting'
      : 'offline';
  }
  const lastMs = vitals.lastMessageMs;
  return lastMs !== undefined && nowMs - lastMs > QUIET_AFTER_MS ? 'quiet' : 'live';
}

/** Connections that are not online, worst known reason first, for the tooltip. */
export function lostConnections(vitals: Vitals | undefined): readonly ConnectionVitals[] {
  return (vitals?.connections ?? []).filter((connection) => connection.state !== 'online');
}

export type RecorderWord = 'recording' | 'elsewhere' | 'lagging' | 'losing' | 'off';

const LAG_WORTH_A_WORD_MS = 10_000;

export function recorderWord(vitals: Vitals | undefined, where: 'here' | 'elsewhere' | 'none'): RecorderWord {
  if (where === 'none' && !vitals?.recorder.connected) return 'off';
  if (vitals && vitals.recorder.lostSamples > 0 && vitals.recorder.lagMs > LAG_WORTH_A_WORD_MS)
    return 'losing';
  if (vitals && vitals.recorder.lagMs > LAG_WORTH_A_WORD_MS) return 'lagging';
  return where === 'elsewhere' ? 'elsewhere' : 'recording';
}
