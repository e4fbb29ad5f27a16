import {
  ActionButton,
  Actions,
  Badge,
  Card,
  DataTable,
  EmptyState,
  Filters,
  Form,
  type FormState,
  Grid,
  HiddenField,
  LinkButton,
  PrintButton,
  PublicPage,
  Section,
  SelectField,
  StaffPage,
  Stat,
  TextField,
  useFormat,
  useMessages,
  useRequest,
} from '../../platform/ui/index.ts'
import { hallMessages } from './hall-messages.ts'
import type { Hall, QueueRow } from './hall-queries.ts'
import { messages } from './messages.ts'
import { QrCode } from './qr.tsx'
import type { ServiceRow } from './queries.ts'
import { CALLED, ENDED, median, SERVING, WAITING } from './transaction-model.ts'

/** Minutes that half of those already called had waited at most. */
function usualWait(rows: readonly QueueRow[]): number | undefined {
  return median(
    rows.flatMap(({ called_at, arrived_at }) =>
      called_at ? [Math.round((called_at.getTime() - arrived_at.getTime()) / 60_000)] : [],
    ),
  )
}

export function HallsPage({ units }: { units: readonly { id: string; name: string; open: boolean }[] }) {
  const text = useMessages(hallMessages)
  return (
    <StaffPage title={text.title} lead={text.lead}>
      {units.length === 0 ? <EmptyState title={text.empty} body={text.emptyBody} /> : null}
      <Grid size="medium">
        {units.map(({ id, name, open }) => (
          <Card title={name} level={2} key={id} aside={open ? undefined : <Badge>{text.notOpen}</Badge>}>
            {open ? (
              <LinkButton href={`/layanan/loket/${id}`}>{text.open}</LinkButton>
            ) : (
              <ActionButton action={`/layanan/loket/${id}/buka`} label={text.start} />
            )}
          </Card>
        ))}
      </Grid>
    </StaffPage>
  )
}

type DeskProps = {
  hall: Hall
  services: readonly ServiceRow[]
  rows: readonly QueueRow[]
  desk: string
  account: string | null
  finished: (QueueRow & { rate: string; complain: string }) | undefined
  form?: FormState | undefined
}

export function DeskPage({ hall, services, rows, desk, account, finished, form }: DeskProps) {
  const text = useMessages(hallMessages)
  const format = useFormat()
  const { institution } = useRequest()
  const base = `/layanan/loket/${hall.unit_id}`
  const open = `/i/${institution?.slug}/antrean/${hall.unit_id}`
  const mine = rows.filter(
    (row) => (row.state === CALLED || row.state === SERVING) && row.officer_id === account && row.desk !== null,
  )
  const waiting = rows.filter((row) => row.state === WAITING)
  const usual = usualWait(rows)
  return (
    <StaffPage
      title={text.at(hall.unit_name)}
      crumbs={[{ href: '/layanan/loket', label: text.title }]}
      form={form}
      actions={
        <>
          <LinkButton href={open} tone="secondary" newTab>
            {text.display}
          </LinkButton>
          <LinkButton href={`${open}/ambil/${hall.kiosk_token}`} tone="secondary" newTab>
            {text.kiosk}
          </LinkButton>
        </>
      }
    >
      <Filters>
        <TextField name="loket" label={text.desk} value={desk} width="short" inputmode="numeric" />
      </Filters>
      {finished ? <Thanks finished={finished} /> : null}
      {mine.map((row, index) => (
        <Serving base={base} row={row} desk={desk} first={index === 0} key={row.id} />
      ))}
      {mine.length === 0 ? (
        <div class="desk-now">
          <p>{text.noOne}</p>
          <p class="hint">{waiting.length === 0 ? text.noOneWaiting : text.waitingCount(waiting.length)}</p>
          <ActionButton action={`${base}/panggil`} fields={{ loket: desk }} focus tone="primary" label={text.next} />
        </div>
      ) : null}
      <Section title={`${text.waiting} (${format.number(waiting.length)})`} id="menunggu">
        {waiting.length === 0 ? (
          <p>{text.noOneWaiting}</p>
        ) : (
          <DataTable
            caption={text.waiting}
            captionHidden
            rows={waiting.slice(0, 30)}
            columns={[
              { key: 'number', label: text.number, cell: (row) => <strong>{row.queue_number}</strong> },
              { key: 'service', label: text.service, cell: (row) => row.service_name },
              { key: 'since', label: text.since, cell: (row) => format.relative(row.arrived_at) },
            ]}
          />
        )}
      </Section>
      <Section title={text.take} lead={text.takeLead} id="ambil">
        <Form action={`${base}/ambil`} submit={text.take} tone="secondary" form={form}>
          <HiddenField name="loket" value={desk} />
          <SelectField
            name="service"
            label={text.service}
            options={services.map(({ id, name }) => ({ value: id, label: name }))}
            required
          />
        </Form>
      </Section>
      <Section title={text.today} id="hari-ini">
        <Grid size="small">
          <Stat label={text.all} value={format.number(rows.length)} />
          <Stat label={text.served} value={format.number(rows.filter((row) => row.outcome === 'completed').length)} />
          <Stat label={text.absent} value={format.number(rows.filter((row) => row.outcome === 'no_show').length)} />
          <Stat label={text.medianWait} value={<Minutes value={usual} />} />
        </Grid>
      </Section>
    </StaffPage>
  )
}

function Minutes({ value }: { value: number | undefined }) {
  const text = useMessages(messages)
  return <>{value === undefined ? '–' : text.minutes(value)}</>
}

/** The one at this desk, and the only buttons that matter now: Enter presses the first. */
function Serving({ base, row, desk, first }: { base: string; row: QueueRow; desk: string; first: boolean }) {
  const text = useMessages(hallMessages)
  const at = `${base}/${row.id}`
  return (
    <div class="desk-now">
      <p class="desk-number">{row.queue_number}</p>
      <p>{row.service_name}</p>
      <div class="desk-buttons">
        {row.state === CALLED ? (
          <>
            <ActionButton
              action={`${at}/begin`}
              fields={{ loket: desk }}
              focus={first}
              tone="primary"
              label={text.begin}
            />
            <ActionButton action={`${at}/no_show`} fields={{ loket: desk }} label={text.no_show} />
          </>
        ) : (
          <>
            <ActionButton
              action={`${at}/completed`}
              fields={{ loket: desk }}
              focus={first}
              tone="primary"
              label={text.done}
            />
            {(['process', 'incomplete', 'rejected'] as const).map((step) => (
              <ActionButton action={`${at}/${step}`} fields={{ loket: desk }} key={step} label={text[step]} />
            ))}
          </>
        )}
      </div>
    </div>
  )
}

function Thanks({ finished }: { finished: NonNullable<DeskProps['finished']> }) {
  const text = useMessages(hallMessages)
  return (
    <Section title={text.thanks(finished.queue_number)} lead={text.thanksLead} id="selesai">
      <Grid size="small">
        <Card title={text.rate}>
          <QrCode text={finished.rate} label={text.rate} />
        </Card>
        <Card title={text.complain}>
          <QrCode text={finished.complain} label={text.complain} />
        </Card>
      </Grid>
    </Section>
  )
}

export function DisplayPage({ hall, rows }: { hall: Hall; rows: readonly QueueRow[] }) {
  const text = useMessages(hallMessages)
  const now = rows
    .filter((row) => (row.state === CALLED || row.state === SERVING) && row.desk !== null)
    .sort((a, b) => (b.called_at?.getTime() ?? 0) - (a.called_at?.getTime() ?? 0))
  return (
    <PublicPage title={text.displayTitle(hall.unit_name)} lead={text.displayLead} width="wide">
      {now.length === 0 ? (
        <EmptyState title={text.nobodyCalled} />
      ) : (
        <Section title={text.calledNow} id="dipanggil">
          <ul class="hall-now">
            {now.slice(0, 8).map((row) => (
              <li key={row.id}>
                <span class="hall-number">{row.queue_number}</span>
                <span class="hall-desk">{text.deskIs(row.desk ?? '')}</span>
              </li>
            ))}
          </ul>
        </Section>
      )}
      <p>{text.waitingCount(rows.filter((row) => row.state === WAITING).length)}</p>
    </PublicPage>
  )
}

export function KioskPage({ hall, services }: { hall: Hall; services: readonly ServiceRow[] }) {
  const text = useMessages(hallMessages)
  const { institution } = useRequest()
  const action = `/i/${institution?.slug}/antrean/${hall.unit_id}/ambil/${hall.kiosk_token}`
  return (
    <PublicPage title={text.kioskTitle} lead={text.kioskLead}>
      {services.length === 0 ? <EmptyState title={text.kioskNone} /> : null}
      <div class="kiosk">
        {services.map(({ id, name }) => (
          <ActionButton action={action} label={name} tone="primary" fields={{ service: id }} key={id} />
        ))}
      </div>
    </PublicPage>
  )
}

type TicketProps = {
  hall: Hall
  row: QueueRow
  rows: readonly QueueRow[]
  kiosk: string | undefined
  address: string
}

export function TicketPage({ hall, row, rows, kiosk, address }: TicketProps) {
  const text = useMessages(hallMessages)
  const general = useMessages(messages)
  const format = useFormat()
  const ahead = rows.filter((one) => one.state === WAITING && one.queue_number < row.queue_number).length
  const usual = usualWait(rows)
  return (
    <PublicPage title={text.ticketTitle}>
      <div class="ticket">
        <p>{hall.unit_name}</p>
        <p class="ticket-number">{row.queue_number}</p>
        <p>{row.service_name}</p>
        {row.state === WAITING ? (
          <p>
            <strong>{text.ahead(ahead)}</strong> {usual === undefined ? null : text.usual(general.minutes(usual))}
          </p>
        ) : (
          <p>
            <strong>{row.state === ENDED || row.desk === null ? text.ticketDone : text.ticketCalled(row.desk)}</strong>
          </p>
        )}
        <p class="hint">{text.takenAt(format.dateTime(row.arrived_at))}</p>
        {kiosk ? (
          <>
            <QrCode text={address} label={text.follow} />
            <p class="hint">{text.follow}</p>
          </>
        ) : null}
      </div>
      <Actions>
        {kiosk ? <LinkButton href={kiosk}>{text.again}</LinkButton> : null}
        <PrintButton label={text.print} />
      </Actions>
    </PublicPage>
  )
}
