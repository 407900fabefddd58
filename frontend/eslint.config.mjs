import js from '@eslint/js'
import globals from 'globals'

export default [
  js.configs.recommended,
  {
    rules: {
      eqeqeq: 'error',
      'no-var': 'error',
      'prefer-const': 'error',
      // U+3000 parts what stands beside each other in Chinese; it is text, not a slip.
      'no-irregular-whitespace': ['error', { skipTemplates: true }]
    }
  },
  { files: ['js/*.js', 'js/parts/*.js'], languageOptions: { globals: globals.browser } },
  { files: ['js/sw.js'], languageOptions: { globals: globals.serviceworker } },
  { files: ['*.mjs'], languageOptions: { globals: globals.node } }
]
