import { svelte } from '@sveltejs/vite-plugin-svelte';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

/** What the window allows; here for the preview, in the window set by the shell. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data: blob:; connect-src 'self'";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** What reads the pictures in PDFs of scanners where no WebAssembly is allowed: found by name, beside the page. */
const pdfPictures: Plugin = {
  name: 'pdf-pictures',
  apply: 'build',
  generateBundle() {
    for (const name of ['jbig2_nowasm_fallback.js', 'openjpeg_nowasm_fallback.js']) {
      const source = readFileSync(at(`./node_modules/pdfjs-dist/wasm/${name}`));
      this.emitFile({ type: 'asset', fileName: `pdf/${name}`, source });
    }
  },
};

export default defineConfig(({ mode }) => ({
  base: './',
  plugins: [svelte(), pdfPictures],
  resolve: {
    alias: { $lib: at('./src/lib'), $components: at('./src/components') },
    // Svelte has a server side too; component tests mount, so they need the browser's.
    ...(mode === 'test' ? { conditions: ['browser'] } : {}),
  },
  // Nothing inline: the policy allows files only.
  build: { target: 'es2022', assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  server: { port: 5173, strictPort: true },
  preview: { port: 4173, strictPort: true, headers: { 'Content-Security-Policy': POLICY } },
  test: { environment: 'happy-dom', include: ['src/**/*.test.ts'], setupFiles: ['src/test/setup.ts'] },
}));
