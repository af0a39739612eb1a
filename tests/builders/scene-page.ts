/** The scene's own page (`tests/bench/pages/scene.html`) in a real Chromium: a dev server on a free port and a browser. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type Page } from '@playwright/test';
import { createServer, type ViteDevServer } from 'vite';
import { needProgram } from '#tests/find-programs.ts';

const repository = fileURLToPath(new URL('../..', import.meta.url));

/** Software WebGL, so that a machine without a graphics card draws the same pixels. */
const CHROMIUM_ARGUMENTS = [
  ...['--no-sandbox', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist'],
  ...[
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
];

export interface ScenePage {
  readonly page: Page;
  /** Errors and warnings of the page so far. */
  readonly complaints: readonly string[];
  close(): Promise<void>;
}

export async function openScenePage(options: {
  width: number;
  height: number;
  query?: string;
}): Promise<ScenePage> {
  const server = await createServer({
    root: repository,
    configFile: false,
    cacheDir: join(repository, 'node_modules/.cache/vite-scene'),
    logLevel: 'error',
    server: { host: '127.0.0.1', port: 0, hmr: false, watch: null },
    optimizeDeps: { include: ['three', 'three-mesh-bvh', 'zod'] },
  });
  let browser: Browser | undefined;
  try {
    await server.listen();
    browser = await chromium.launch({ executablePath: needProgram('chromium'), args: CHROMIUM_ARGUMENTS });
    const page = await browser.newPage({ viewport: { width: options.width, height: options.height } });
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
    await page.goto(`${addressOf(server)}/tests/bench/pages/scene.html?${options.query ?? ''}`);
    await page.waitForFunction(
      () => 'stage' in window && window.stage.scene.stats().framesDrawn > 0,
      undefined,
      { timeout: 60_000 },
    );
    const opened = browser;
    return { page, complaints, close: () => closeBoth(opened, server) };
  } catch (error) {
    await closeBoth(browser, server);
    throw error;
  }
}

function addressOf(server: ViteDevServer): string {
  const address = server.httpServer?.address();
  if (!address || typeof address === 'string') throw new Error('the dev server has no port');
  return `http://127.0.0.1:${address.port}`;
}

async function closeBoth(browser: Browser | undefined, server: ViteDevServer): Promise<void> {
  await browser?.close();
  await server.close();
}
