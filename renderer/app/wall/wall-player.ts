/**
 * Plays the show that this window's address names: brings its scenes to the screen when they are due, stands back while
 * somebody uses the window, gives the wall to an emergency and takes it back. What happens when is decided in
 * `shared/domain/wall/player.ts`; here it meets the clock, the engine's collections and the screen.
 * Invariant: before the site and the shows are known nothing is touched.
 */
import type { Alarm } from '#shared/domain/alarm/alarm.ts';
import type { Incident } from '#shared/domain/incident/incident.ts';
import type { Site } from '#shared/domain/site/site.ts';
import {
  dueMs,
  play,
  startPlaying,
  type Playing,
  type WallEvent,
  type WallProgram,
} from '#shared/domain/wall/player.ts';
import { PAUSE_SECONDS, STEP_SECONDS, type WallScene, type WallShow } from '#shared/domain/wall/show.ts';
import { urgentOf } from '#shared/domain/wall/urgent.ts';
import type { Presenter, PresentView } from './present-view.ts';

/** What the window knows of the station now; undefined while it knows nothing. */
export interface WallKnowledge {
  readonly site: Site;
  readonly shows: ReadonlyMap<string, WallShow>;
  readonly alarms: readonly Alarm[];
  readonly incidents: readonly Incident[];
}

export interface WallPlayerDeps {
  /** As in the address. */
  readonly showName: string;
  readonly presenter: Presenter;
  readonly knowledge: () => WallKnowledge | undefined;
  readonly monotonicMs: () => number;
  /** @returns cancel. */
  readonly after: (ms: number, work: () => void) => () => void;
}

export interface WallState {
  /** Undefined: still waiting for the engine to say what there is. */
  readonly playing: Playing | undefined;
  /** False: nothing of this name is saved; the overview is shown. */
  readonly known: boolean;
  /** False: the scene shown names a place that the site does not have, or a screen that the program does not have. */
  readonly complete: boolean;
}

export interface WallPlayer {
  readonly showName: string;
  /** The same object until it changes. */
  get(): WallState;
  subscribe(listener: () => void): () => void;
  /** Something of the knowledge may have changed. */
  refresh(): void;
  /** Somebody used the window. */
  touch(): void;
  stop(): void;
}

/** Of a mouse that moves on and on, one touch in this time is enough. */
const TOUCH_GAP_MS = 1_000;

export function createWallPlayer(deps: WallPlayerDeps): WallPlayer {
  return new Player(deps);
}

class Player implements WallPlayer {
  readonly showName: string;
  private readonly deps: WallPlayerDeps;
  private readonly listeners = new Set<() => void>();
  private state: WallState = { playing: undefined, known: true, complete: true };
  /** The show and its scenes as they are played: what is the same as text needs no new beginning. */
  private playedText = '';
  private taken: PresentView | undefined;
  private cancelTick: (() => void) | undefined;

  constructor(deps: WallPlayerDeps) {
    this.deps = deps;
    this.showName = deps.showName;
  }

  get = (): WallState => this.state;

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  refresh(): void {
    const knowledge = this.deps.knowledge();
    if (!knowledge) return;
    this.refreshProgram(knowledge);
    const now = this.state.playing?.now;
    const shownId = now?.phase === 'taken' ? now.urgent.id : undefined;
    this.happen({ type: 'urgent', nowMs: this.nowMs(), urgent: urgentOf(knowledge, shownId) });
  }

  touch(): void {
    const { playing } = this.state;
    const nowMs = this.nowMs();
    if (!playing) return;
    const { now, program } = playing;
    if (now.phase === 'paused' && now.untilMs - nowMs > program.pauseS * 1_000 - TOUCH_GAP_MS) return;
    this.happen({ type: 'touch', nowMs });
  }

  stop(): void {
    this.cancelTick?.();
    this.listeners.clear();
  }

  private nowMs(): number {
    return this.deps.monotonicMs();
  }

  private refreshProgram({ shows }: WallKnowledge): void {
    const show = shows.get(this.showName);
    const program = programOf(show);
    const text = JSON.stringify([show, program.steps.map(({ scene }) => shows.get(scene))]);
    if (this.state.playing && text === this.playedText) return;
    this.playedText = text;
    const nowMs = this.nowMs();
    const known = show !== undefined;
    const before = this.state.playing;
    const playing = before ? play(before, { type: 'program', nowMs, program }) : startPlaying(program, nowMs);
    this.set({ ...this.state, playing, known });
    // Whoever uses the window, or has an emergency on it, is not disturbed by an edit elsewhere.
    if (playing.now.phase === 'showing') this.showStep(playing);
    // What was taken is out of date: at the end the scene is shown as it is now.
    if (playing.now.phase === 'taken') this.taken = undefined;
  }

  private happen(event: WallEvent): void {
    const before = this.state.playing;
    if (!before) return;
    const playing = play(before, event);
    if (playing === before) return;
    this.set({ ...this.state, playing });
    this.present(before, playing);
  }

  private present({ now: before }: Playing, playing: Playing): void {
    const { presenter } = this.deps;
    const { now } = playing;
    if (now.phase === 'taken') {
      if (before.phase !== 'taken') this.taken = presenter.capture();
      presenter.showPlace(now.urgent.place);
    } else if (before.phase === 'taken') {
      if (this.taken) presenter.restore(this.taken);
      else this.showStep(playing);
    } else if (now.phase === 'showing') this.showStep(playing);
  }

  private showStep({ program, now }: Playing): void {
    const knowledge = this.deps.knowledge();
    if (!knowledge) return;
    const step = now.phase === 'taken' ? now.held.step : now.step;
    const scene = sceneAt(program, step, knowledge.shows);
    const complete = this.deps.presenter.show(scene, knowledge.site);
    if (complete !== this.state.complete) this.set({ ...this.state, complete });
  }

  private set(state: WallState): void {
    this.state = state;
    this.cancelTick?.();
    const due = state.playing && dueMs(state.playing);
    this.cancelTick =
      due === undefined
        ? undefined
        : this.deps.after(Math.max(0, due - this.nowMs()), () =>
            this.happen({ type: 'tick', nowMs: Math.max(due, this.nowMs()) }),
          );
    for (const listener of [...this.listeners]) listener();
  }
}

/** A scene is a rotation of one; a name that nobody saved is one nameless scene. */
function programOf(show: WallShow | undefined): WallProgram {
  if (show?.kind === 'rotation') return show;
  return {
    steps: [{ scene: show?.name ?? '', seconds: STEP_SECONDS.most }],
    pauseS: PAUSE_SECONDS.usual,
  };
}

function sceneAt(
  { steps }: WallProgram,
  step: number,
  shows: ReadonlyMap<string, WallShow>,
): WallScene | undefined {
  const scene = shows.get(steps[step]?.scene ?? '');
  return scene?.kind === 'scene' ? scene : undefined;
}
