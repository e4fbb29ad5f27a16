import {
  Actions,
  BarChart,
  Card,
  EmptyState,
  Facts,
  Filters,
  Grid,
  LinkButton,
  Notice,
  PrintButton,
  Prose,
  PublicPage,
  Section,
  Tabs,
  TextField,
  useAddress,
  useFormat,
  useMessages,
  useRequest,
  Why,
} from '../../platform/ui/index.ts'
import type { Reality } from './figures.ts'
import { messages } from './messages.ts'
import { lines, NEEDS, type Need } from './model.ts'
import { TariffList, usePromiseText } from './parts.tsx'
import type { PledgeRow } from './pledge-queries.ts'
import type { ServicePromise } from './promise.ts'
import { publicMessages } from './public-messages.ts'
import type { ServiceRow } from './queries.ts'
import type { ServiceLink } from './service-links.ts'

function useCost(): (service: ServiceRow) => string {
  const text = useMessages(messages)
  const format = useFormat()
  return (service) => (service.cost === 0 ? text.free : format.rupiah(service.cost))
}

function useRowPromise(): (service: ServiceRow) => string {
  const promise = usePromiseText()
  return (service) => promise({ days: service.promise_days, minutes: service.promise_minutes })
}

type CatalogProps = {
  services: readonly ServiceRow[]
  search: string
  need: Need | undefined
  counts: ReadonlyMap<Need, number>
}

export function Catalog({ services, search, need, counts }: CatalogProps) {
  const text = useMessages(messages)
  const words = useMessages(publicMessages)
  const promise = useRowPromise()
  const cost = useCost()
  const address = useAddress()
  const { institution } = useRequest()
  const base = `/i/${institution?.slug}`
  return (
    <PublicPage title={text.catalog} lead={text.catalogLead} back={base} width="wide">
      <Filters values={{ q: search }} keep={['perlu']} search>
        <TextField name="q" label={text.search} hint={text.searchHint} type="search" />
      </Filters>
      {counts.size > 1 ? (
        <Tabs
          label={words.needLead}
          items={[
            { href: address({ perlu: null }), label: words.all, current: need === undefined },
            ...NEEDS.filter((one) => counts.has(one)).map((one) => ({
              href: address({ perlu: one }),
              label: words.need[one],
              count: counts.get(one),
              current: one === need,
            })),
          ]}
        />
      ) : null}
      {services.length === 0 ? (
        <EmptyState
          title={search ? text.notFound : text.empty}
          body={search ? text.notFoundBody : undefined}
          action={<LinkButton href={`${base}/lapor`}>{text.notFoundAction}</LinkButton>}
        />
      ) : (
        <>
          <p>{text.found(services.length)}</p>
          <Grid size="medium" count={services.length}>
            {services.map((service) => (
              <Card
                level={2}
                title={service.name}
                href={`${base}/layanan/${service.slug}`}
                kicker={service.unit_name}
                key={service.id}
              >
                <Facts
                  layout="columns"
                  items={[
                    { label: text.promise, value: promise(service) },
                    { label: text.cost, value: cost(service) },
                  ]}
                />
              </Card>
            ))}
          </Grid>
        </>
      )}
      <p>
        <a href={`${base}/maklumat`}>{words.pledge}</a>
      </p>
    </PublicPage>
  )
}

/** How long, how much, what to bring: what people come for, before everything else. */
function BigFacts({ promise }: { promise: ServicePromise }) {
  const text = useMessages(messages)
  const words = useMessages(publicMessages)
  const format = useFormat()
  const time = usePromiseText()
  const amounts = promise.tariff.map(({ amount }) => amount)
  const least = Math.min(...amounts)
  const cost = promise.free
    ? text.free
    : new Set(amounts).size > 1
      ? words.from(least === 0 ? text.free.toLowerCase() : format.rupiah(least))
      : format.rupiah(least)
  return (
    <dl class="promise">
      <div>
        <dt>{words.howLong}</dt>
        <dd>
          {time(promise)}
          <small>{text.since}</small>
        </dd>
      </div>
      <div>
        <dt>{words.howMuch}</dt>
        <dd>{cost}</dd>
      </div>
      <div>
        <dt>{words.whatToBring}</dt>
        <dd>
          <a href="#syarat">{words.things(promise.requirements.length)}</a>
        </dd>
      </div>
    </dl>
  )
}

/** A number in the unit of the promise; none of it is "the same day". */
function useTook(promise: Pick<ServicePromise, 'days' | 'minutes'>): (value: number) => string {
  const words = useMessages(publicMessages)
  const time = usePromiseText()
  return (value) =>
    promise.days === null
      ? time({ days: null, minutes: value })
      : value === 0
        ? words.sameDay
        : time({ days: value, minutes: null })
}

export function RealitySection({ promise, reality }: { promise: ServicePromise; reality: Reality }) {
  const words = useMessages(publicMessages)
  const general = useMessages(messages)
  const format = useFormat()
  const time = usePromiseText()
  const took = useTook(promise)
  const { onTime, overdue, waited, lapsed } = reality
  return (
    <Section title={words.real} id="kenyataan">
      {onTime ? (
        <>
          <p class="reality">
            {words.realOnTime(time(promise), format.percent(onTime.share, onTime.of))}{' '}
            <small>{words.interval(format.percent(onTime.interval.low), format.percent(onTime.interval.high))}</small>
          </p>
          {reality.took ? (
            <p>
              {words.half(took(reality.took.median))}, {words.nine(took(reality.took.ninety))}
            </p>
          ) : null}
          {waited ? <p>{words.waited(general.minutes(waited.median), general.minutes(waited.ninety))}</p> : null}
          {overdue > 0 ? <p>{words.overdue(overdue)}</p> : null}
          {lapsed > 0 ? <p>{words.lapsed(lapsed)}</p> : null}
          <Why label={words.how}>
            <p>{words.howBody}</p>
            {reality.took ? (
              <BarChart
                title={words.distribution}
                subtitle={words.distributionSub(format.number(reality.ended))}
                bars={reality.took.counts.map(({ took: value, count }) => ({
                  label: took(value),
                  value: count,
                  tone: value > (promise.days ?? promise.minutes ?? 0) ? 'accent' : 'main',
                }))}
              />
            ) : null}
          </Why>
        </>
      ) : (
        <p>{words.tooFew(reality.least)}</p>
      )}
    </Section>
  )
}

type ServicePageProps = {
  service: ServiceRow
  promise: ServicePromise
  procedure: string
  reality: Reality
  /** What other parts of the loop tell about this service. */
  links: readonly ServiceLink[]
}

export function ServicePage({ service, promise, procedure, reality, links }: ServicePageProps) {
  const text = useMessages(messages)
  const words = useMessages(publicMessages)
  const format = useFormat()
  const { institution, language } = useRequest()
  const base = `/i/${institution?.slug}`
  const here = `${base}/layanan/${service.slug}`
  const steps = lines(procedure)
  const { standard } = promise
  const online = service.active && service.channels.includes('online')
  return (
    <PublicPage title={service.name} lead={service.summary || undefined} back={`${base}/layanan`}>
      {service.active ? null : (
        <Notice tone="warning">
          <p>{text.retired}</p>
        </Notice>
      )}
      <BigFacts promise={promise} />
      {online ? (
        <Actions>
          <LinkButton href={`${here}/ajukan`}>{words.apply}</LinkButton>
        </Actions>
      ) : null}
      <Section title={text.requirements} id="syarat">
        <Prose>
          {promise.requirements.length === 0 ? (
            <p>{text.noRequirements}</p>
          ) : (
            <ul>
              {promise.requirements.map(({ name, mandatory }) => (
                <li key={name}>
                  {name}
                  {mandatory ? null : ` (${text.optional})`}
                </li>
              ))}
            </ul>
          )}
        </Prose>
      </Section>
      {promise.free ? null : (
        <Section title={text.cost} id="biaya">
          <Prose>
            <TariffList tariff={promise.tariff} note={promise.tariff_note} />
          </Prose>
        </Section>
      )}
      {steps.length === 0 ? null : (
        <Section title={text.procedure} id="langkah">
          <Prose>
            <ol>
              {steps.map((item) => (
                <li key={item}>{item}</li>
              ))}
            </ol>
          </Prose>
        </Section>
      )}
      <RealitySection promise={promise} reality={reality} />
      {promise.compensation ? (
        <Section title={words.compensation}>
          <p>{promise.compensation}</p>
        </Section>
      ) : null}
      <Facts
        items={[
          { label: text.product, value: promise.product },
          { label: text.channels, value: service.channels.map((channel) => text.channel[channel]).join(', ') },
          { label: text.unit, value: service.unit_name },
          {
            label: text.standard,
            value: standard ? <a href={`${here}/standar`}>{words.fullStandard}</a> : words.noDecree,
            note: standard ? words.decree(standard.decree_number, format.date(standard.decree_date)) : undefined,
          },
          {
            label: words.pledge,
            value: <a href={`${base}/maklumat?unit=${service.unit_id}`}>{words.pledgeOf(service.unit_name)}</a>,
          },
        ]}
      />
      <Prose>
        <p>{text.paidNote}</p>
      </Prose>
      <Actions>
        <LinkButton href={`${base}/lapor?layanan=${service.slug}`} tone={online ? 'secondary' : 'primary'}>
          {text.complain}
        </LinkButton>
        <LinkButton href={`${base}/survei?layanan=${service.slug}`} tone="secondary">
          {text.rate}
        </LinkButton>
        {links.map((link) => (
          <LinkButton key={link.path} href={`${base}${link.path}`} tone="quiet">
            {link.label[language]}
          </LinkButton>
        ))}
      </Actions>
      <p class="hint">{text.updated(format.date(service.updated_at))}</p>
    </PublicPage>
  )
}

export function PledgePage({
  pledges,
  shown,
  services,
}: {
  pledges: readonly PledgeRow[]
  shown: PledgeRow | undefined
  services: readonly ServiceRow[]
}) {
  const words = useMessages(publicMessages)
  const text = useMessages(messages)
  const format = useFormat()
  const promise = useRowPromise()
  const cost = useCost()
  const { institution } = useRequest()
  const base = `/i/${institution?.slug}`
  if (!shown)
    return (
      <PublicPage title={words.pledge} lead={words.pledgeLead} back={`${base}/layanan`}>
        {pledges.length === 0 ? (
          <EmptyState title={words.pledgeNone} body={words.pledgeNoneBody} />
        ) : (
          <ul class="plain pledge-list">
            {pledges.map(({ unit_id, unit_name, signed_on }) => (
              <li key={unit_id}>
                <a href={`${base}/maklumat?unit=${unit_id}`}>{unit_name}</a>
                <span class="hint">{words.signedOn(format.date(signed_on))}</span>
              </li>
            ))}
          </ul>
        )}
      </PublicPage>
    )
  return (
    <PublicPage title={words.pledgeOf(shown.unit_name)} back={`${base}/maklumat`}>
      <div class="pledge">
        <p class="pledge-institution">{institution?.name}</p>
        <p class="pledge-title">{words.pledge}</p>
        <p class="pledge-unit">{shown.unit_name}</p>
        <blockquote>{shown.body}</blockquote>
        <div class="pledge-signature">
          <p>{words.signed(shown.place, format.date(shown.signed_on))}</p>
          <p>{shown.signer_title}</p>
          <p class="pledge-name">{shown.signer_name}</p>
        </div>
      </div>
      <Section title={words.pledgeServices} id="janji">
        <table class="table pledge-table">
          <thead>
            <tr>
              <th scope="col">{text.catalog}</th>
              <th scope="col">{text.promise}</th>
              <th scope="col">{text.cost}</th>
            </tr>
          </thead>
          <tbody>
            {services.map((service) => (
              <tr key={service.id}>
                <th scope="row">
                  <a href={`${base}/layanan/${service.slug}`}>{service.name}</a>
                </th>
                <td>{promise(service)}</td>
                <td>{cost(service)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Section>
      <Actions>
        <PrintButton label={words.print} />
      </Actions>
    </PublicPage>
  )
}
