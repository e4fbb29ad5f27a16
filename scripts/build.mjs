// Bundles the server to dist/main.js and the browser's files to dist/public, named by their content and listed in
// dist/public/manifest.json. Files that do not exist yet are left out.
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, dirname, extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { build as bundle } from 'esbuild'
import { fingerprint } from './fingerprint.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const dist = join(root, 'dist')
const publicFolder = join(dist, 'public')
const parts = join(dist, 'parts')

/** Each runs as a process of its own (src/platform/helper-process.ts). */
const HELPERS = ['src/platform/files/picture-process.ts', 'src/listen/channels/mail/mail-process.ts'].filter((path) =>
  existsSync(join(root, path)),
)
const helperName = (path) => basename(path, '.ts')

/** Loaded by every page or registered by it: each is one file on its own. */
const CLIENT_ENTRIES = [
  'enhancer.ts',
  'service-worker.ts',
  'passkey.ts',
  'upload.ts',
  'proof.ts',
  'position.ts',
  'similar.ts',
  'kiosk.ts',
  'survey-keys.ts',
  'chat.ts',
  'photos.ts',
  'map-button.ts',
  'map.ts',
]
/** The style of every page, and that of the map, which comes with it. */
const STYLE_ENTRIES = ['src/platform/ui/styles/index.css', 'src/platform/ui/styles/leaflet.css']
const OLD_FILES_STAY_MS = 24 * 60 * 60 * 1000

const common = {
  absWorkingDir: root,
  bundle: true,
  logLevel: 'silent',
  legalComments: 'none',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  sourcemap: 'linked',
}

const browser = { ...common, minify: true, target: 'es2022', platform: 'browser', outdir: publicFolder, metafile: true }

/** Throws an error whose message lists file, line and reason when a source does not compile. */
export async function build() {
  const before = fingerprint(root)
  mkdirSync(publicFolder, { recursive: true })
  const [, ...outputs] = await Promise.all([buildServer(), buildClient(), buildIslands(), buildStyles()])
  const manifest = Object.fromEntries(outputs.flat().sort(([a], [b]) => (a < b ? -1 : 1)))
  await compressAll()
  write(join(publicFolder, 'manifest.json'), `${JSON.stringify(manifest, undefined, 2)}\n`)
  removeOld(publicFolder)
  // Written last: a build that was cut off counts as none.
  write(join(dist, 'build.json'), `${JSON.stringify({ fingerprint: before })}\n`)
}

async function buildServer() {
  if (!existsSync(join(root, 'src/main.ts'))) return
  await bundle({
    ...common,
    entryPoints: [{ in: 'src/main.ts', out: 'main' }, ...HELPERS.map((path) => ({ in: path, out: helperName(path) }))],
    outdir: dist,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    packages: 'external',
    // What only the demonstration or the bench needs is a file of its own, which a serving process never reads.
    splitting: true,
    chunkNames: 'parts/[name].[hash]',
    // The process holds its source in memory as long as it lives. Names stay: they are what a stack is read by.
    minifyWhitespace: true,
    minifySyntax: true,
    // The process reads its map when a stack is written; with the sources in it, it would hold them all in memory.
    sourcesContent: false,
  })
  for (const name of ['main', ...HELPERS.map(helperName)]) keepPlain(join(dist, `${name}.js`))
  for (const name of readdirSync(parts)) if (name.endsWith('.js')) keepPlain(join(parts, name))
  removeOld(parts)
}

/**
 * A few expressions hold letters beyond ASCII, which the bundler writes as they are; one of them is enough for the
 * process to hold its whole source at two bytes a letter.
 */
function keepPlain(path) {
  const text = readFileSync(path, 'utf8')
  const escaped = (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`
  if (/[^\0-\x7f]/.test(text)) write(path, text.replaceAll(/[^\0-\x7f]/g, escaped))
}

async function buildClient() {
  const folder = 'src/platform/ui/client'
  const entryPoints = CLIENT_ENTRIES.map((name) => `${folder}/${name}`).filter((path) => existsSync(join(root, path)))
  if (entryPoints.length === 0) return []
  // A script of its own shares no names with another one and needs no second request.
  const result = await bundle({
    ...browser,
    entryPoints,
    format: 'iife',
    entryNames: '[name].[hash]',
    // The package names its older form first, of which nothing can be left out; its license asks for its notice.
    alias: { leaflet: 'leaflet/dist/leaflet-src.esm.js' },
    legalComments: 'eof',
  })
  return named(result.metafile, (entry) => basename(entry, extname(entry)))
}

async function buildIslands() {
  const entryPoints = islands().map((path) => ({
    in: path,
    out: islandName(path),
  }))
  if (entryPoints.length === 0) return []
  const result = await bundle({
    ...browser,
    entryPoints,
    format: 'esm',
    splitting: true,
    entryNames: '[name].[hash]',
    chunkNames: 'shared.[hash]',
  })
  return named(result.metafile, islandName)
}

async function buildStyles() {
  const entryPoints = STYLE_ENTRIES.filter((path) => existsSync(join(root, path)))
  if (entryPoints.length === 0) return []
  const result = await bundle({
    ...browser,
    entryPoints,
    entryNames: '[name].[hash]',
    assetNames: '[name].[hash]',
    loader: { '.svg': 'dataurl', '.png': 'dataurl', '.woff2': 'file' },
  })
  return named(result.metafile, (entry) => basename(entry, '.css'))
}

/** Paths like src/diagnose/competency/islands/profile.tsx. */
function islands() {
  const found = []
  for (const stage of folders(join(root, 'src'))) {
    for (const slice of folders(join(root, 'src', stage))) {
      const folder = join('src', stage, slice, 'islands')
      if (!existsSync(join(root, folder))) continue
      for (const name of readdirSync(join(root, folder))) {
        if (/^[^.]+\.tsx$/.test(name)) found.push(`${folder}/${name}`)
      }
    }
  }
  return found
}

function folders(path) {
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
}

/** competency-profile for src/diagnose/competency/islands/profile.tsx */
function islandName(path) {
  const [, , slice, , file] = path.split('/')
  return `${slice}-${basename(file, '.tsx')}`
}

/** [name, address] of every entry; the server serves dist/public under /assets/. */
function named(metafile, name) {
  return Object.entries(metafile.outputs)
    .filter(([, output]) => output.entryPoint)
    .map(([path, output]) => [name(output.entryPoint), `/assets/${basename(path)}`])
}

async function compressAll() {
  const names = readdirSync(publicFolder).filter(
    (name) => /\.(js|css|svg|json)$/.test(name) && name !== 'manifest.json',
  )
  await Promise.all(
    names.map(async (name) => {
      const path = join(publicFolder, name)
      if (existsSync(`${path}.br`) && existsSync(`${path}.gz`)) return
      const text = readFileSync(path)
      const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: text.length }
      write(`${path}.gz`, await promisify(gzip)(text, { level: 9 }))
      write(`${path}.br`, await promisify(brotliCompress)(text, { params }))
    }),
  )
}

/** Files of earlier builds stay a day: pages that are open, or a server still running, may ask for them. */
function removeOld(folder) {
  const now = Date.now()
  const isOld = (name) => now - statSync(join(folder, name)).mtimeMs >= OLD_FILES_STAY_MS
  for (const name of readdirSync(folder)) if (isOld(name)) rmSync(join(folder, name))
}

function write(path, content) {
  writeFileSync(`${path}.new`, content)
  renameSync(`${path}.new`, path)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    await build()
  } catch (error) {
    const { formatMessages } = await import('esbuild')
    const texts = error.errors ? await formatMessages(error.errors, { kind: 'error' }) : [`${error.stack}\n`]
    process.stderr.write(texts.join(''))
    process.exitCode = 1
  }
}
