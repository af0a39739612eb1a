import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { findProgram } from '#tests/find-programs.ts';
import { countPlaywright, countVitest } from '#tests/test-counts.ts';

describe('counting tests', () => {
  it('counts a file that does not load as a failure, and what was left out as left out', () => {
    const report = {
      numPassedTests: 3,
      numFailedTests: 1,
      numPendingTests: 2,
      numTodoTests: 1,
      testResults: [
        { status: 'passed', assertionResults: [{}] },
        { status: 'failed', assertionResults: [{}] },
        { status: 'failed', assertionResults: [] },
      ],
    };
    expect(countVitest(JSON.stringify(report))).toEqual({ passed: 3, failed: 2, skipped: 3 });
  });

  it('counts a flaky test and an error outside any test as failures', () => {
    const report = { stats: { expected: 5, unexpected: 1, flaky: 1, skipped: 2 }, errors: [{}] };
    expect(countPlaywright(JSON.stringify(report))).toEqual({ passed: 5, failed: 3, skipped: 2 });
  });
});

describe('findProgram', () => {
  it('finds an executable on PATH, and only an executable', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'signalbox-find-'));
    try {
      writeFileSync(path.join(folder, 'mosquitto'), '', { mode: 0o644 });
      expect(findProgram('mosquitto', { PATH: folder })).not.toBe(path.join(folder, 'mosquitto'));
      writeFileSync(path.join(folder, 'openssl'), '', { mode: 0o755 });
      expect(findProgram('openssl', { PATH: folder })).toBe(path.join(folder, 'openssl'));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
