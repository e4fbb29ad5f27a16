import type { Language } from './i18n.ts'

// Programs that read mail know neither tokens nor our style sheet; those that drop the styles still show the words in order.
const STYLE = [
  'body{max-width:36rem;margin:0 auto;padding:1.5rem 1rem;font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,Arial,sans-serif}',
  'h1{margin:0 0 1rem;font-size:1.375rem;line-height:1.3}',
  'hr{margin:2rem 0 1rem;border:0;border-top:1px solid #8aa3a6}',
  'a{overflow-wrap:anywhere}',
  '.go{display:inline-block;padding:.75rem 1.25rem;border-radius:.5rem;background:#0b5f66;color:#fff;font-weight:600;text-decoration:none}',
  '.small{font-size:.875rem}',
].join('')

/** The page of a letter around its markup, which the sender has escaped. */
export function mailPage(language: Language, title: string, body: string): string {
  const name = title.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  return `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>${name}</title><style>${STYLE}</style></head><body>${body}</body></html>`
}
