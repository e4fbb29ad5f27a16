import type { ComponentChildren } from 'preact'
import { Prose, Section } from './blocks.tsx'
import { ErrorSummary } from './form.tsx'
import { uiMessages } from './messages.ts'
import { renderToString, useContext } from './render.ts'
import { RequestContext, useMessages } from './request.tsx'

function escaped(words: string): string {
  return renderToString(<p>{words}</p>).slice('<p>'.length, -'</p>'.length)
}

/**
 * The last net under every page that answers a refused form: where the page itself does not say what was wrong, it is
 * said here, and words that stand in none of its fields any more, because their form is gone by now, are given back.
 */
export function Refused({ children }: { children: ComponentChildren }) {
  const request = useContext(RequestContext)
  const text = useMessages(uiMessages)
  const { refused } = request
  if (!refused) return <>{children}</>
  const told = renderToString(<RequestContext.Provider value={request}>{children}</RequestContext.Provider>)
  const lost = refused.written.filter((words) => !told.includes(escaped(words)))
  return (
    <>
      {told.includes('data-error-summary') ? null : (
        <ErrorSummary scope={{ values: {}, errors: refused.errors, prefix: 'page' }} labels={new Map()} />
      )}
      {children}
      {lost.length > 0 ? (
        <Section title={text.written} id="isian" lead={text.writtenLead}>
          {lost.map((words) => (
            <Prose text={words} key={words} />
          ))}
        </Section>
      ) : null}
    </>
  )
}
