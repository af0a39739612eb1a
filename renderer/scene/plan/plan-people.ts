/** People and work orders on the plan of one storey. */
import { personClass } from '../overlay/people.ts';
import type { SiteShape } from '../site-shape.ts';
import type { ScenePerson } from '../view.ts';

const SVG = 'http://www.w3.org/2000/svg';
const RADIUS_M = 0.7;

/** Replaces what was drawn. @param layer a group of the plan's drawing. */
export function drawPlanPeople(
  layer: SVGGElement,
  row: number,
  people: readonly ScenePerson[],
  shape: SiteShape,
  onPerson: (person: ScenePerson) => void,
): void {
  layer.replaceChildren(
    ...people
      .filter(({ zoneIndex }) => shape.zoneRows[zoneIndex] === row)
      .map((person) => {
        const [x, y] = shape.toScene([person.position[0], person.position[1], 0]);
        const mark = document.createElementNS(SVG, 'path');
        mark.setAttribute('class', personClass(person).replaceAll('scene-', 'plan-'));
        mark.setAttribute('d', person.kind === 'person' ? circle(x, -y) : square(x, -y));
        const title = document.createElementNS(SVG, 'title');
        title.textContent = person.title;
        mark.append(title);
        mark.addEventListener('click', (event) => {
          event.stopPropagation();
          onPerson(person);
        });
        return mark;
      }),
  );
}

function circle(x: number, y: number): string {
  const r = RADIUS_M;
  return `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`;
}

function square(x: number, y: number): string {
  const r = RADIUS_M;
  return `M${x - r} ${y - r}h${2 * r}v${2 * r}h${-2 * r}Z`;
}
