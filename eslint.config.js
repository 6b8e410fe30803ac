import js from '@eslint/js';
import tseslint from 'typescript-eslint';

const forbiddenIn = (files, selector, message) => ({ files, rules: { 'no-restricted-syntax': ['error', { selector, message }] } });

export default tseslint.config(
  { ignores: ['dist', 'node_modules', 'public/built', 'data', 'coverage'] },
  js.configs.recommended,
  ...tseslint.configs.strict.map((config) => ({ ...config, files: ['**/*.ts'] })),
  {
    files: ['**/*.ts'],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-non-null-assertion': 'off',
      'max-lines': ['error', { max: 250, skipBlankLines: true }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      complexity: ['error', 16],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true, varsIgnorePattern: '^_', argsIgnorePattern: '^_' }],
    },
  },
  { files: ['test/**/*.ts'], rules: { 'max-lines': ['error', { max: 400 }], 'max-lines-per-function': 'off' } },
  { files: ['migrations/**/*.ts'], rules: { 'max-lines-per-function': 'off' } },
  forbiddenIn(
    ['src/features/**/*.ts', 'src/web/**/*.ts'],
    "CallExpression[callee.property.name='render'] SpreadElement > MemberExpression[object.name='req']",
    'Never spread input into render.',
  ),
  forbiddenIn(
    ['migrations/**/*.ts'],
    'CallExpression[callee.property.name=/^(changeColumn|removeColumn|renameColumn)$/]',
    'These copy the table on SQLite and drop its triggers without a word.',
  ),
  {
    files: ['**/*.js', '**/*.mjs'],
    languageOptions: {
      globals: Object.fromEntries(
        [
          'process',
          'console',
          'URL',
          'URLSearchParams',
          'FormData',
          'Response',
          'Blob',
          'setTimeout',
          'fetch',
          'Buffer',
          'performance',
          'document',
          'window',
        ].map((name) => [name, 'readonly']),
      ),
    },
    rules: { 'no-unused-vars': ['error', { ignoreRestSiblings: true, varsIgnorePattern: '^_', argsIgnorePattern: '^_' }] },
  },
);
