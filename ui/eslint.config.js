import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

/** The tiers: what is below never imports what is above. */
const tiers = [
  { files: ['src/lib/**'], patterns: ['$components/*', '**/components/**', '**/routes/**'] },
  { files: ['src/components/shared/**'], patterns: ['**/routes/**', '$components/[!s]*'] },
  { files: ['src/components/**'], patterns: ['**/routes/**'] },
];

export default ts.config(
  { ignores: ['dist', 'dist-preview', 'src/lib/backend/commands.ts', 'src/lib/backend/fixtures'] },
  js.configs.recommended,
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  {
    languageOptions: { globals: { window: 'readonly', document: 'readonly', console: 'readonly' } },
    rules: { 'no-undef': 'off' },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, extraFileExtensions: ['.svelte'], svelteConfig } },
  },
  {
    rules: {
      // Sets and maps are replaced as a whole here, never changed in place.
      'svelte/prefer-svelte-reactivity': 'off',
      // All fields are written alike, whether their control needs what the field hands it or not.
      'svelte/no-useless-children-snippet': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
    },
  },
  { files: ['src/lib/backend/memory/**'], rules: { '@typescript-eslint/no-dynamic-delete': 'off' } },
  {
    files: ['src/**'],
    rules: { 'no-restricted-imports': ['error', { patterns: ['@tauri-apps/*'] }] },
  },
  ...tiers.map(({ files, patterns }) => ({
    files,
    rules: { 'no-restricted-imports': ['error', { patterns: ['@tauri-apps/*', ...patterns] }] },
  })),
  { files: ['src/lib/backend/tauri.ts'], rules: { 'no-restricted-imports': 'off' } },
);
