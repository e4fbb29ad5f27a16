import { type SignalHead, signalVocabulary } from '../../diagnose/signals/index.ts'
import { formatMonth } from '../../platform/i18n.ts'
import {
  Badge,
  DataTable,
  EmptyState,
  Facts,
  LinkButton,
  LoopRing,
  Pager,
  Section,
  StaffPage,
  Stat,
  Stepper,
  useAddress,
  useFormat,
  useMessages,
  useRequest,
  useTerm,
} from '../../platform/ui/index.ts'
import { evaluationMessages, plainSentence } from '../../prove/evaluation/index.ts'
import { type Chain, reached, type Turn } from './chain.ts'
import type { Loop } from './loop.ts'
import { messages } from './messages.ts'

type Excerpt = { id: string; code: string; subject: string; received_at: Date }

export function LoopPage({ loop }: { loop: Loop }) {
  const t = useMessages(messages)
  const address = useAddress()
  return (
    <StaffPage title={t.loopTitle} lead={t.loopLead}>
      <LoopRing stages={useOwnDoors(loop.stages)} title={t.loopTitle}>
        <SkmFigure loop={loop} />
      </LoopRing>
      <Section title={t.turnsTitle} id="putaran" lead={t.turnsLead}>
        <TurnTable turns={loop.turns} />
        <Pager next={loop.next ? address({ after: loop.next }) : undefined} />
      </Section>
    </StaffPage>
  )
}

/** A name that leads on for whoever may go there. */
function Door({ to, by, label }: { to: string; by: string; label: string }) {
  return useRequest().permissions.has(by) ? <a href={to}>{label}</a> : label
}

const DOOR_KEYS = {
  listen: 'complaint.read',
  diagnose: 'signal.read',
  develop: 'program.read',
  prove: 'evaluation.read',
  steer: 'report.read',
} as const

/** Figures without a door where the reader may not go in; the first then leads to what the public reads. */
export function useOwnDoors(stages: Loop['stages']): Loop['stages'] {
  const { permissions, institution } = useRequest()
  const elsewhere = { listen: `/i/${institution?.slug}/statistik-pengaduan` } as Readonly<Record<string, string>>
  return stages.map((one) => (permissions.has(DOOR_KEYS[one.stage]) ? one : { ...one, href: elsewhere[one.stage] }))
}

export function SkmFigure({ loop }: { loop: Loop }) {
  const t = useMessages(messages)
  const format = useFormat()
  const { permissions, language } = useRequest()
  const { skm } = loop
  const href = permissions.has('survey.read') ? '/survei' : undefined
  if (!skm.index) return <Stat label={t.skm} value="–" note={t.skmNone} href={href} />
  return (
    <Stat
      label={t.skm}
      value={language === 'id' ? skm.index.replace('.', ',') : skm.index}
      interval={
        skm.interval
          ? { low: format.number(skm.interval.low, 2), high: format.number(skm.interval.high, 2) }
          : undefined
      }
      note={`${skm.band ? `${t.letter(skm.band.letter)}, ` : ''}${t.skmFrom(format.number(skm.n))}`}
      href={href}
    />
  )
}

export function TurnTable({ turns }: { turns: readonly Turn[] }) {
  const t = useMessages(messages)
  const { language } = useRequest()
  const verdicts = evaluationMessages[language].verdict
  const sources = signalVocabulary[language].source
  const themeOf = useTerm('theme')
  return (
    <DataTable
      caption={t.turnsTitle}
      captionHidden
      columns={[
        {
          key: 'heard',
          label: t.heard,
          cell: ({ signal }: Turn) => <a href={`/lingkaran/${signal.id}`}>{themeOf(signal.theme)}</a>,
        },
        { key: 'unit', label: t.unit, cell: ({ signal }: Turn) => placeOf(signal) },
        { key: 'source', label: t.source, cell: ({ signal }: Turn) => sources[signal.source] },
        {
          key: 'since',
          nowrap: true,
          label: t.since,
          cell: ({ signal }: Turn) => formatMonth(signal.first_month, language, 'short'),
        },
        { key: 'stage', label: t.stage, cell: (turn: Turn) => t.stages[reached(turn)] },
        {
          key: 'outcome',
          label: t.outcome,
          cell: ({ result }: Turn) =>
            result ? <Badge tone={VERDICT_TONES[result.verdict]}>{verdicts[result.verdict]}</Badge> : t.notYet,
        },
      ]}
      rows={turns}
      rowHref={({ signal }: Turn) => `/lingkaran/${signal.id}`}
      empty={<EmptyState title={t.noTurns} body={t.noTurnsBody} icon="diagnose" />}
    />
  )
}

/** The office, and its service where only that one sounded. */
function placeOf({ unit, service }: SignalHead): string {
  return [unit, service].filter(Boolean).join(', ')
}

export const VERDICT_TONES = {
  improved: 'success',
  worsened: 'danger',
  no_effect: 'neutral',
  inconclusive: 'warning',
} as const

type ChainProps = { chain: Chain; words: readonly Excerpt[]; count: number; from: string; to: string; mayTell: boolean }

export function ChainPage({ chain, words, count, from, to, mayTell }: ChainProps) {
  const t = useMessages(messages)
  const { language, permissions, institution } = useRequest()
  const format = useFormat()
  const { signal, need, program, result, told } = chain
  const themeOf = useTerm('theme')
  const causes: Readonly<Record<string, string>> = signalVocabulary[language].cause
  const steps = ['listen', 'diagnose', 'develop', 'prove', 'steer'] as const
  const done = told ? steps.length : steps.indexOf(reached(chain)) + 1
  return (
    <StaffPage
      title={t.chainTitle(themeOf(signal.theme), placeOf(signal))}
      lead={t.chainLead}
      crumbs={[{ href: '/lingkaran', label: t.loopTitle }]}
    >
      <Stepper steps={steps.map((step) => t.stages[step])} current={done + 1} />
      <Section
        title={t.step1}
        id="kata-warga"
        lead={t.step1Lead(format.number(count), formatMonth(from, language), formatMonth(to, language))}
        actions={
          permissions.has('complaint.read') ? (
            <LinkButton href={`/pengaduan?theme=${signal.theme}&unit=${signal.unit_id}`} tone="secondary">
              {t.allComplaints}
            </LinkButton>
          ) : null
        }
      >
        <DataTable
          caption={t.words}
          captionHidden
          stack
          columns={[
            {
              key: 'subject',
              label: t.words,
              cell: (row: Excerpt) =>
                permissions.has('complaint.read') ? <a href={`/pengaduan/${row.id}`}>{row.subject}</a> : row.subject,
            },
            { key: 'at', nowrap: true, label: t.receivedAt, cell: (row: Excerpt) => format.date(row.received_at) },
          ]}
          rows={words}
          empty={t.noWords}
        />
      </Section>
      <Section
        title={t.step2}
        id="diagnosa"
        lead={t.signalSays(formatMonth(signal.month, language))}
        actions={
          permissions.has('signal.read') ? (
            <LinkButton href={`/sinyal/${signal.id}`} tone="secondary">
              {t.openSignal}
            </LinkButton>
          ) : undefined
        }
      >
        <Facts
          items={[
            { label: t.cause, value: signal.cause ? (causes[signal.cause] ?? signal.cause) : t.causeOpen },
            ...(signal.recommendation ? [{ label: t.recommendation, value: signal.recommendation }] : []),
          ]}
        />
      </Section>
      <Section title={t.step3} id="kembangkan">
        <Facts
          items={[
            {
              label: t.need,
              value: need ? <Door to={`/kebutuhan/${need.id}`} by="need.read" label={need.title} /> : t.needNone,
            },
            {
              label: t.program,
              value: program ? (
                <Door to={`/program/${program.id}`} by="program.read" label={program.title} />
              ) : (
                t.programNone
              ),
            },
            ...(program
              ? [
                  { label: t.dates, value: `${format.date(program.starts_on)} – ${format.date(program.ends_on)}` },
                  { label: t.participants, value: format.number(program.participants) },
                  { label: t.budget, value: format.rupiah(program.budget) },
                ]
              : []),
          ]}
        />
      </Section>
      <Section
        title={t.step4}
        id="buktikan"
        lead={result ? plainSentence(result.card, language, institution?.id) : t.resultNone}
        actions={
          program && permissions.has('evaluation.read') ? (
            <LinkButton href={`/hasil/${program.id}`} tone="secondary">
              {t.openResult}
            </LinkButton>
          ) : undefined
        }
      >
        {result ? (
          <Facts
            items={[
              {
                label: t.verdict,
                value: (
                  <Badge tone={VERDICT_TONES[result.verdict]}>
                    {evaluationMessages[language].verdict[result.verdict]}
                  </Badge>
                ),
              },
              { label: t.grade, value: evaluationMessages[language].grade[result.grade] },
            ]}
          />
        ) : null}
      </Section>
      {told ? (
        <Section title={t.step5} id="arahkan" lead={t.toldBody}>
          <p>
            <LinkButton href={`/i/${institution?.slug}/perubahan/${told}`} tone="secondary">
              {t.openStory}
            </LinkButton>
          </p>
        </Section>
      ) : program && result && mayTell ? (
        <Section title={t.step5} id="arahkan" lead={t.tellBody}>
          <p>
            <LinkButton href={`/kisah/baru?program=${program.id}`}>{t.tell}</LinkButton>
          </p>
        </Section>
      ) : null}
    </StaffPage>
  )
}
