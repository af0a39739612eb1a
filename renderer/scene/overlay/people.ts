/**
 * People and work orders over the building: a mark where each is, seen through every floor like an alarm, quieter than one. They
 * walk about, so they are HTML: a step costs no WebGL frame.
 */
import { present } from '#shared/base/assert.ts';
import { isCut } from '../section.ts';
import type { SiteShape } from '../site-shape.ts';
import type { ScenePerson } from '../view.ts';
import type { Overlay, OverlayLayer, Placement } from './overlay.ts';

/** Where a phone is carried. */
const ABOVE_FLOOR_M = 1.1;

export interface People extends OverlayLayer {
  setPeople(people: readonly ScenePerson[]): void;
}

export function createPeople(
  overlay: Overlay,
  shape: SiteShape,
  floorOf: (zoneIndex: number) => number,
  onPerson: (person: ScenePerson) => void,
): People {
  const marks: PersonMark[] = [];
  let people: readonly ScenePerson[] = [];
  const markAt = (i: number): PersonMark => (marks[i] ??= createPersonMark(overlay.root, onPerson));
  return {
    setPeople(next) {
      people = next;
      next.forEach((person, i) => markAt(i).fill(person));
      for (const unused of marks.slice(next.length)) unused.hide();
    },
    place({ project, lift, solid, section, viewport }: Placement) {
      people.forEach(({ zoneIndex, position }, i) => {
        const row = shape.zoneRows[zoneIndex] ?? 0;
        const [x, y, z] = shape.toScene([position[0], position[1], floorOf(zoneIndex)]);
        const [left, top] = project(x, y, z + ABOVE_FLOOR_M + lift(row));
        const inside = left > 0 && top > 0 && left < viewport.width && top < viewport.height;
        const mark = present(marks[i], 'mark of a person');
        if (inside && solid(row) && !isCut(section, x, y)) mark.moveTo(left, top);
        else mark.hide();
      });
    },
  };
}

interface PersonMark {
  fill(person: ScenePerson): void;
  /** Shows it. CSS pixels. */
  moveTo(x: number, y: number): void;
  hide(): void;
}

function createPersonMark(root: HTMLElement, onPerson: (person: ScenePerson) => void): PersonMark {
  const element = document.createElement('button');
  element.type = 'button';
  // The dispatch screen is the keyboard's way to the same people.
  element.tabIndex = -1;
  element.hidden = true;
  let shown: ScenePerson | undefined;
  element.addEventListener('click', () => shown && onPerson(shown));
  root.append(element);
  return {
    fill(person) {
      if (shown && samePerson(person, shown)) return;
      shown = person;
      element.className = personClass(person);
      element.title = person.title;
      element.setAttribute('aria-label', person.title);
      element.textContent = person.active ? person.label : '';
    },
    moveTo(x, y) {
      element.hidden = false;
      element.style.transform = `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px)`;
    },
    hide() {
      element.hidden = true;
    },
  };
}

/** Shape by kind, fill by whether something is under way, edge by the age of the place: never colour alone. */
export function personClass({ kind, active, stale }: ScenePerson): string {
  return `scene-person scene-person-${kind}${active ? ' scene-person-active' : ''}${stale ? ' scene-person-stale' : ''}`;
}

export function samePeople(a: readonly ScenePerson[], b: readonly ScenePerson[]): boolean {
  return a.length === b.length && a.every((person, i) => samePerson(person, present(b[i], 'a person')));
}

function samePerson(a: ScenePerson, b: ScenePerson): boolean {
  return (
    a.kind === b.kind &&
    a.id === b.id &&
    a.zoneIndex === b.zoneIndex &&
    a.position[0] === b.position[0] &&
    a.position[1] === b.position[1] &&
    a.label === b.label &&
    a.title === b.title &&
    a.active === b.active &&
    a.stale === b.stale
  );
}
