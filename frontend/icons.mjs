// The app icon as PNG: for installing the desk on a phone, and for browsers without SVG favicons.
import { Resvg } from '@resvg/resvg-js'
import fs from 'node:fs'
import path from 'node:path'

const PAPER = '#fcfbf8'
// Padding, so that a round icon mask cuts nothing off.
const SHARE = 0.62
const ON_A_PHONE = [192, 512]
const IN_A_TAB = 32

const png = (svg, size) => new Resvg(svg, { fitTo: { mode: 'width', value: size } }).render().asPng()

function onPaper(mark) {
  const inset = (1 - SHARE) / 2
  const placed = mark.replace('<svg ', `<svg x="${inset}" y="${inset}" width="${SHARE}" height="${SHARE}" `)
  const sheet = `<rect width="1" height="1" fill="${PAPER}"/>`
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1">${sheet}${placed}</svg>`
}

export function drawIcons(source, out) {
  const mark = fs.readFileSync(source, 'utf8')
  for (const size of ON_A_PHONE) fs.writeFileSync(path.join(out, `icon-${size}.png`), png(onPaper(mark), size))
  fs.writeFileSync(path.join(out, `icon-${IN_A_TAB}.png`), png(mark, IN_A_TAB))
}
