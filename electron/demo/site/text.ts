/** JSON as a person would lay it out: short values on one line, long ones a member a line. Ends with a newline. */
const WIDTH = 130;

export function readableJson(value: unknown): string {
  return `${layOut(value, 0)}\n`;
}

function layOut(value: unknown, indent: number): string {
  const line = onOneLine(value);
  if (line.length + indent <= WIDTH || typeof value !== 'object' || value === null) return line;
  const inner = ' '.repeat(indent + 2);
  const outer = ' '.repeat(indent);
  if (Array.isArray(value))
    return `[\n${value.map((item) => inner + layOut(item, indent + 2)).join(',\n')}\n${outer}]`;
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return `{\n${members.map(([key, member]) => `${inner}${JSON.stringify(key)}: ${layOut(member, indent + 2)}`).join(',\n')}\n${outer}}`;
}

function onOneLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(onOneLine).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return members.length === 0
    ? '{}'
    : `{ ${members.map(([key, member]) => `${JSON.stringify(key)}: ${onOneLine(member)}`).join(', ')} }`;
}
