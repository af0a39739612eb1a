/**
 * Pointer and wheel on the view: drag turns, drag with the right or middle button or Shift moves, wheel comes nearer under
 * the pointer, two fingers move and pinch. Keyboard belongs to the window, which calls the view's own commands.
 */
export interface InputActions {
  orbitBy(azimuthDeg: number, elevationDeg: number): void;
  panBy(x: number, y: number): void;
  zoomBy(factor: number, x: number, y: number): void;
  click(x: number, y: number): void;
  doubleClick(x: number, y: number): void;
  /** Undefined: the pointer left, or a drag began. */
  hover(at: { x: number; y: number; clientX: number; clientY: number } | undefined): void;
}

const CLICK_SLOP_PX = 5;
const DEGREES_A_PIXEL = 0.35;
const WHEEL_LINE_PX = 32;

interface At {
  readonly clientX: number;
  readonly clientY: number;
}

type Handlers = { readonly [K in keyof HTMLElementEventMap]?: (event: HTMLElementEventMap[K]) => void };

/** @returns detach. */
export function attachInput(element: HTMLElement, actions: InputActions): () => void {
  const local = ({ clientX, clientY }: At): { x: number; y: number } => {
    const box = element.getBoundingClientRect();
    return { x: clientX - box.left, y: clientY - box.top };
  };
  const handlers: Handlers = {
    ...pointerHandlers(element, actions, local),
    ...otherHandlers(element, actions, local),
  };
  const entries = Object.entries(handlers) as [string, EventListener][];
  for (const [name, handler] of entries) element.addEventListener(name, handler, { passive: false });
  return () => {
    for (const [name, handler] of entries) element.removeEventListener(name, handler);
  };
}

type Local = (at: At) => { x: number; y: number };

function pointerHandlers(element: HTMLElement, actions: InputActions, local: Local): Handlers {
  const pointers = new Map<number, At>();
  let travelled = 0;
  return {
    pointerdown(event) {
      if (!onView(element, event)) return;
      if (pointers.size === 0) travelled = 0;
      pointers.set(event.pointerId, { clientX: event.clientX, clientY: event.clientY });
      element.setPointerCapture(event.pointerId);
      actions.hover(undefined);
    },
    pointermove(event) {
      const { clientX, clientY } = event;
      const from = pointers.get(event.pointerId);
      if (!from)
        return actions.hover(onView(element, event) ? { ...local(event), clientX, clientY } : undefined);
      travelled += Math.hypot(clientX - from.clientX, clientY - from.clientY);
      const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1];
      if (travelled >= CLICK_SLOP_PX && other) pinch(actions, from, event, other, local);
      else if (travelled >= CLICK_SLOP_PX) drag(actions, from, event);
      pointers.set(event.pointerId, { clientX, clientY });
    },
    pointerup(event) {
      const was = pointers.delete(event.pointerId);
      if (!was || pointers.size > 0 || travelled >= CLICK_SLOP_PX || event.button !== 0) return;
      const { x, y } = local(event);
      actions.click(x, y);
    },
    pointercancel(event) {
      pointers.delete(event.pointerId);
    },
    pointerleave: () => actions.hover(undefined),
  };
}

function otherHandlers(element: HTMLElement, actions: InputActions, local: Local): Handlers {
  return {
    dblclick(event) {
      if (!onView(element, event)) return;
      const { x, y } = local(event);
      actions.doubleClick(x, y);
    },
    wheel(event) {
      event.preventDefault();
      const pixels =
        event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? event.deltaY : event.deltaY * WHEEL_LINE_PX;
      const { x, y } = local(event);
      actions.zoomBy(Math.exp(-Math.max(-240, Math.min(240, pixels)) * 0.0016), x, y);
    },
    contextmenu: (event) => event.preventDefault(),
  };
}

/** Markers and labels over the view take their own clicks; the view must not capture the pointer from them. */
function onView(element: HTMLElement, { target }: Event): boolean {
  return target === element || target instanceof HTMLCanvasElement;
}

function drag(actions: InputActions, from: At, event: PointerEvent): void {
  const [dx, dy] = [event.clientX - from.clientX, event.clientY - from.clientY];
  if (event.shiftKey || (event.buttons & 6) !== 0) actions.panBy(dx, dy);
  else actions.orbitBy(-dx * DEGREES_A_PIXEL, dy * DEGREES_A_PIXEL);
}

function pinch(actions: InputActions, from: At, to: At, other: At, local: Local): void {
  const apart = (at: At): number => Math.hypot(at.clientX - other.clientX, at.clientY - other.clientY);
  const middle = local({
    clientX: (to.clientX + other.clientX) / 2,
    clientY: (to.clientY + other.clientY) / 2,
  });
  if (apart(from) > 0) actions.zoomBy(apart(to) / apart(from), middle.x, middle.y);
  actions.panBy((to.clientX - from.clientX) / 2, (to.clientY - from.clientY) / 2);
}
