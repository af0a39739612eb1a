import { describe, expect, it } from 'vitest';
import { workOrder, workOrderRecord, CREATE, served } from '#tests/builders/work-order.ts';
import { cleanFileName, fileTypeOf } from './file.ts';
import { foldWorkOrder } from './fold.ts';

const bytes = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));

describe('the type of a file', () => {
  it.each([
    ['\xff\xd8\xff\xe0\x00\x10JFIF', 'image/jpeg'],
    ['\x89PNG\r\n\x1a\n....', 'image/png'],
    ['GIF89a..', 'image/gif'],
    ['RIFF\x10\x00\x00\x00WEBPVP8 ', 'image/webp'],
    ['JUNK\x10\x00\x00\x00WEBPVP8 ', 'application/octet-stream'],
    ['%PDF-1.7', 'application/pdf'],
    ['PK\x03\x04', 'application/zip'],
    ['<script>alert(1)</script>', 'text/plain'],
    ['<svg xmlns="http://www.w3.org/2000/svg"/>', 'text/plain'],
    ['MZ\x90\x00', 'application/octet-stream'],
  ])('%j is %s', (start, type) => {
    expect(fileTypeOf(bytes(start))).toBe(type);
  });
});

it('takes path and control characters out of a name', () => {
  expect(cleanFileName('../../etc/passwd')).toBe('.._.._etc_passwd');
  expect(cleanFileName('a\u202egpj.exe\n')).toBe('agpj.exe');
  expect(cleanFileName(' .. ')).toBeUndefined();
  expect(cleanFileName('漏水.jpg')).toBe('漏水.jpg');
});

describe('files of an order', () => {
  const hash = 'ab'.repeat(32);
  const file = { name: 'leak.jpg', hash, sizeBytes: 3, type: 'image/jpeg', station: 'desk' };

  it('are attached and taken away by acts, so that two stations never lose one', () => {
    const other = { ...file, hash: 'cd'.repeat(32), station: 'wall' };
    const acts = [CREATE, { kind: 'attach', body: file }, { kind: 'attach', body: other, station: 'wall' }];
    expect(workOrder(acts).files).toEqual([file, other]);
    expect(workOrder([...acts, { kind: 'detach', body: { hash } }]).files).toEqual([other]);
  });

  it('once each; what names no bytes is void', () => {
    const acts = [CREATE, { kind: 'attach', body: file }, { kind: 'attach', body: file }];
    expect(workOrder(acts).files).toEqual([file]);
    const odd = foldWorkOrder(workOrderRecord([CREATE, { kind: 'attach', body: { ...file, hash: '../x' } }]));
    expect(odd?.order.files).toEqual([]);
    expect(odd?.history.at(-1)?.void).toBe('malformed');
    const gone = foldWorkOrder(workOrderRecord([CREATE, { kind: 'detach', body: { hash } }]));
    expect(gone?.history.at(-1)?.void).toBe('does-not-fit');
  });

  it('say their name in the history', () => {
    const acts = [...served('finish'), { kind: 'attach', body: file }];
    expect(foldWorkOrder(workOrderRecord(acts))?.history.at(-1)).toMatchObject({ reason: 'leak.jpg' });
  });
});
