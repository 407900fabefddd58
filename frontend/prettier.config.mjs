// Code style of scripts: no semicolons, single quotes, the line length of the templates.
export default {
  printWidth: 120,
  semi: false,
  singleQuote: true,
  trailingComma: 'none',
  overrides: [{ files: '*.scss', options: { singleQuote: false } }]
}
