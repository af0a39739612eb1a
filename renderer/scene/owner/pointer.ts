/** From the pointer to what it means: turning, choosing, pointing at. */
import { attachInput } from '../input.ts';
import { sameTarget } from '../overlay/outlines.ts';
import type { SceneTarget } from '../view.ts';
import type { Parts } from './parts.ts';

/** How far from an asset's middle a click still counts, CSS pixels. */
const REACH_PX = 9;

/** @returns detach. */
export function connectPointer(
  host: HTMLElement,
  { rig, picker, events, overlay, loop, sharpness, now }: Parts,
): () => void {
  const at = (x: number, y: number): SceneTarget | undefined =>
    picker.pick(rig.pose(), rig.viewport(), x, y, REACH_PX * now.labelScale);
  const byHand =
    <A extends unknown[]>(move: (...args: A) => void) =>
    (...args: A): void => {
      sharpness.touched();
      move(...args);
    };
  return attachInput(host, {
    orbitBy: byHand(rig.orbitBy),
    panBy: byHand(rig.panBy),
    zoomBy: byHand(rig.zoomBy),
    click: (x, y) => events.emit('select', at(x, y)),
    doubleClick(x, y) {
      const target = at(x, y);
      if (target) events.emit('activate', target);
    },
    hover(pointer) {
      const target = pointer && at(pointer.x, pointer.y);
      if (!sameTarget(target, now.hovered)) {
        now.hovered = target;
        overlay.outlines.hover(target);
        loop.invalidate('overlay');
      } else if (!target) return;
      events.emit(
        'hover',
        pointer && target && { target, clientX: pointer.clientX, clientY: pointer.clientY },
      );
    },
  });
}
