/** The elements of a marker. They keep what they show, so that placing an unchanged marker writes nothing but its place. */
import type { AlarmPriority } from '#shared/domain/site/document.ts';
import type { SceneMarker, SceneTarget } from '../view.ts';
import type { Pin, Rect } from './marker-layout.ts';

/** Shape by priority, so that colour is never the only sign. */
export const PRIORITY_SHAPES: Record<AlarmPriority, string> = { 1: '◆', 2: '▲', 3: '■', 4: '●' };
const BLINK_MS = 1600;

type OnTarget = (event: 'select' | 'activate', target: SceneTarget) => void;

export interface PinElement {
  show(
    pin: Pin,
    lead: SceneMarker,
    members: readonly SceneMarker[],
    target: SceneTarget,
    language: 'zh' | 'en',
  ): void;
  hide(): void;
}

export interface CalloutElement {
  show(rect: Rect, marker: SceneMarker, target: SceneTarget): void;
  hide(): void;
  /** The size it would have, CSS pixels; measured once for each text. */
  sizeOf(marker: SceneMarker): { width: number; height: number };
  /** Text sizes changed: measure again. */
  forget(): void;
}

function createButton(root: HTMLElement, onTarget: OnTarget) {
  const element = document.createElement('button');
  element.type = 'button';
  // The alarm list is the keyboard's way to the same alarms; hundreds of pins in the tab order would bury it.
  element.tabIndex = -1;
  let target: SceneTarget | undefined;
  element.addEventListener('click', () => target && onTarget('select', target));
  element.addEventListener('dblclick', () => target && onTarget('activate', target));
  root.append(element);
  return {
    element,
    aim(next: SceneTarget) {
      target = next;
    },
  };
}

function moveTo(element: HTMLElement, { x, y }: Rect): void {
  element.style.transform = `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px)`;
}

export function createPin(root: HTMLElement, clock: () => number, onTarget: OnTarget): PinElement {
  const { element, aim } = createButton(root, onTarget);
  let shown = '';
  return {
    show(pin, lead, members, target, language) {
      const count = members.length;
      const blinks = members.some(({ unacknowledged }) => unacknowledged);
      element.hidden = false;
      element.className = [
        'scene-pin',
        `scene-p${lead.priority}`,
        blinks ? 'scene-unacknowledged' : '',
        pin.callout ? 'scene-pin-named' : '',
        count > 1 ? 'scene-pin-many' : '',
        pin.outside ? 'scene-pin-outside' : '',
      ].join(' ');
      moveTo(element, pin.rect);
      aim(target);
      const label = labelOf(lead, count, language);
      if (shown === `${label}${blinks}`) return;
      shown = `${label}${blinks}`;
      // All pins blink together, whenever each began.
      element.style.animationDelay = `${-(clock() % BLINK_MS)}ms`;
      element.textContent =
        count > 1 ? `${PRIORITY_SHAPES[lead.priority]} ${count}` : PRIORITY_SHAPES[lead.priority];
      element.title = label;
      element.setAttribute('aria-label', label);
    },
    hide() {
      element.hidden = true;
    },
  };
}

function labelOf({ priority, title }: SceneMarker, count: number, language: 'zh' | 'en'): string {
  const more = language === 'zh' ? `,此处共 ${count} 个报警` : `, ${count} alarms here`;
  return `${priority} ${title}${count > 1 ? more : ''}`;
}

export function createCallout(root: HTMLElement, onTarget: OnTarget): CalloutElement {
  const { element, aim } = createButton(root, onTarget);
  element.hidden = true;
  const sizes = new Map<string, { width: number; height: number }>();
  let shown = '';
  const textOf = ({ priority, title, lines }: SceneMarker): string =>
    JSON.stringify([priority, title, lines]);
  const fill = (marker: SceneMarker): void => {
    const text = textOf(marker);
    if (text === shown) return;
    shown = text;
    const head = document.createElement('strong');
    head.textContent = `${PRIORITY_SHAPES[marker.priority]} ${marker.priority} ${marker.title}`;
    const rest = marker.lines.map((line) => {
      const row = document.createElement('span');
      row.textContent = line;
      return row;
    });
    element.replaceChildren(head, ...rest);
    element.className = `scene-callout scene-p${marker.priority}`;
  };
  return {
    show(rect, marker, target) {
      fill(marker);
      element.hidden = false;
      element.style.visibility = '';
      moveTo(element, rect);
      aim(target);
    },
    hide() {
      element.hidden = true;
    },
    sizeOf(marker) {
      const text = textOf(marker);
      const known = sizes.get(text);
      if (known) return known;
      fill(marker);
      element.style.visibility = 'hidden';
      element.hidden = false;
      const size = { width: element.offsetWidth, height: element.offsetHeight };
      element.hidden = true;
      sizes.set(text, size);
      return size;
    },
    forget: () => sizes.clear(),
  };
}
