import type { WorkingCalendar } from '../../platform/calendar.ts'
import {
  Actions,
  Badge,
  DataTable,
  DateTime,
  EmptyState,
  Facts,
  Filters,
  LinkButton,
  Notice,
  type Option,
  Pager,
  Prose,
  Section,
  SelectField,
  Split,
  StaffPage,
  Tabs,
  TextField,
  Timeline,
  useAddress,
  useFormat,
  useMessages,
} from '../../platform/ui/index.ts'
import { THEMES } from '../services/index.ts'
import type { Attachment } from './attachments/queries.ts'
import { AttachmentList } from './attachments/views.tsx'
import { ClockList } from './clock-views.tsx'
import type { Clock } from './clocks.ts'
import { formatCode } from './code.ts'
import { DueBadge } from './due-badge.tsx'
import { messages } from './messages.ts'
import { isOpen } from './model.ts'
import type { ComplaintRow, ListRow, Tab } from './queries.ts'
import { TABS } from './queries.ts'
import type { EventRow } from './rows.ts'
import { staffMessages } from './staff-messages.ts'
import { StepForm, type StepFormProps } from './step-form.tsx'
import { useStory } from './story-views.tsx'
import { statusTone } from './tracking-views.tsx'

type ListProps = {
  tab: Tab
  counts: Record<Exclude<Tab, 'done'>, number>
  rows: readonly ListRow[]
  next: string | undefined
  paged: boolean
  filter: { q: string; unit: string; service: string; theme: string }
  units: readonly Option[]
  services: readonly Option[]
  calendar: WorkingCalendar
  mayRecord: boolean
}

export function WorklistPage(props: ListProps) {
  const { tab, counts, rows, filter, calendar } = props
  const text = useMessages(staffMessages)
  const shared = useMessages(messages)
  const address = useAddress()
  const filtered = Object.values(filter).some(Boolean)
  const record = props.mayRecord ? (
    <LinkButton href="/pengaduan/baru" icon="plus">
      {text.record}
    </LinkButton>
  ) : undefined
  return (
    <StaffPage title={text.title} lead={text.lead} actions={record}>
      <Tabs
        label={text.tabs}
        items={(Object.keys(TABS) as Tab[]).map((key) => ({
          href: address({ antrean: key, setelah: null }),
          label: text.tab[key],
          count: key === 'done' ? undefined : counts[key],
          current: key === tab,
        }))}
      />
      <Filters values={filter} keep={['antrean']}>
        <TextField name="q" label={text.search} type="search" width="medium" />
        <SelectField name="unit" label={text.unit} options={props.units} placeholder={text.all} width="medium" />
        <SelectField
          name="service"
          label={text.service}
          options={props.services}
          placeholder={text.all}
          width="medium"
        />
        <SelectField
          name="theme"
          label={text.theme}
          options={THEMES.map((theme) => ({ value: theme, label: shared.theme[theme] }))}
          placeholder={text.all}
          width="medium"
        />
      </Filters>
      <DataTable
        caption={`${text.caption}: ${text.tab[tab]}`}
        captionHidden
        rows={rows}
        rowHref={(row) => `/pengaduan/${row.id}`}
        empty={
          <EmptyState
            icon={filtered ? 'search' : 'check'}
            title={filtered ? text.emptyFiltered : text.empty[tab]}
            body={filtered ? text.emptyBody : undefined}
          />
        }
        columns={[
          {
            key: 'due',
            label: tab === 'done' ? text.ended : text.due,
            cell: (row) =>
              tab === 'done' ? <DateTime value={row.queue_at} /> : <DueBadge due={row.queue_at} calendar={calendar} />,
          },
          {
            key: 'subject',
            label: text.subject,
            header: true,
            cell: (row) => (
              <>
                <a href={`/pengaduan/${row.id}`}>{row.subject}</a>{' '}
                {row.privacy === 'secret' ? (
                  <Badge tone="neutral" icon="lock">
                    {shared.privacy.secret}
                  </Badge>
                ) : null}
                <div class="hint">{row.service_name ? `${row.service_name}, ${row.unit_name}` : row.unit_name}</div>
              </>
            ),
          },
          {
            key: 'theme',
            label: text.theme,
            cell: (row) => (row.theme ? shared.theme[row.theme as (typeof THEMES)[number]] : '–'),
          },
          {
            key: 'status',
            label: text.status,
            cell: (row) => (
              <Badge tone={statusTone(row.status)} icon={null}>
                {text.short[row.status]}
              </Badge>
            ),
          },
          { key: 'code', label: text.code, cell: (row) => formatCode(row.code) },
        ]}
      />
      <Pager
        previous={props.paged ? address({ setelah: null }) : null}
        next={props.next ? address({ setelah: props.next }) : null}
        summary={props.paged ? <a href={address({ setelah: null })}>{text.firstPage}</a> : undefined}
      />
    </StaffPage>
  )
}

type CaseProps = {
  complaint: ComplaintRow
  events: readonly EventRow[]
  files: readonly Attachment[]
  clocks: readonly Clock[]
  calendar: WorkingCalendar
  mayIdentify: boolean
  neighbors: { earlier: string | null; later: string | null }
  step: Omit<StepFormProps, 'complaint' | 'seen'>
}

export function CasePage({ complaint, events, files, clocks, calendar, mayIdentify, neighbors, step }: CaseProps) {
  const text = useMessages(staffMessages)
  const story = useStory()
  return (
    <StaffPage
      title={complaint.subject}
      crumbs={[{ href: '/pengaduan', label: text.title }]}
      badge={<Badge tone={statusTone(complaint.status)}>{text.short[complaint.status]}</Badge>}
      form={step.form}
      actions={
        <Actions>
          {neighbors.earlier ? (
            <a href={`/pengaduan/${neighbors.earlier}`} rel="prev" class="button button-secondary" data-key="k">
              {text.earlier}
            </a>
          ) : null}
          {neighbors.later ? (
            <a href={`/pengaduan/${neighbors.later}`} rel="next" class="button button-secondary" data-key="j">
              {text.later}
            </a>
          ) : null}
        </Actions>
      }
    >
      <Split
        aside={
          <>
            <Section title={text.clocks} id="batas-waktu">
              <ClockList clocks={clocks} calendar={calendar} />
            </Section>
            <CaseFacts complaint={complaint} mayIdentify={mayIdentify} />
          </>
        }
      >
        <Section title={text.report} id="laporan">
          <Prose text={complaint.body} />
          <AttachmentList files={files} src={(id) => `/berkas/${id}`} />
        </Section>
        <Section title={text.story} id="riwayat">
          <Timeline items={story(events, 'officer')} label={text.story} />
        </Section>
        <Section title={text.nextStep} id="langkah">
          {step.steps.length === 0 ? (
            <Notice tone="neutral">
              <p>{text.noSteps}</p>
            </Notice>
          ) : (
            <StepForm {...step} complaint={complaint} seen={events.length} />
          )}
        </Section>
      </Split>
    </StaffPage>
  )
}

function CaseFacts({ complaint, mayIdentify }: { complaint: ComplaintRow; mayIdentify: boolean }) {
  const text = useMessages(staffMessages)
  const shared = useMessages(messages)
  const format = useFormat()
  const contact = [complaint.reporter_name, complaint.reporter_email, complaint.reporter_phone].filter(Boolean)
  const reporter = contact.length === 0 ? text.notGiven : mayIdentify ? contact.join(', ') : text.hidden
  return (
    <Section title={text.facts} id="keterangan">
      <Facts
        items={[
          { label: text.code, value: formatCode(complaint.code) },
          {
            label: text.received,
            value: <DateTime value={complaint.received_at} relative={isOpen(complaint.status)} />,
          },
          { label: text.channel, value: shared.channel[complaint.channel] },
          { label: text.unit, value: complaint.unit_name },
          { label: text.service, value: complaint.service_name ?? '–' },
          { label: text.class, value: complaint.class ? shared.class[complaint.class] : text.unclassified },
          {
            label: text.theme,
            value: complaint.theme ? shared.theme[complaint.theme as (typeof THEMES)[number]] : text.unclassified,
          },
          { label: text.privacy, value: shared.privacy[complaint.privacy] },
          { label: text.reporter, value: reporter },
          ...(complaint.place ? [{ label: text.place, value: complaint.place }] : []),
          ...(complaint.occurred_on ? [{ label: text.occurredOn, value: format.date(complaint.occurred_on) }] : []),
          ...(complaint.rating ? [{ label: text.rating, value: text.ratingValue(complaint.rating) }] : []),
        ]}
      />
    </Section>
  )
}
