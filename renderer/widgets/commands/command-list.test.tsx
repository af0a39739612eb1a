// @vitest-environment jsdom
import i18next from 'i18next';
import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { I18nextProvider, initReactI18next } from 'react-i18next';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { present } from '#shared/base/assert.ts';
import { epochMs } from '#shared/base/brand.ts';
import { ok } from '#shared/base/result.ts';
import type { Command } from '#shared/domain/command/command.ts';
import type { ConnectionVitals, Vitals } from '#shared/protocol/vitals.ts';
import { LinkProvider } from '#renderer/link/hooks.ts';
import { createLiveState, type LiveState } from '#renderer/link/live-state.ts';
import type { WindowLink } from '#renderer/link/window-link.ts';
import { KeysProvider } from '#renderer/ui/key-commands.tsx';
import { createKeys } from '#renderer/ui/keys.ts';
import { createPreferences, PreferencesProvider } from '#renderer/ui/preferences.tsx';
import { aCommand } from '#tests/builders/command.ts';
import { commandSite } from '#tests/builders/command-site.ts';
import { frame, welcome } from '#tests/builders/link.ts';
import { CommandList } from './CommandList.tsx';

const nowMs = () => epochMs(1_790_000_000_000);
const online = { brokerId: 'main', lane: 'alarm', state: 'online' } as ConnectionVitals;

let root: Root;
let live: LiveState;
let request: ReturnType<typeof vi.fn>;
let named: string[];

beforeAll(() => {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
});
beforeEach(() => {
  live = createLiveState(nowMs);
  live.applyWelcome(welcome({ site: commandSite(), nowMs: nowMs() }));
  live.applyLink({ phase: 'live' } as Parameters<LiveState['applyLink']>[0]);
  live.applyFrame(frame([], { full: true, vitals: { connections: [online] } as unknown as Vitals }));
  request = vi.fn(() => Promise.resolve(ok(aCommand())));
  named = [];
});
afterEach(() => {
  act(() => root.unmount());
  document.body.replaceChildren();
});

/** Keys stand for texts: this test is about what happens, not about what it is called. */
async function show(
  assetId: string,
  { operatorName }: { readonly operatorName: string | undefined } = { operatorName: 'Chen' },
): Promise<void> {
  const i18n = i18next.createInstance();
  void i18n.use(initReactI18next).init({ lng: 'en', resources: {}, initAsync: false });
  const site = present(live.site(), 'a site');
  const windowLink = { live, link: { request } } as unknown as WindowLink;
  const host = document.body.appendChild(document.createElement('div'));
  root = createRoot(host);
  const preferences = createPreferences({ read: () => undefined, write: () => undefined }, ['en']);
  act(() =>
    root.render(
      <I18nextProvider i18n={i18n}>
        <PreferencesProvider value={preferences}>
          <KeysProvider keys={createKeys()}>
            <LinkProvider value={windowLink}>
              <CommandList
                site={site}
                asset={present(site.assetById.get(assetId), assetId)}
                operatorName={operatorName}
                nameOperator={(name) => named.push(name)}
              />
            </LinkProvider>
          </KeysProvider>
        </PreferencesProvider>
      </I18nextProvider>,
    ),
  );
}
const buttons = (): HTMLButtonElement[] => [...document.querySelectorAll('button')];
const button = (text: string): HTMLButtonElement =>
  present(
    buttons().find((one) => one.textContent?.includes(text)),
    text,
  );
const click = (target: HTMLElement, detail = 1): Promise<void> =>
  act(async () => void target.dispatchEvent(new MouseEvent('click', { bubbles: true, detail })));
const tell = (command: Command): Promise<void> =>
  act(async () =>
    live.applyFrame(frame([], { changes: [{ collection: 'commands', id: command.id, value: command }] })),
  );
const toLock = (changes: Partial<Command>): Command =>
  aCommand({ pointId: 'LOCK-1.locked', feedbackId: 'LOCK-1.locked', value: 'off', ...changes });

describe('the commands of an asset', () => {
  it('are asked with the name of the operator', async () => {
    await show('LOCK-1');
    await click(button('Off'));
    expect(request.mock.calls).toEqual([
      ['command.ask', { pointId: 'LOCK-1.locked', value: 'off', by: 'Chen' }],
    ]);
  });

  it('are confirmed by the same press again, and never by a double click or a key held down', async () => {
    await show('LOCK-1');
    await tell(toLock({ phase: 'asked', confirmation: 'two-step' }));
    await click(button('again'), 2);
    const held = new KeyboardEvent('keydown', {
      key: 'Enter',
      repeat: true,
      bubbles: true,
      cancelable: true,
    });
    button('again').dispatchEvent(held);
    expect(held.defaultPrevented).toBe(true);
    expect(request).not.toHaveBeenCalled();
    await click(button('again'));
    expect(request.mock.calls).toEqual([['command.confirm', { id: 'c-1', by: 'Chen' }]]);
    await click(button('On'));
    expect(request.mock.lastCall).toEqual([
      'command.ask',
      { pointId: 'LOCK-1.locked', value: 'on', by: 'Chen' },
    ]);
  });

  it('ask for a name in place, and go on with what was pressed', async () => {
    await show('LOCK-1', { operatorName: undefined });
    button('Off').focus();
    await click(button('Off'));
    expect(request).not.toHaveBeenCalled();
    const name = present(document.querySelector<HTMLInputElement>('input[aria-label="yourName"]'), 'a field');
    expect(document.activeElement).toBe(name);
    await act(async () => {
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(name, ' Wang ');
      name.dispatchEvent(new Event('input', { bubbles: true }));
    });
    await act(async () => present(name.form, 'a form').requestSubmit());
    expect(named).toEqual(['Wang']);
    expect(request.mock.lastCall).toEqual([
      'command.ask',
      { pointId: 'LOCK-1.locked', value: 'off', by: 'Wang' },
    ]);
  });

  it('leave the keyboard where it is when somebody elsewhere asks for a second person', async () => {
    await show('LOCK-1');
    const elsewhere = document.body.appendChild(document.createElement('input'));
    elsewhere.focus();
    await tell(toLock({ phase: 'asked', confirmation: 'two-people' }));
    expect(document.querySelector('input[aria-label="secondPerson"]')).not.toBeNull();
    expect(document.activeElement).toBe(elsewhere);
  });
});

describe('what is shown of them', () => {
  it('is a tick for what is proved, and for nothing else', async () => {
    await show('LOCK-1');
    for (const phase of [
      'asked',
      'confirmed',
      'sent',
      'accepted',
      'failed',
      'no-answer',
      'refused',
    ] as const) {
      await tell(toLock({ phase }));
      expect(document.body.textContent, phase).not.toContain('✓');
      expect(document.querySelector(`[data-phase="${phase}"]`)).not.toBeNull();
    }
    await tell(toLock({ phase: 'proved', feedback: 0 }));
    expect(document.querySelector('[data-outcome="proved"]')?.textContent).toContain('✓');
  });

  it('is why nothing can be sent, and they are shut meanwhile', async () => {
    live.applyFrame(frame([], { vitals: { connections: [] } as unknown as Vitals }));
    await show('LOCK-1');
    expect(buttons().every((one) => one.disabled)).toBe(true);
    const reason = present(buttons()[0]?.getAttribute('aria-describedby'), 'a reason');
    expect(document.getElementById(reason)?.textContent).toBe('cutOff.broker');
  });

  it('is beforehand which condition does not hold', async () => {
    await show('FAN-1');
    expect(document.body.textContent).toContain('blocked');
  });

  it('is nothing where nothing can be commanded', async () => {
    await show('CL-1');
    expect(document.body.textContent).toBe('');
  });
});
