import { axeViolations, opened } from './axe-violations.ts'
import { validator } from './html.ts'

/** HTML lets a header cell hold everything but headings and sectioning content; the checker counts details among the latter. */
function isDetailsInHeaderCell(one: { message: string }): boolean {
  return one.message.includes('<details> element is not permitted as a descendant of <th>')
}

/** What is wrong with a page of the house, by itself and before any style is loaded. */
export async function problemsOf(html: string): Promise<string[]> {
  const page = opened(html)
  const inline = page.querySelector('script:not([src]), style, [style]')
  const report = await validator.validateString(html)
  const problems = [
    ...(await axeViolations(page)),
    ...report.results.flatMap(({ messages }) =>
      messages
        .filter((one) => !isDetailsInHeaderCell(one))
        .map((one) => `html ${one.ruleId}: ${one.message} (${one.selector ?? ''})`),
    ),
  ]
  if (page.querySelectorAll('h1').length !== 1) problems.push('there is not exactly one h1')
  if (!page.title.trim()) problems.push('there is no title')
  if (inline) problems.push(`inline script or style: ${inline.outerHTML.slice(0, 160)}`)
  for (const select of page.querySelectorAll('select')) {
    const said = [...select.options].map((option) => `${option.closest('optgroup')?.label ?? ''} ${option.text.trim()}`)
    const twice = said.find((words, at) => said.indexOf(words) < at)
    if (twice !== undefined) problems.push(`two choices of ${select.name} are called the same: ${twice.trim()}`)
  }
  return [...new Set(problems)]
}
