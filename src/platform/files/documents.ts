import { readFile } from 'node:fs/promises'
import { openPackage, type PackageProblem } from './office.ts'
import { pdfProblem } from './pdf.ts'

export type DocumentProblem = PackageProblem | 'script' | 'old'
export type Looked = { type: string } | { problem: DocumentProblem }

let line: Promise<unknown> = Promise.resolve()

/**
 * What a document is, and whether it does nothing but show itself. One after the other, so that a crowd that sends
 * papers takes the memory of one.
 */
export function lookInto(path: string, type: string): Promise<Looked> {
  const mine = line.then(() => look(path, type))
  line = mine.catch(() => undefined)
  return mine
}

async function look(path: string, type: string): Promise<Looked> {
  // The container of the years before 2007, and of what lies under a password since.
  if (type === 'application/x-cfb') return { problem: 'old' }
  if (!type.startsWith('application/')) return { type }
  const file = await readFile(path)
  if (file.subarray(0, 4).toString('latin1') === 'PK\u0003\u0004') {
    const opened = await openPackage(file)
    // Of an archive of anything else it helps nobody to hear that it is broken.
    return 'problem' in opened && opened.problem === 'broken' && !/document/.test(type) ? { problem: 'type' } : opened
  }
  const problem = type === 'application/pdf' ? await pdfProblem(file) : undefined
  return problem ? { problem } : { type }
}
