import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize, relative } from 'node:path'

/**
 * Every TypeScript module below src/ with what it imports.
 * @returns Map from path (src/…) to { path, text, imports: [{ target, package, typeOnly, names }] }; target is a path
 *   of this project, package the name of an installed one
 */
export function readModules(root) {
  const modules = new Map()
  for (const entry of readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/\.tsx?$/.test(entry.name)) continue
    const path = relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/')
    const text = readFileSync(join(root, path), 'utf8')
    modules.set(path, { path, text, imports: readImports(root, path, text) })
  }
  return modules
}

// The formatter puts every import and export at the start of a line, which makes these patterns complete.
const STATIC = /^(import|export)\s+(type\s+)?([^'";]*?)(?:from\s+)?['"]([^'"\n]+)['"]/gm
const DYNAMIC = /\bimport\(\s*['"]([^'"\n]+)['"]\s*\)/g
const AUGMENTED = /^declare module ['"]([^'"\n]+)['"]/gm

function readImports(root, path, text) {
  const code = withoutComments(text)
  const found = []
  for (const [, keyword, type, clause, specifier] of code.matchAll(STATIC)) {
    if (keyword === 'export' && !/^(\*|\{)/.test(clause)) continue
    const names = [...clause.matchAll(/(type\s+)?([\w$*]+)(?:\s+as\s+[\w$]+)?/g)]
    const braces = /^\{[\s\S]*\}$/.test(clause.trim())
    const everyNameIsType = braces && names.length > 0 && names.every((name) => name[1] !== undefined)
    found.push({ specifier, typeOnly: type !== undefined || everyNameIsType })
  }
  for (const [, specifier] of code.matchAll(DYNAMIC)) found.push({ specifier, typeOnly: false })
  for (const [, specifier] of code.matchAll(AUGMENTED)) found.push({ specifier, typeOnly: true })
  return found.map(({ specifier, typeOnly }) => ({ specifier, typeOnly, ...resolve(root, path, specifier) }))
}

function resolve(root, from, specifier) {
  if (specifier.startsWith('.')) {
    const target = normalize(join(dirname(from), specifier)).replaceAll('\\', '/')
    return { target, missing: !existsSync(join(root, target)) }
  }
  if (specifier.startsWith('node:')) return { package: 'node:' }
  const parts = specifier.split('/')
  return { package: specifier.startsWith('@') ? `${parts[0]}/${parts[1]}` : parts[0] }
}

/** Blanks comments at the start of a line or after a space; texts with // in them, such as addresses, stay. */
function withoutComments(text) {
  return text.replace(/^\s*\/\*[\s\S]*?\*\//gm, '').replace(/^\s*\/\/.*$/gm, '')
}
