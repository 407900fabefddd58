// The house style of scripts: no semicolons, single quotes, lines as long as in the templates.
export default {
  printWidth: 120,
  semi: false,
  singleQuote: true,
  trailingComma: 'none',
  overrides: [{ files: '*.scss', options: { singleQuote: false } }]
}
