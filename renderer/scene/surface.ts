/**
 * The canvas and its graphics context: size, sharpness, loss and recovery. A lost context is waited for; when the browser
 * does not give it back, a new canvas is tried once, and then the view has failed and says so.
 */
import { Color, LinearSRGBColorSpace, WebGLRenderer, type Camera, type Scene } from 'three';
import { fail, ok, type Result } from '#shared/base/result.ts';
import { parseColor } from './colors.ts';
import type { Viewport } from './framing.ts';

/** A 4K wall at full sharpness; beyond that nobody sees the difference and the card pays for it. */
const MAX_PIXELS = 3840 * 2160;
const MAX_PIXEL_RATIO = 2;
const RESTORE_WITHIN_MS = 4000;

export interface SurfaceDeps {
  readonly host: HTMLElement;
  readonly onResize: (viewport: Viewport) => void;
  readonly onContext: (state: 'lost' | 'restored' | 'failed') => void;
}

export interface Surface {
  /** @returns draw calls of this frame. */
  draw(scene: Scene, camera: Camera): number;
  setGround(css: string): void;
  /** Share of the full resolution along each side; takes effect with the next `draw`. */
  setSharpness(share: number): void;
  lost(): boolean;
  pixelRatio(): number;
  /** PNG data URL of what was drawn in this turn; undefined without a context or a size. */
  picture(): string | undefined;
  memory(): { geometries: number; textures: number };
  dispose(): void;
}

export function pixelRatioFor({ width, height }: Viewport, devicePixelRatio: number): number {
  return Math.min(
    devicePixelRatio,
    MAX_PIXEL_RATIO,
    Math.max(0.5, Math.sqrt(MAX_PIXELS / Math.max(1, width * height))),
  );
}

export function createSurface(deps: SurfaceDeps): Result<Surface, 'no-webgl'> {
  const first = createRenderer();
  if (!first.ok) return first;
  return ok(keepAlive(first.value, deps));
}

function createRenderer(): Result<WebGLRenderer, 'no-webgl'> {
  const canvas = document.createElement('canvas');
  canvas.className = 'scene-canvas';
  try {
    // three throws where the browser gives no context: that is a condition of this machine, not a bug.
    const context = canvas.getContext('webgl2', {
      antialias: true,
      alpha: false,
      powerPreference: 'high-performance',
    });
    if (!context) return fail('no-webgl', 'the browser gives no WebGL 2 context');
    const renderer = new WebGLRenderer({ canvas, context, antialias: true, alpha: false });
    // The shaders write the colours of the screen; three must not convert them, nor its clear colour.
    renderer.outputColorSpace = LinearSRGBColorSpace;
    return ok(renderer);
  } catch (error) {
    return fail('no-webgl', `WebGL 2 could not be started: ${String(error)}`);
  }
}

function keepAlive(first: WebGLRenderer, deps: SurfaceDeps): Surface {
  let renderer = first;
  let share = 1;
  const ground = new Color(0);
  const resize = (): void => fit(renderer, deps, share);
  const revive = (): void => {
    // three forgets the clear colour with the context.
    renderer.setClearColor(ground, 1);
    resize();
    deps.onContext('restored');
  };
  const release = (): void => {
    watch.detach();
    renderer.dispose();
    renderer.domElement.remove();
  };
  const show = (): void => {
    watch.attach(renderer.domElement);
    deps.host.prepend(renderer.domElement);
  };
  const watch = watchContext({
    onLost: () => deps.onContext('lost'),
    onRestored: revive,
    onGone() {
      const next = createRenderer();
      if (!next.ok) return deps.onContext('failed');
      release();
      renderer = next.value;
      show();
      revive();
    },
  });
  show();
  const stopWatching = watchSize(deps.host, resize);
  return {
    draw: (scene, camera) => drawWith(renderer, scene, camera),
    setGround(css) {
      ground.setRGB(...parseColor(css));
      renderer.setClearColor(ground, 1);
    },
    setSharpness(next) {
      if (next === share) return;
      share = next;
      renderer.setPixelRatio(pixelRatioFor(sizeOf(deps.host), window.devicePixelRatio) * share);
    },
    lost: watch.lost,
    pixelRatio: () => renderer.getPixelRatio(),
    picture: () => (watch.lost() ? undefined : pictureOf(renderer.domElement)),
    memory: () => ({ geometries: renderer.info.memory.geometries, textures: renderer.info.memory.textures }),
    dispose() {
      stopWatching();
      release();
      renderer.forceContextLoss();
    },
  };
}

/** The canvas as large as its host; nothing while that has no size. */
function fit(renderer: WebGLRenderer, { host, onResize }: SurfaceDeps, share: number): void {
  const { width, height } = sizeOf(host);
  if (width === 0 || height === 0) return;
  renderer.setPixelRatio(pixelRatioFor({ width, height }, window.devicePixelRatio) * share);
  renderer.setSize(width, height, false);
  onResize({ width, height });
}

function pictureOf(canvas: HTMLCanvasElement): string | undefined {
  return canvas.width === 0 || canvas.height === 0 ? undefined : canvas.toDataURL('image/png');
}

function sizeOf({ clientWidth, clientHeight }: HTMLElement): Viewport {
  return { width: clientWidth, height: clientHeight };
}

/** @returns draw calls. */
function drawWith(renderer: WebGLRenderer, scene: Scene, camera: Camera): number {
  renderer.render(scene, camera);
  return renderer.info.render.calls;
}

/** Calls at once, and whenever the size on the screen changes, also by moving to a display of other density. @returns stop. */
function watchSize(host: HTMLElement, onChange: () => void): () => void {
  onChange();
  const observer = new ResizeObserver(onChange);
  observer.observe(host, { box: 'device-pixel-content-box' });
  return () => observer.disconnect();
}

/** Waits for a lost context to come back. `onGone`: it did not. */
function watchContext(deps: { onLost: () => void; onRestored: () => void; onGone: () => void }) {
  let canvas: HTMLCanvasElement | undefined;
  let lost = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const onLost = (event: Event): void => {
    // Without this the browser never restores it.
    event.preventDefault();
    lost = true;
    deps.onLost();
    timer = setTimeout(deps.onGone, RESTORE_WITHIN_MS);
  };
  // three listens first and has rebuilt its own state by then; geometry and textures are uploaded again as they are drawn.
  const onRestored = (): void => {
    clearTimeout(timer);
    lost = false;
    deps.onRestored();
  };
  const detach = (): void => {
    clearTimeout(timer);
    canvas?.removeEventListener('webglcontextlost', onLost);
    canvas?.removeEventListener('webglcontextrestored', onRestored);
    canvas = undefined;
  };
  return {
    lost: () => lost,
    attach(next: HTMLCanvasElement) {
      detach();
      canvas = next;
      lost = false;
      canvas.addEventListener('webglcontextlost', onLost);
      canvas.addEventListener('webglcontextrestored', onRestored);
    },
    detach,
  };
}
