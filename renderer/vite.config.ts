/**
 * How the pages are built. The content policy of both hosts allows nothing inline and nothing from elsewhere, so every
 * asset stays a file of its own. `electron/launch/build.ts` calls this with its own outDir; run it directly only to look.
 */
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const folder = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/**
 * The worker that keeps the pages for when the host is down: at the root, because a service worker rules only what lies beside and
 * below it, and under a name without hash. `precache.json` lists every file of the build for it.
 */
export function keepOffline(): Plugin {
  return {
    name: 'signalbox-keep-offline',
    apply: 'build',
    enforce: 'post',
    buildStart() {
      this.emitFile({ type: 'chunk', id: folder('./app/offline-worker.ts'), fileName: 'offline-worker.js' });
    },
    generateBundle(_options, bundle) {
      const files = Object.keys(bundle).filter(
        (file) => file.startsWith('assets/') && !file.endsWith('.map'),
      );
      this.emitFile({
        type: 'asset',
        fileName: 'precache.json',
        source: JSON.stringify(files.sort().map((file) => `/${file}`)),
      });
    },
  };
}

export default defineConfig({
  root: folder('.'),
  base: '/',
  cacheDir: folder('../node_modules/.cache/vite'),
  publicDir: folder('./app/public'),
  plugins: [react(), keepOffline()],
  worker: { format: 'es' },
  build: {
    outDir: folder('../dist/renderer'),
    emptyOutDir: true,
    // Electron 45 and the browsers of the same year; no polyfills.
    target: 'es2023',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // One file of three.js and one of ECharts: they change seldom and are large.
    chunkSizeWarningLimit: 1500,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'three', test: /node_modules[\\/]three/ },
            { name: 'charts', test: /node_modules[\\/](echarts|zrender)[\\/]/ },
            { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/ },
          ],
        },
      },
    },
  },
});
