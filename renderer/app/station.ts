/** Everything of one window that lives longer than a screen, made once and handed down. */
import { epochMs, type Clock } from '#shared/base/brand.ts';
import type { Log } from '#shared/base/log.ts';
import { createRandom } from '#shared/base/random.ts';
import { createLook, type LookStore } from '#renderer/features/overview/look.ts';
import { chooseTransport } from '#renderer/link/choose-transport.ts';
import { connectWindow, type WindowLink } from '#renderer/link/window-link.ts';
import type { HistoryDoor } from '#renderer/recorder/query-contract.ts';
import { openHistory } from '#renderer/recorder/query-door.ts';
import type { RecordingState } from '#renderer/recorder/door-contract.ts';
import { startRecording } from '#renderer/recorder/door-recording.ts';
import { createKeys, type Keys } from '#renderer/ui/keys.ts';
import { createPreferences, type PreferenceStore } from '#renderer/ui/preferences.tsx';
import { createAcknowledging, type Acknowledging } from './acknowledge.ts';
import { createActing, type Acting } from './acting.ts';
import { createOperator, type OperatorStore } from './operator.ts';
import { showRecordedWhileAlone } from './recorded.ts';
import { createAlarmSound, type AlarmSound } from './sound/alarm-sound.ts';
import { createSpeaker, type Speaker } from './sound/speaker.ts';
import { storedText } from './storage.ts';
import { replaceHash } from './use-store.ts';
import { createLastPlace, createPresenter, type LastPlace, type Presenter } from './wall/present-view.ts';
import { createWall, followWall, type WallWindow } from './wall/wall-window.ts';

/** Something that has a state and says when it changed; its functions may be handed around alone. */
export interface StateOf<T> {
  get(): T;
  subscribe(listener: () => void): () => void;
}

export interface Station {
  readonly clock: Clock;
  readonly log: Log;
  readonly windowLink: WindowLink;
  readonly history: HistoryDoor;
  readonly recording: StateOf<RecordingState>;
  readonly keys: Keys;
  readonly preferences: PreferenceStore;
  readonly operator: OperatorStore;
  readonly acknowledging: Acknowledging;
  readonly acting: Acting;
  readonly sound: AlarmSound;
  readonly look: LookStore;
  readonly presenter: Presenter;
  readonly lastPlace: LastPlace;
  /** Undefined: an ordinary window. */
  readonly wall: WallWindow | undefined;
  start(): void;
  stop(): void;
}

/** What a browser wants to see before it lets a page sound. */
const GESTURES = ['pointerdown', 'keydown'] as const;

export function createStation(page: Window & typeof globalThis, log: Log): Station {
  const clock: Clock = { nowMs: () => epochMs(Date.now()), monotonicMs: () => performance.now() };
  const random = createRandom(page.crypto.getRandomValues(new Uint32Array(1))[0] ?? 1);
  const slot = (key: string) => storedText(key, () => page.localStorage, log);
  const preferences = createPreferences(slot('signalbox.preferences'), page.navigator.languages);
  const operator = createOperator(slot('signalbox.operator'));
  const windowLink = connectWindow({ transport: chooseTransport('window', page), clock, random, log });
  const { live, link } = windowLink;
  const history = openHistory();
  const recording = startRecording({ log });
  const { speaker, sound } = createSounding(page, clock, preferences, log);
  const acknowledging = createAcknowledging({ ask: link.request, operator, nowMs: clock.nowMs });
  const look = createLook();
  const presenter = createPresenter({ hash: () => page.location.hash, replace: replaceHash }, look);
  const lastPlace = createLastPlace();
  const wall = createWall(page, windowLink, presenter, clock);
  const stops: (() => void)[] = [];
  return {
    clock,
    log,
    windowLink,
    history,
    recording: { get: () => recording.state(), subscribe: (listener) => recording.onChange(listener) },
    keys: createKeys(),
    preferences,
    operator,
    acknowledging,
    acting: createActing(operator),
    sound,
    look,
    presenter,
    lastPlace,
    wall,
    start() {
      windowLink.start();
      const onGesture = (): void => sound.onGesture();
      for (const kind of GESTURES) page.addEventListener(kind, onGesture);
      stops.push(
        live.subscribe('alarms', () => sound.setAlarms(live.alarms())),
        showRecordedWhileAlone({ live, history, log, after: (ms, work) => void page.setTimeout(work, ms) }),
        ...(wall ? [followWall(page, windowLink, wall)] : []),
        lastPlace.follow(page),
        () => GESTURES.forEach((kind) => page.removeEventListener(kind, onGesture)),
      );
      // At once, so that a station that cannot sound says so before the first alarm and not after it.
      sound.onGesture();
    },
    stop() {
      for (const stop of stops.splice(0)) stop();
      sound.stop();
      speaker.close();
      recording.stop();
      history.close();
      windowLink.stop();
    },
  };
}

function createSounding(
  page: Window & typeof globalThis,
  { nowMs }: Clock,
  preferences: PreferenceStore,
  log: Log,
): { readonly speaker: Speaker; readonly sound: AlarmSound } {
  const speaker = createSpeaker({
    createContext: () => new page.AudioContext(),
    wait: (ms) => new Promise((resolve) => page.setTimeout(resolve, ms)),
    log,
  });
  const sound = createAlarmSound({
    speaker,
    nowMs,
    volume: () => preferences.get().soundVolume,
    after(ms, work) {
      const timer = page.setTimeout(work, ms);
      return () => page.clearTimeout(timer);
    },
  });
  return { speaker, sound };
}
