import {
  EmptyState,
  LinkButton,
  PublicPage,
  Section,
  Tabs,
  useMessages,
  useRequest,
} from '../../../platform/ui/index.ts'
import { assessmentMessages as messages } from './messages.ts'
import { tally } from './model.ts'
import { linesOf, Result, ResultTable } from './parts.tsx'
import type { ResultRow } from './queries.ts'

interface Props {
  results: readonly ResultRow[]
  year: number | undefined
  years: readonly number[]
}

/** What units said of themselves and the inspectorate verified. */
export function PublicAssessmentsPage({ results, year, years }: Props) {
  const text = useMessages(messages)
  const home = `/i/${useRequest().institution?.slug ?? ''}`
  return (
    <PublicPage title={text.publicTitle} lead={text.publicLead} back={home} width="wide">
      {year === undefined ? (
        <EmptyState
          title={text.publicEmpty}
          body={text.publicEmptyBody}
          action={
            <LinkButton href={`${home}/pengawasan`} tone="secondary">
              {text.oversight}
            </LinkButton>
          }
        />
      ) : (
        <>
          {years.length > 1 ? (
            <Tabs
              label={text.otherYears}
              items={years.map((one) => ({
                href: `${home}/tata-kelola?tahun=${one}`,
                label: String(one),
                current: one === year,
              }))}
            />
          ) : null}
          <Section title={text.publicYear(String(year))} id="hasil">
            <Result title={text.publicYear(String(year))} rows={tally(results)} />
          </Section>
          <Section title={text.publicUnits} id="unit">
            <ResultTable caption={text.publicUnits} head={text.unit} rows={linesOf(results, (row) => row.unit_name)} />
          </Section>
        </>
      )}
    </PublicPage>
  )
}
