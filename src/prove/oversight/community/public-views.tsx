import {
  ActionButton,
  Badge,
  Card,
  Checkbox,
  DateTime,
  EmptyState,
  Facts,
  Form,
  type FormState,
  Grid,
  LinkButton,
  PublicPage,
  Section,
  TextField,
  useMessages,
  useRequest,
} from '../../../platform/ui/index.ts'
import { communityMessages } from './messages.ts'
import { resultsOf } from './model.ts'
import type { ActionRow, CardRow, Guest } from './queries.ts'
import { Plan, Results, ScoreFields } from './views.tsx'

function usePlace(): string {
  return `/i/${useRequest().institution?.slug ?? ''}`
}

interface GuestProps {
  guest: Guest
  at: string
  cards: readonly (CardRow & { taken: boolean })[]
  form: FormState
}

/** What a volunteer finds behind the link: first what they agree to, then what there is to score. */
export function GuestPage({ guest, at, cards, form }: GuestProps) {
  const text = useMessages(communityMessages)
  if (!guest.consented_at)
    return (
      <PublicPage title={text.monitorTitle} lead={text.consentLead(guest.unit_name)} form={form}>
        <p>{text.consentWhat}</p>
        <Form action={`${at}/setuju`} form={form} submit={text.join}>
          <TextField name="name" label={text.name} width="medium" required autocomplete="nickname" />
          <Checkbox name="consent" value="ya" label={text.consent} required />
        </Form>
      </PublicPage>
    )
  return (
    <PublicPage title={text.hello(guest.name)} lead={guest.unit_name} form={form}>
      <Section title={text.toScore} id="nilai">
        {cards.length === 0 ? <p>{text.nothing}</p> : null}
        <Grid size="large">
          {cards.map((card) => (
            <Card
              key={card.id}
              title={card.service_name}
              kicker={card.title}
              aside={card.taken ? <Badge tone="success">{text.already}</Badge> : undefined}
            >
              <p>
                <DateTime value={card.held_on} />, {card.place}
              </p>
              {card.taken ? null : <LinkButton href={`${at}/kartu/${card.id}`}>{text.score}</LinkButton>}
            </Card>
          ))}
        </Grid>
      </Section>
      <ActionButton action={`${at}/berhenti`} label={text.stop} tone="quiet" />
    </PublicPage>
  )
}

export function ScorePage({ card, at, form }: { card: CardRow; at: string; form: FormState }) {
  const text = useMessages(communityMessages)
  return (
    <PublicPage title={card.service_name} lead={text.publicLead} back={at} form={form}>
      <Form action={`${at}/kartu/${card.id}`} form={form} submit={text.send}>
        <ScoreFields criteria={card.criteria} />
      </Form>
    </PublicPage>
  )
}

export function StoppedPage() {
  const text = useMessages(communityMessages)
  return (
    <PublicPage title={text.monitorTitle} back={usePlace()}>
      <p>{text.stopped}</p>
    </PublicPage>
  )
}

export function PublicCardsPage({ rows }: { rows: readonly CardRow[] }) {
  const text = useMessages(communityMessages)
  const at = usePlace()
  return (
    <PublicPage title={text.publicTitle} lead={text.publicLead} back={at} width="wide">
      {rows.length === 0 ? <EmptyState title={text.publicEmpty} body={text.publicEmptyBody} /> : null}
      <Grid size="large">
        {rows.map((row) => (
          <Card
            key={row.id}
            level={2}
            kicker={row.unit_name}
            title={row.service_name}
            href={`${at}/kartu-nilai/${row.id}`}
          >
            <p>
              {row.title} · <DateTime value={row.held_on} />
            </p>
          </Card>
        ))}
      </Grid>
    </PublicPage>
  )
}

export function PublicCardPage({
  row,
  ballots,
  actions,
  today,
}: {
  row: CardRow
  ballots: Parameters<typeof resultsOf>[1]
  actions: readonly ActionRow[]
  today: string
}) {
  const text = useMessages(communityMessages)
  const at = usePlace()
  return (
    <PublicPage title={row.service_name} lead={row.title} back={`${at}/kartu-nilai`} width="wide">
      <Facts
        items={[
          { label: text.unit, value: row.unit_name },
          { label: text.heldOn, value: <DateTime value={row.held_on} /> },
          { label: text.place, value: row.place },
        ]}
      />
      <Results {...resultsOf(row.criteria, ballots)} />
      <Plan rows={actions} today={today} />
      <p>
        <LinkButton href={`${at}/layanan/${row.slug}`} tone="secondary">
          {text.service}: {row.service_name}
        </LinkButton>
      </p>
    </PublicPage>
  )
}
