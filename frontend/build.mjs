// Builds static/built/. No inline styles and no source-map comments: the Content-Security-Policy forbids both.
import { build } from 'esbuild'
import { compile } from 'sass'
import fs from 'node:fs'
import path from 'node:path'

import { drawIcons } from './icons.mjs'

const out = path.resolve('../static/built')
fs.mkdirSync(out, { recursive: true })

const scripts = fs.readdirSync('js').filter((name) => name.endsWith('.js'))
await build({
  entryPoints: scripts.map((name) => `js/${name}`),
  outdir: out,
  bundle: true,
  minify: true,
  format: 'iife',
  // Phones of 2020, and browsers that offices cannot update.
  target: ['chrome80', 'firefox78', 'safari14.1'],
  logLevel: 'warning'
})

for (const name of ['portal', 'admin']) {
  const { css } = compile(`scss/${name}.scss`, {
    loadPaths: ['node_modules', 'scss'],
    style: 'compressed',
    quietDeps: true,
    silenceDeprecations: ['import', 'global-builtin', 'color-functions', 'if-function']
  })
  fs.writeFileSync(path.join(out, `${name}.css`), css)
}

drawIcons('../static/mark.svg', out)
