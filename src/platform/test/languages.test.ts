import { globSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

// Words that stand in nearly every sentence of one language and in none of the other.
const ENGLISH = 'the|of|and|to|with|for|from|your|you|is|are|was|not|this|that|have|has|which|who|when|what'
const INDONESIAN =
  'yang|dan|untuk|tidak|dari|dengan|adalah|anda|belum|atau|pada|ini|itu|sudah|akan|kami|dapat|oleh|bila|hanya|setiap|semua'
const FOREIGN = {
  id: new RegExp(`(?<![\\w@./'’-])(?:${ENGLISH})(?![\\w./'’-])`, 'i'),
  en: new RegExp(`(?<![\\w@./-])(?:${INDONESIAN})(?![\\w./-])`, 'i'),
}

const files = globSync('src/**/*{messages,texts,words}*.ts', { cwd: join(import.meta.dirname, '../../..') }).filter(
  (file) => !file.endsWith('.test.ts'),
)

test('no text of one language stands among those of the other', async () => {
  const found: string[] = []
  for (const file of files) {
    const module: Record<string, unknown> = await import(join(import.meta.dirname, '../../..', file))
    for (const value of Object.values(module)) {
      if (typeof value !== 'object' || value === null || !('id' in value) || !('en' in value)) continue
      for (const language of ['id', 'en'] as const)
        for (const words of wordsOf(value[language]))
          if (FOREIGN[language].test(words.replaceAll(/\{[^}]*\}|“[^”]*”/g, '…')))
            found.push(`${file} ${language}: ${words}`)
    }
  }
  expect(found).toEqual([])
})

/** Every text of the tree; of a function the literals in its source. What is quoted may be of the other language. */
function wordsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value === 'function')
    return [...String(value).matchAll(/(["'`])((?:(?!\1)[^\\]|\\.)*)\1/g)].map(([, , text]) =>
      text!.replaceAll(/\$\{[^}]*\}/g, '…'),
    )
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(wordsOf)
  return []
}
