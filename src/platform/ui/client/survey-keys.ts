import { all } from './texts.ts'

/** Keying paper without looking at the screen: a digit moves on, a step back on an empty field moves back. */
for (const group of all('[data-digits]', HTMLElement)) {
  const fields = all('input', HTMLInputElement, group)
  const go = (from: HTMLInputElement, step: number) => {
    const other = fields[fields.indexOf(from) + step]
    other?.focus()
    other?.select()
    return other !== undefined
  }
  for (const field of fields) {
    field.maxLength = 1
    field.addEventListener('input', () => {
      if (/^\d$/.test(field.value) && !go(field, 1)) group.nextElementSibling?.querySelector('textarea')?.focus()
    })
    field.addEventListener('keydown', (event) => {
      if (event.key === 'Backspace' && field.value === '' && go(field, -1)) event.preventDefault()
      if (event.key === 'ArrowDown' && go(field, 1)) event.preventDefault()
      if (event.key === 'ArrowUp' && go(field, -1)) event.preventDefault()
    })
  }
  // After a mistake the page leads to what is wrong first.
  if (!document.querySelector('[data-error-summary]')) fields[0]?.focus()
}
