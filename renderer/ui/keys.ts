/**
 * The one register of key commands. A command lives while its view is mounted; of two on the same key the later one
 * wins, so a list overrides the screen it stands in. Typing in a field is never a command.
 */
export interface KeyCommand {
  /** As `KeyboardEvent.key`, with `Shift+`, `Ctrl+`, `Alt+` in front where needed; several alternatives are allowed. */
  readonly keys: readonly string[];
  /** What it does, in the language shown. */
  readonly text: string;
  /** Heading it is listed under. */
  readonly group: string;
  run(event: KeyboardEvent): void;
}

export interface Keys {
  /** @returns unregister. */
  register(commands: readonly KeyCommand[]): () => void;
  /** @returns whether a command took the key. */
  handle(event: KeyboardEvent): boolean;
  list(): readonly KeyCommand[];
  subscribe(listener: () => void): () => void;
}

/** Name of what was pressed. Shift is part of it only for keys that Shift does not already change (arrows, Enter). */
export function keyName(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>,
): string {
  const letter = event.key.length === 1 && event.key.toLowerCase() !== event.key.toUpperCase();
  const shift = event.shiftKey && (letter || event.key.length > 1);
  const name = letter ? event.key.toLowerCase() : event.key === ' ' ? 'Space' : event.key;
  return `${event.ctrlKey || event.metaKey ? 'Ctrl+' : ''}${event.altKey ? 'Alt+' : ''}${shift ? 'Shift+' : ''}${name}`;
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (
    target.isContentEditable ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement
  )
    return true;
  return (
    target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'range'].includes(target.type)
  );
}

/** Enter and Space belong to the control that has the focus. */
function pressesControl(event: KeyboardEvent): boolean {
  const target = event.target;
  return (
    (event.key === 'Enter' || event.key === ' ') &&
    target instanceof HTMLElement &&
    target.closest('button, a, input, [role="switch"], [role="radio"]') !== null
  );
}

export function createKeys(): Keys {
  let sets: (readonly KeyCommand[])[] = [];
  let listed: readonly KeyCommand[] = [];
  const listeners = new Set<() => void>();
  const changed = (): void => {
    listed = sets.flat();
    for (const listener of [...listeners]) listener();
  };
  return {
    register(commands) {
      sets = [...sets, commands];
      changed();
      return () => {
        sets = sets.filter((set) => set !== commands);
        changed();
      };
    },
    handle(event) {
      if (event.defaultPrevented || isTyping(event.target) || pressesControl(event)) return false;
      const name = keyName(event);
      const command = listed.findLast(({ keys }) => keys.includes(name));
      if (!command) return false;
      event.preventDefault();
      command.run(event);
      return true;
    },
    list: () => listed,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
