import { krejcieMorgan } from '../../platform/statistics/index.ts'
import {
  Actions,
  Badge,
  DataTable,
  EmptyState,
  Facts,
  Filters,
  Form,
  type FormState,
  Grid,
  HiddenField,
  LinkButton,
  ListEnd,
  Notice,
  Prose,
  Section,
  SelectField,
  Sparkline,
  StaffPage,
  TextArea,
  TextField,
  useFormat,
  useMessages,
  useRequest,
} from '../../platform/ui/index.ts'
import type { ServiceRow } from '../services/index.ts'
import type { ChoiceBook } from './choices/model.ts'
import type { WordingUsed } from './elements/queries.ts'
import { PublicFollowUps } from './follow-up/public-views.tsx'
import type { FollowUpRow } from './follow-up/queries.ts'
import { surveyMessages } from './messages.ts'
import { type PeriodFilter, type ProfileField, SMALL_GROUPS } from './model.ts'
import { MOST_COMMENTS, type Period, type PublicationRow, type UnitRow } from './queries.ts'
import type { ExtraResult, Group, TrendPoint, UnitResult } from './results.ts'
import type { RuleInForce } from './rules.ts'
import { lowestElements, type SkmResult } from './skm.ts'
import {
  Counting,
  ElementChart,
  ElementTable,
  Extras,
  IndexStat,
  TrendChart,
  useDecimal,
  useElementName,
  useMonth,
  useProfileNames,
  WhyIndex,
} from './views-parts.tsx'
import { Publications } from './views-publications.tsx'

function PeriodFields({ months }: { months: readonly string[] }) {
  const text = useMessages(surveyMessages)
  const month = useMonth()
  const options = months.map((value) => ({ value, label: month(value) }))
  return (
    <>
      <SelectField name="dari" label={text.from} options={options} placeholder={null} width="medium" />
      <SelectField name="sampai" label={text.to} options={options} placeholder={null} width="medium" />
    </>
  )
}

interface ResultsProps {
  units: readonly UnitResult[]
  period: Period
  months: readonly string[]
  rule: RuleInForce
}

export function ResultsPage({ units, period, months, rule }: ResultsProps) {
  const text = useMessages(surveyMessages)
  const month = useMonth()
  const decimal = useDecimal()
  const format = useFormat()
  const name = useElementName(rule)
  const { permissions } = useRequest()
  const query = `?dari=${period.from}&sampai=${period.to}`
  return (
    <StaffPage title={text.results} lead={text.resultsLead(month(period.from), month(period.to))}>
      <Filters values={{ dari: period.from, sampai: period.to }}>
        <PeriodFields months={months} />
      </Filters>
      <DataTable
        caption={text.results}
        captionHidden
        rows={units}
        rowHref={(unit) => `/survei/hasil/${unit.id}${query}`}
        empty={
          <EmptyState
            title={text.emptyResults}
            body={text.emptyResultsBody}
            action={
              permissions.has('survey.invite') ? (
                <LinkButton href="/survei/undangan" tone="secondary">
                  {text.invitations}
                </LinkButton>
              ) : undefined
            }
          />
        }
        columns={[
          {
            key: 'unit',
            label: text.unit,
            cell: (unit) => <a href={`/survei/hasil/${unit.id}${query}`}>{unit.name}</a>,
          },
          {
            key: 'index',
            label: text.index,
            numeric: true,
            cell: ({ result }) => (result.index ? decimal(result.index) : text.notEnough),
          },
          { key: 'letter', label: text.letter, cell: ({ result }) => result.band?.letter ?? '–' },
          {
            key: 'interval',
            label: text.interval,
            numeric: true,
            cell: ({ result: { interval } }) =>
              interval ? `${format.number(interval.low, 2)} – ${format.number(interval.high, 2)}` : '–',
          },
          {
            key: 'n',
            label: text.respondents,
            numeric: true,
            cell: ({ result }) =>
              result.n < result.minRespondents ? text.hiddenN(String(result.minRespondents)) : format.number(result.n),
          },
          {
            key: 'trend',
            label: text.trend,
            cell: (unit) => <Sparkline values={unit.trend} label={text.trendLabel(unit.name)} />,
          },
          {
            key: 'lowest',
            label: text.lowest,
            cell: (unit) => (unit.lowest.length > 0 ? unit.lowest.map(name).join(', ') : '–'),
          },
        ]}
      />
      <Counting least={rule.minRespondents} />
    </StaffPage>
  )
}

interface ResultProps {
  unit: UnitRow
  period: Period
  rule: RuleInForce
  result: SkmResult
  used: readonly WordingUsed[]
  services: readonly ServiceRow[]
  service: ServiceRow | undefined
  months: readonly string[]
  filter: PeriodFilter
  form: FormState
  trend: readonly TrendPoint[]
  groups: readonly { field: ProfileField; groups: readonly Group[] }[]
  book: ChoiceBook
  silence: readonly (readonly [string, string])[]
  extras: readonly ExtraResult[]
  comments: readonly string[]
  publications: readonly PublicationRow[]
  followUps: readonly FollowUpRow[]
  today: string
  mayPublish: boolean
  mayFollowUp: boolean
}

export function ResultPage(props: ResultProps) {
  const { unit, period, rule, result, services, service, months, filter, trend, comments, publications } = props
  const text = useMessages(surveyMessages)
  const month = useMonth()
  const name = useElementName(rule)
  const { institution } = useRequest()
  const query = new URLSearchParams({ dari: period.from, sampai: period.to, ...(service && { layanan: service.slug }) })
  const file = (format: string) => `/survei/hasil/${unit.id}/unduh?${query}&format=${format}`
  return (
    <StaffPage
      title={text.resultTitle(unit.name)}
      form={props.form}
      lead={`${service ? `${service.name}. ` : ''}${month(period.from)} – ${month(period.to)}`}
      crumbs={[{ href: '/survei', label: text.results }]}
      actions={
        <>
          <LinkButton href={`/survei/hasil/${unit.id}/laporan?${query}&format=pdf`} tone="secondary" icon="download">
            {text.reportPdf}
          </LinkButton>
          <LinkButton href={`/survei/hasil/${unit.id}/laporan?${query}&format=xlsx`} tone="secondary" icon="download">
            {text.reportXlsx}
          </LinkButton>
          <LinkButton href={`/i/${institution?.slug}/hasil-survei/${unit.id}`} tone="quiet">
            {text.publicPage}
          </LinkButton>
        </>
      }
    >
      <Filters
        values={{
          dari: period.from,
          sampai: period.to,
          layanan: service?.slug,
          penerima: filter.penerima === undefined ? undefined : String(filter.penerima),
        }}
      >
        <PeriodFields months={months} />
        <SelectField
          name="layanan"
          label={text.service}
          placeholder={text.allServices}
          options={services.map((one) => ({ value: one.slug, label: one.name }))}
        />
        <TextField name="penerima" label={text.population} hint={text.populationHint} type="number" width="short" />
      </Filters>
      <IndexStat result={result} />
      {filter.penerima === undefined ? null : (
        <Sample n={result.n} need={krejcieMorgan(filter.penerima, rule.sampling)} />
      )}
      <WhyIndex result={result} rule={rule} used={props.used} />
      <Counting least={rule.minRespondents} />
      <Section title={text.silence} id="diam" lead={text.silenceLead}>
        <Facts layout="columns" items={props.silence.map(([label, value]) => ({ label, value }))} />
      </Section>
      {result.index ? (
        <>
          <Section title={text.elements} id="unsur">
            <Grid size="large">
              <ElementChart result={result} rule={rule} />
              <TrendChart trend={trend} rule={rule} />
            </Grid>
            <ElementTable result={result} rule={rule} files={{ csv: file('csv'), xlsx: file('xlsx') }} />
          </Section>
          <Extras results={props.extras} rule={rule} />
          <ProfileSection groups={props.groups} book={props.book} />
        </>
      ) : null}
      {comments.length > 0 ? (
        <Section title={text.comments} id="masukan" lead={text.commentsLead}>
          <Prose>
            <ul>
              {comments.map((comment, index) => (
                <li key={index}>{comment}</li>
              ))}
            </ul>
          </Prose>
          <ListEnd count={comments.length} most={MOST_COMMENTS} />
        </Section>
      ) : null}
      <PublicFollowUps
        rows={props.followUps}
        rule={rule}
        today={props.today}
        fileOf={(row) => `/berkas/${row.evidence_file_id}`}
      />
      {props.mayFollowUp && result.index ? (
        <Actions>
          {[...lowestElements(result)].map((element) => (
            <LinkButton
              key={element}
              tone="secondary"
              href={`/survei/tindak-lanjut?unit=${unit.id}&unsur=${element}&dari=${period.from}&sampai=${period.to}#tambah`}
            >
              {text.followUpOn(name(element))}
            </LinkButton>
          ))}
        </Actions>
      ) : null}
      {props.mayPublish && result.index && !service ? (
        <Publishing unit={unit} period={period} form={props.form} />
      ) : null}
      {publications.length > 0 ? (
        <Section title={text.publications} id="pengumuman">
          <Publications rows={publications} />
        </Section>
      ) : null}
    </StaffPage>
  )
}

function Sample({ n, need }: { n: number; need: number }) {
  const text = useMessages(surveyMessages)
  const format = useFormat()
  const enough = n >= need
  return (
    <Notice tone={enough ? 'success' : 'warning'}>
      <p>{(enough ? text.sampleOk : text.sampleShort)(format.number(n), format.number(need))}</p>
    </Notice>
  )
}

function ProfileSection({ groups, book }: { groups: ResultProps['groups']; book: ChoiceBook }) {
  const text = useMessages(surveyMessages)
  const decimal = useDecimal()
  const format = useFormat()
  const { language } = useRequest()
  const titles = useProfileNames()
  const names: Readonly<Record<string, string>> = { '': text.unanswered, [SMALL_GROUPS]: text.smallGroups }
  return (
    <Section title={text.profile} id="profil" lead={text.profileLead}>
      {groups.length === 0 ? <p>{text.profileNone}</p> : null}
      <Grid size="large">
        {groups.map(({ field, groups: rows }) => (
          <DataTable
            key={field}
            caption={titles[field]}
            rows={rows}
            columns={[
              {
                key: 'group',
                label: text.group,
                cell: (row) => names[row.value] ?? book.label(field, row.value, language),
              },
              {
                key: 'n',
                label: text.respondents,
                numeric: true,
                cell: (row) => (row.index === null ? <Badge>{text.hidden}</Badge> : format.number(row.n)),
              },
              { key: 'index', label: text.index, numeric: true, cell: (row) => decimal(row.index) },
            ]}
          />
        ))}
      </Grid>
    </Section>
  )
}

function Publishing({ unit, period, form }: { unit: UnitRow; period: Period; form: FormState }) {
  const text = useMessages(surveyMessages)
  return (
    <Section title={text.publish} id="umumkan" lead={text.publishLead}>
      <Form action={`/survei/hasil/${unit.id}/umumkan`} form={form} submit={text.publish}>
        <HiddenField name="dari" value={period.from} />
        <HiddenField name="sampai" value={period.to} />
        <TextArea name="follow_up" label={text.followUp} hint={text.followUpHint} required rows={4} maxLength={2000} />
      </Form>
    </Section>
  )
}
