/**
 * How the overview is looked at: overlay, storeys, camera. Outlives the screen, so that it is found as it was left, can be
 * saved as a wall scene, and can be brought back by one. What is selected stands in the address.
 */
import type { OverviewScene } from '#shared/domain/wall/show.ts';
import type { Site } from '#shared/domain/site/site.ts';
import type { ViewPose, ViewState } from '#renderer/scene/view.ts';
import { OVERLAY_KINDS, type OverlayKind } from './use-overlay.ts';

/** Where the camera is to go; a new object is a new wish. */
export interface Wish {
  /** `fly`: to what is selected. `pose`: to the pose of the look. */
  readonly kind: 'fly' | 'pose';
}

export interface Look {
  readonly overlay: OverlayKind;
  readonly layer: number;
  /** The spotlight follows from what is selected. */
  readonly view: Omit<ViewState, 'spotlight'>;
  /** As it was when the building was last left, or as it is to be. Undefined: home. */
  readonly pose: ViewPose | undefined;
  readonly wish: Wish;
}

export interface LookStore {
  /** The same object until it changes. */
  get(): Look;
  change(part: Partial<Pick<Look, 'overlay' | 'layer' | 'view'>>): void;
  /** To what is selected, now or when it is there. */
  fly(): void;
  /** Everything at once, the camera too. */
  apply(look: Omit<Look, 'wish'>): void;
  /** Everything as it is now, the camera as it stands. */
  capture(): Look;
  /** While a building is shown: how to ask for its pose. @returns detach, which asks for the last time. */
  attach(pose: () => ViewPose | undefined): () => void;
  subscribe(listener: () => void): () => void;
}

const FIRST: Look = {
  overlay: 'energy',
  layer: 0,
  view: { exploded: false, isolatedStorey: undefined, section: undefined },
  pose: undefined,
  wish: { kind: 'fly' },
};

export function createLook(): LookStore {
  let look = FIRST;
  let poseNow: (() => ViewPose | undefined) | undefined;
  const listeners = new Set<() => void>();
  const set = (next: Look): void => {
    look = next;
    for (const listener of [...listeners]) listener();
  };
  return {
    get: () => look,
    change: (part) => set({ ...look, ...part }),
    fly: () => set({ ...look, wish: { kind: 'fly' } }),
    apply: (whole) => set({ ...whole, wish: { kind: 'pose' } }),
    capture: () => (poseNow ? { ...look, pose: poseNow() } : look),
    attach(pose) {
      poseNow = pose;
      return () => {
        if (poseNow !== pose) return;
        poseNow = undefined;
        // Nobody has to redraw: it is for the next building.
        look = { ...look, pose: pose() };
      };
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** @param select what the address says is selected. */
export function sceneOfLook({ overlay, layer, view, pose }: Look, select: string | undefined): OverviewScene {
  const { exploded, isolatedStorey, section } = view;
  return { select, overlay, layer, exploded, isolatedStorey, section, camera: pose };
}

/** @returns with `missing` true where the scene names a storey or an overlay that this site does not have. */
export function lookOfScene(
  scene: OverviewScene,
  site: Pick<Site, 'storeyById'>,
): Omit<Look, 'wish'> & { readonly missing: boolean } {
  const overlay = OVERLAY_KINDS.find((kind) => kind === scene.overlay);
  const isolated = scene.isolatedStorey === undefined ? undefined : site.storeyById.get(scene.isolatedStorey);
  return {
    overlay: overlay ?? FIRST.overlay,
    layer: scene.layer,
    view: { exploded: scene.exploded, isolatedStorey: isolated?.id, section: scene.section },
    pose: scene.camera,
    missing: overlay === undefined || (isolated === undefined && scene.isolatedStorey !== undefined),
  };
}

/** Nothing exploded, isolated or cut: what is selected, and its storey in the spotlight. */
export function plainLook(look: Look): Look {
  return { ...look, view: FIRST.view, wish: { kind: 'fly' } };
}
