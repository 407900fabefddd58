import js from '@eslint/js'
import globals from 'globals'

export default [
  js.configs.recommended,
  {
    rules: {
      eqeqeq: 'error',
      'no-var': 'error',
      'prefer-const': 'error',
      // U+3000 separates items of a Chinese text; it is used on purpose.
      'no-irregular-whitespace': ['error', { skipTemplates: true }]
    }
  },
  { files: ['js/*.js', 'js/parts/*.js'], languageOptions: { globals: globals.browser } },
  { files: ['js/sw.js'], languageOptions: { globals: globals.serviceworker } },
  { files: ['*.mjs'], languageOptions: { globals: globals.node } }
]
