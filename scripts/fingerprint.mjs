import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** Changes when a file that the build reads was changed, added or removed; looks at names, sizes and times only. */
export function fingerprint(root) {
  const hash = createHash('sha256')
  for (const file of ['scripts/build.mjs', 'package-lock.json', 'tsconfig.json']) add(hash, root, file)
  walk(hash, root, 'src')
  walk(hash, root, 'bench')
  return hash.digest('hex')
}

/** Whether dist/ was built from the sources as they are now. */
export function isBuilt(root) {
  if (!existsSync(join(root, 'dist/main.js'))) return false
  try {
    return JSON.parse(readFileSync(join(root, 'dist/build.json'), 'utf8')).fingerprint === fingerprint(root)
  } catch {
    return false
  }
}

function walk(hash, root, folder) {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = `${folder}/${entry.name}`
    if (entry.isDirectory()) walk(hash, root, path)
    else if (/\.(ts|tsx|css|json|svg|png|woff2)$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name))
      add(hash, root, path)
  }
}

function add(hash, root, path) {
  if (!existsSync(join(root, path))) return
  const { size, mtimeMs } = statSync(join(root, path))
  hash.update(`${path} ${size} ${mtimeMs}\n`)
}
