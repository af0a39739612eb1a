import { describe, expect, it } from 'vitest';
import { Acks } from './acks.ts';

function recorded(limit = 1000): { acks: Acks; ids: number[]; writes: number[]; full: boolean[] } {
  const ids: number[] = [];
  const writes: number[] = [];
  const full: boolean[] = [];
  const acks = new Acks({
    limit,
    onFull: (is) => full.push(is),
    write(packets) {
      writes.push(packets.length / 4);
      for (let at = 0; at < packets.length; at += 4) {
        expect([packets[at], packets[at + 1]]).toEqual([0x40, 2]);
        ids.push(packets.readUInt16BE(at + 2));
      }
    },
  });
  return { acks, ids, writes, full };
}

function deferred(): { promise: Promise<void>; resolve: () => void; reject: (error: Error) => void } {
  let resolve!: () => void;
  let reject!: (error: Error) => void;
  const promise = new Promise<void>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

/** Past the promise callbacks and the immediate that writes. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));

describe('Acks', () => {
  it('sends what is ready together in one write', () => {
    const { acks, ids, writes } = recorded();
    for (const id of [1, 513, 65_535]) acks.now(id);
    expect(ids).toEqual([]);
    acks.flush();
    expect(ids).toEqual([1, 513, 65_535]);
    expect(writes).toEqual([3]);
  });

  it('keeps the order of arrival whatever order the disk answers in', async () => {
    const { acks, ids } = recorded();
    const [one, two] = [deferred(), deferred()];
    acks.now(1);
    acks.after(2, one.promise);
    acks.after(3, two.promise);
    acks.now(4);
    acks.flush();
    expect(ids).toEqual([1]);
    two.resolve();
    await turn();
    expect(ids).toEqual([1]);
    expect(acks.held).toBe(3);
    one.resolve();
    await turn();
    expect(ids).toEqual([1, 2, 3, 4]);
    expect(acks.held).toBe(0);
  });

  it('acknowledges what could not be stored: the broker would stop sending otherwise', async () => {
    const { acks, ids } = recorded();
    const store = deferred();
    acks.after(1, store.promise);
    store.reject(new Error('disk full'));
    await turn();
    expect(ids).toEqual([1]);
  });

  it('says when too many wait, and when half of them are gone', async () => {
    const { acks, full, ids } = recorded(4);
    const stores = [1, 2, 3, 4, 5].map((id) => {
      const store = deferred();
      acks.after(id, store.promise);
      return store;
    });
    acks.flush();
    expect(full).toEqual([true]);
    for (const store of stores.slice(0, 2)) store.resolve();
    await turn();
    expect(full).toEqual([true]);
    stores[2]?.resolve();
    stores[3]?.resolve();
    await turn();
    expect(full).toEqual([true, false]);
    expect(ids).toEqual([1, 2, 3, 4]);
  });

  it('sends nothing for a connection that has gone', async () => {
    const { acks, ids } = recorded();
    const store = deferred();
    acks.after(1, store.promise);
    acks.close();
    store.resolve();
    await turn();
    acks.flush();
    expect(ids).toEqual([]);
  });
});
