import { describe, expect, it } from 'vitest';
import { createDemoChannel } from './demo-control.ts';
import type { StartScenario } from './demo.ts';

describe('the hand on the simulated building', () => {
  it('asks, is answered in order, and knows what runs', async () => {
    const posted: StartScenario[] = [];
    const { control, take } = createDemoChannel((message) => posted.push(message));
    const fire = control.start('fire');
    const leak = control.start('leak');
    expect(posted.map(({ name }) => name)).toEqual(['fire', 'leak']);
    take({ type: 'scenario', running: 'fire' });
    take({ type: 'error', code: 'impossible-scenario', detail: 'no pump here' });
    expect(await fire).toEqual({ ok: true, value: { running: 'fire' } });
    expect(await leak).toMatchObject({ ok: false, error: { detail: 'no pump here' } });
    expect(control.running()).toBe('fire');
    take({ type: 'scenario' });
    expect(control.running()).toBeUndefined();
  });

  it('posts nothing for a name it does not know', async () => {
    const { control } = createDemoChannel(() => expect.unreachable());
    expect(await control.start('party')).toMatchObject({ ok: false, error: { code: 'unknown-scenario' } });
  });

  it('fails what is open when the building is gone', async () => {
    const { control, lost } = createDemoChannel(() => {});
    const fire = control.start('fire');
    lost();
    expect(await fire).toMatchObject({ ok: false, error: { code: 'not-a-demo' } });
    expect(control.running()).toBeUndefined();
  });
});
