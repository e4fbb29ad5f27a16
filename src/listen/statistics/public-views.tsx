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
import { GROUP_COLUMNS, STEP_COLUMNS } from './groups.ts'
import { messages } from './messages.ts'
import { DIMENSIONS } from './model.ts'
import { COLUMNS, type Columns } from './open-data.ts'
import { Charts, DimensionTable, Headline } from './parts.tsx'
import type { Names } from './queries.ts'
import { How } from './recount.tsx'

/** Column S is within_24h. */
const FORMULA = '=COUNTIF(S:S;"true") / (COUNTIF(S:S;"true") + COUNTIF(S:S;"false"))'

const FURTHER = ['kelompok', 'waktu'] as const

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
              year={year}
            />
          ))}
          {map ? <AreaMap source={map} rows={figures.rows} least={figures.least} year={year} /> : null}
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
      <p>{t.furtherFiles}</p>
      <ul>
        {FURTHER.map((file) => (
          <li key={file}>
            {t.file[file]}: <a href={`${base}/data/${year}-${file}.csv`}>CSV</a>,{' '}
            <a href={`${base}/data/${year}-${file}.json`}>JSON</a>
          </li>
        ))}
      </ul>
    </Section>
  )
}

export function ExplainPage({ year, least }: { year: number; least: number }) {
  const t = useMessages(messages)
  const { institution } = useRequest()
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
      <Section title={t.otherTitle} id="angka-lain">
        <ul>
          {[t.recount.shares, t.recount.days, t.recount.ages].map((how) => (
            <li key={how}>
              {year}.csv: <How how={how} />
            </li>
          ))}
          <li>
            {year}-kelompok.csv: <How how={`${t.recount.months} ${t.recount.groups('unit')}`} />
          </li>
          <li>
            {year}-waktu.csv: <How how={t.recount.curve} />
          </li>
        </ul>
        <p>{t.intervals}</p>
      </Section>
      <Dictionary title={t.dictionary} id="kolom" columns={COLUMNS} />
      <Dictionary title={t.dictionaryOf(`${year}-kelompok.csv`)} id="kolom-kelompok" columns={GROUP_COLUMNS} />
      <Dictionary title={t.dictionaryOf(`${year}-waktu.csv`)} id="kolom-waktu" columns={STEP_COLUMNS} />
    </PublicPage>
  )
}

function Dictionary({ title, id, columns }: { title: string; id: string; columns: Columns }) {
  const t = useMessages(messages)
  const { language } = useRequest()
  return (
    <Section title={title} id={id}>
      <DataTable
        caption={title}
        captionHidden
        stack
        columns={[
          { key: 'name', label: t.column, cell: ([name]) => <CodeParts>{name}</CodeParts> },
          { key: 'meaning', label: t.meaning, cell: ([, id, en]) => (language === 'id' ? id : en) },
        ]}
        rows={columns}
      />
    </Section>
  )
}
