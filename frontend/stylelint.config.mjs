export default {
  extends: 'stylelint-config-standard-scss',
  rules: {
    // Names as in docs/ui.md: block, block__element, block--modifier.
    'selector-class-pattern': '^[a-z][a-z0-9]*(-[a-z0-9]+)*(__[a-z0-9]+(-[a-z0-9]+)*)?(--[a-z0-9]+(-[a-z0-9]+)*)?$',
    // Chrome 80 supports neither ranges in media queries nor lists in :not().
    'media-feature-range-notation': 'prefix',
    'selector-not-notation': 'simple',
    // Safari 14 supports these two with its prefix only.
    'property-no-vendor-prefix': [true, { ignoreProperties: ['-webkit-appearance', '-webkit-text-size-adjust'] }],
    // Prettier breaks a long list of fonts after the colon.
    'scss/dollar-variable-colon-space-after': null
  },
  overrides: [
    {
      // Django defines the names in its admin pages.
      files: ['scss/admin.scss'],
      rules: { 'selector-class-pattern': null, 'selector-id-pattern': null }
    }
  ]
}
