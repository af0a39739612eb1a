/**
 * `npm run check`: types, lint, dependency rules and unit tests side by side, each told when it has ended; the exit code is 0
 * only when all of them passed.
 */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';

function run(script: string): Promise<boolean> {
  const startedMs = performance.now();
  return new Promise((resolve) => {
    const child = spawn(npm, ['run', '-s', script], { cwd: root, shell: process.platform === 'win32' });
    const output: Buffer[] = [];
    child.stdout.on('data', (data: Buffer) => output.push(data));
    child.stderr.on('data', (data: Buffer) => output.push(data));
    child.on('error', (error) => output.push(Buffer.from(String(error))));
    child.on('close', (code) => {
      const took = ((performance.now() - startedMs) / 1000).toFixed(0);
      console.log(`── ${script}: ${code === 0 ? 'passed' : 'FAILED'}, ${took} s`);
      // What passed has nothing to tell.
      if (code !== 0) process.stdout.write(Buffer.concat(output));
      resolve(code === 0);
    });
  });
}

const passed = await Promise.all(['types', 'lint', 'rules', 'unit'].map(run));
process.exitCode = passed.every(Boolean) ? 0 : 1;
