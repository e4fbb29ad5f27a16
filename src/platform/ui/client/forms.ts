import { all, element, numberText, texts } from './texts.ts'

export function enhanceForms(): void {
  focusErrors()
  all('form[data-once]', HTMLFormElement).forEach(submitOnce)
  all('textarea[data-count]', HTMLTextAreaElement).forEach(countLetters)
  all('input[data-max-bytes]', HTMLInputElement).forEach(checkSize)
  all('[data-print]', HTMLElement).forEach((button) => {
    button.hidden = false
    button.addEventListener('click', () => print())
  })
}

/** The reader lands on what is wrong, and from there in the field that is meant, its label in sight. */
function focusErrors(): void {
  const [summary] = all('[data-error-summary]', HTMLElement)
  if (!summary) return
  summary.focus()
  if (summary.getBoundingClientRect().top < 0) summary.scrollIntoView()
  summary.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a') : null
    const field = link && document.getElementById(link.hash.slice(1))
    if (!field) return
    event.preventDefault()
    field.closest('.field')?.scrollIntoView()
    field.focus({ preventScroll: true })
  })
}

/** The server knows a repeated submit by its key; this only spares the second journey. */
function submitOnce(form: HTMLFormElement): void {
  form.addEventListener('submit', (event) => {
    if (form.dataset['sent']) {
      event.preventDefault()
      return
    }
    form.dataset['sent'] = 'true'
    event.submitter?.setAttribute('aria-disabled', 'true')
  })
  addEventListener('pageshow', () => {
    delete form.dataset['sent']
    form.querySelector('[aria-disabled]')?.removeAttribute('aria-disabled')
  })
}

function countLetters(area: HTMLTextAreaElement): void {
  const max = Number(area.dataset['count'])
  const line = element('p', 'count-left')
  // Said aloud only near the end: a count at every key would drown the typing.
  line.setAttribute('aria-live', 'polite')
  area.after(line)
  const update = () => {
    const left = max - area.value.length
    line.classList.toggle('count-over', left < 0)
    line.textContent =
      left > max * 0.25 ? '' : left < 0 ? texts().over(numberText(-left)) : texts().left(numberText(left))
  }
  area.addEventListener('input', update)
  update()
}

/** Said before the upload, because on a slow line it costs minutes to learn it afterwards. */
function checkSize(input: HTMLInputElement): void {
  const max = Number(input.dataset['maxBytes'])
  const line = element('p', 'error')
  line.setAttribute('role', 'alert')
  input.before(line)
  input.addEventListener('change', () => {
    const large = [...(input.files ?? [])].find((file) => file.size > max)
    line.textContent = large ? texts().tooLarge(large.name, numberText(large.size / 1e6), numberText(max / 1e6)) : ''
    if (large) input.value = ''
  })
}
