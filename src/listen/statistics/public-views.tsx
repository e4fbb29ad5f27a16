import { formatMonth } from '../../platform/i18n.ts'
import {
  Actions,
  CodeParts,
  DataTable,
  EmptyState,
  LinkButton,
  type MapSource,
  Notice,
  PublicPage,
  Section,
  Tabs,
  useFormat,
  useMessages,
  useRequest,
} from '../../platform/ui/index.ts'
import { AreaMap } from './area-map.tsx'
import type { Figures } from './figures.ts'
import { messages } from './messages.ts'
import { DIMENSIONS } from './model.ts'
import { COLUMNS } from './open-data.ts'
import { Charts, DimensionTable, Headline } from './parts.tsx'
import type { Names } from './queries.ts'

/** Column S is within_24h. */
const FORMULA = '=COUNTIF(S:S;"true") / (COUNTIF(S:S;"true") + COUNTIF(S:S;"false"))'

type Props = {
  year: number
  /** The last month that is counted here, 'YYYY-MM'. */
  last: string
  years: readonly number[]
  figures: Figures | undefined
  names: Names
  /** Rounded down; undefined when there are too few to tell. */
  hidden: number | undefined
  /** Undefined where the institution has chosen no map. */
  map: MapSource | undefined
}

export function PublicStatisticsPage({ year, last, years, figures, names, hidden, map }: Props) {
  const t = useMessages(messages)
  const { institution, language } = useRequest()
  const base = `/i/${institution?.slug}/statistik-pengaduan`
  return (
    <PublicPage title={t.title} lead={t.publicLead(year)} back={`/i/${institution?.slug}`} width="wide">
      <Tabs
        label={t.years}
        items={years.map((one) => ({ href: `${base}?tahun=${one}`, label: String(one), current: one === year }))}
      />
      {figures && figures.received > 0 ? (
        <>
          {last.startsWith(String(year)) ? <p>{t.upTo(formatMonth(last, language))}</p> : null}
          <Headline figures={figures} audience="public" />
          <Charts figures={figures} audience="public" />
          {DIMENSIONS.map((dimension) => (
            <DimensionTable
              key={dimension}
              dimension={dimension}
              rows={figures.rows}
              names={names}
              audience="public"
              least={figures.least}
            />
          ))}
          {map ? <AreaMap source={map} rows={figures.rows} least={figures.least} /> : null}
          <OpenData base={base} year={year} />
        </>
      ) : (
        <EmptyState title={t.empty} body={t.emptyBody} />
      )}
      <HiddenNote hidden={hidden} />
    </PublicPage>
  )
}

function HiddenNote({ hidden }: { hidden: number | undefined }) {
  const t = useMessages(messages)
  const format = useFormat()
  return <Notice>{hidden === undefined ? t.hiddenFew : t.hidden(format.number(hidden))}</Notice>
}

function OpenData({ base, year }: { base: string; year: number }) {
  const t = useMessages(messages)
  return (
    <Section title={t.dataTitle} id="data" lead={t.dataLead}>
      <Actions>
        <LinkButton href={`${base}/hitung-ulang?tahun=${year}`}>{t.explain}</LinkButton>
        <LinkButton href={`${base}/data/${year}.csv`} tone="secondary">
          {t.csv(year)}
        </LinkButton>
        <LinkButton href={`${base}/data/${year}.json`} tone="secondary">
          {t.json(year)}
        </LinkButton>
      </Actions>
    </Section>
  )
}

export function ExplainPage({ year, least }: { year: number; least: number }) {
  const t = useMessages(messages)
  const { institution, language } = useRequest()
  const base = `/i/${institution?.slug}/statistik-pengaduan`
  return (
    <PublicPage title={t.explainTitle} lead={t.explainLead} back={base}>
      <ol>
        {Object.values(t.steps).map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <p>
        {t.formula}: <code>{FORMULA}</code>
      </p>
      <Actions>
        <LinkButton href={`${base}/data/${year}.csv`}>{t.csv(year)}</LinkButton>
      </Actions>
      <Section title={t.hideTitle} id="samaran">
        <p>{t.hideBody(least)}</p>
      </Section>
      <Section title={t.dictionary} id="kolom">
        <DataTable
          caption={t.dictionary}
          captionHidden
          stack
          columns={[
            { key: 'name', label: t.column, cell: ([name]) => <CodeParts>{name}</CodeParts> },
            { key: 'meaning', label: t.meaning, cell: ([, id, en]) => (language === 'id' ? id : en) },
          ]}
          rows={COLUMNS}
        />
      </Section>
    </PublicPage>
  )
}
