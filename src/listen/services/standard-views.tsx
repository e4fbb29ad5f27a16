import { seenOf } from '../../platform/http/seen.ts'
import {
  ActionButton,
  Actions,
  DateField,
  Dialog,
  EmptyState,
  Facts,
  Form,
  type FormState,
  LinkButton,
  Notice,
  PrintButton,
  PublicPage,
  Section,
  SelectField,
  StaffPage,
  TextArea,
  TextField,
  useFormat,
  useMessages,
  useRequest,
} from '../../platform/ui/index.ts'
import { type Component, DELIVERY, MANUFACTURING } from './content.ts'
import { messages } from './messages.ts'
import type { ServiceRow } from './queries.ts'
import type { RuleRow } from './rules.ts'
import { standardMessages } from './standard-messages.ts'
import { formValues, isOpen, missingComponents, standingOf } from './standard-model.ts'
import { Changes, Components, Signatures, Sources, StandingBadge, VersionTable } from './standard-parts.tsx'
import type { StandardRow } from './standard-queries.ts'

export type StandardFacts = {
  service: ServiceRow
  all: readonly StandardRow[]
  today: string
  rules: readonly RuleRow[]
  may: { manage: boolean; approve: boolean }
  me: string | null
}

export function StandardsPage({ service, all, today, may }: StandardFacts) {
  const text = useMessages(standardMessages)
  const open = all.find(isOpen)
  const start = may.manage ? (
    open ? (
      <LinkButton href={`/layanan/${service.id}/standar/${open.version}`}>{text.continueDraft}</LinkButton>
    ) : (
      <ActionButton action={`/layanan/${service.id}/standar`} label={text.newVersion} tone="primary" icon="plus" />
    )
  ) : undefined
  return (
    <StaffPage
      title={`${text.title}: ${service.name}`}
      lead={text.lead}
      crumbs={useCrumbs(service)}
      actions={all.length > 0 ? start : undefined}
    >
      {all.length === 0 ? (
        <EmptyState title={text.none} body={text.noneBody} action={start} />
      ) : (
        <VersionTable all={all} today={today} address={(version) => `/layanan/${service.id}/standar/${version}`} />
      )}
    </StaffPage>
  )
}

function useCrumbs(service: ServiceRow) {
  const text = useMessages(messages)
  return [
    { href: '/layanan', label: text.staffTitle },
    { href: `/layanan/${service.id}`, label: service.name },
  ]
}

export function StandardPage(props: StandardFacts & { standard: StandardRow; form?: FormState | undefined }) {
  const { service, all, today, rules, may, standard, form } = props
  const text = useMessages(standardMessages)
  const format = useFormat()
  const base = `/layanan/${service.id}/standar/${standard.version}`
  const before = all.find(({ version }) => version < standard.version)
  const missing = missingComponents(standard.content)
  const standing = standingOf(standard, all, today)
  return (
    <StaffPage
      title={`${text.title}, ${text.version(standard.version).toLowerCase()}`}
      lead={service.name}
      crumbs={[...useCrumbs(service), { href: `/layanan/${service.id}/standar`, label: text.title }]}
      badge={<StandingBadge standing={standing} />}
      form={form}
      actions={
        standard.state === 'draft' && may.manage ? (
          <LinkButton href={`${base}/ubah`}>{text.editDraft}</LinkButton>
        ) : undefined
      }
    >
      {standard.note && standard.state === 'draft' ? (
        <Notice tone="warning" title={text.returned}>
          <p>{standard.note}</p>
        </Notice>
      ) : null}
      {standing === 'withdrawn' ? (
        <Notice tone="warning" title={text.withdrawn}>
          <p>{standard.note}</p>
        </Notice>
      ) : null}
      {standard.decree_number && standard.decree_date && standard.effective_from ? (
        <Facts
          layout="columns"
          items={[
            {
              label: text.column.decree,
              value: text.decreeOf(standard.decree_number, format.date(standard.decree_date)),
            },
            { label: text.column.from, value: format.date(standard.effective_from) },
            { label: text.column.by, value: standard.approved_by_name ?? '–' },
          ]}
        />
      ) : null}
      {before ? <Changes before={before} after={standard} /> : null}
      <Section title={text.delivery} lead={text.deliveryLead}>
        <Components content={standard.content} group={DELIVERY} rules={rules} />
      </Section>
      <Section title={text.manufacturing} lead={text.manufacturingLead}>
        <Components content={standard.content} group={MANUFACTURING} rules={rules} />
      </Section>
      <Sources rules={rules} />
      <Signatures standard={standard} />
      {standard.state === 'draft' && may.manage ? (
        <Section title={text.submit}>
          {missing.length > 0 ? (
            <Notice tone="warning">
              <p>{text.stillEmpty(missing.map((one) => text.component[one]).join(', '))}</p>
            </Notice>
          ) : null}
          <Form action={`${base}/ajukan`} form={form} submit={text.submit} />
        </Section>
      ) : null}
      {standard.state === 'submitted' ? (
        may.approve ? (
          <Decision base={base} form={form} own={standard.authors.includes(props.me ?? '')} />
        ) : (
          <p>{text.waitingApproval}</p>
        )
      ) : null}
      {standing === 'coming' && may.approve ? (
        <Section title={text.takeBack} lead={text.takeBackLead}>
          <Form action={`${base}/kembalikan`} form={form} submit={text.takeBack} tone="secondary">
            <TextArea name="note" label={text.takeBackNote} rows={3} required />
          </Form>
        </Section>
      ) : null}
    </StaffPage>
  )
}

/** Who wrote or submitted any of it reads that somebody else decides; only what they typed all the same is kept. */
function Decision({ base, form, own }: { base: string; form: FormState | undefined; own: boolean }) {
  const text = useMessages(standardMessages)
  return (
    <Section title={text.approve} lead={text.approveLead}>
      {own && !form ? (
        <p>{text.ownDraft}</p>
      ) : (
        <Form action={`${base}/tetapkan`} form={form} submit={text.approve}>
          <TextField name="decree_number" label={text.decreeNumber} required />
          <DateField name="decree_date" label={text.decreeDate} required />
          <DateField name="effective_from" label={text.effectiveFrom} hint={text.effectiveHint} required />
        </Form>
      )}
      <Dialog id="kembalikan" label={text.return} title={text.return}>
        <Form action={`${base}/kembalikan`} submit={text.return} id="kembali">
          <TextArea name="note" label={text.returnNote} rows={3} required />
        </Form>
      </Dialog>
    </Section>
  )
}

export function StandardForm({
  service,
  standard,
  form,
}: {
  service: ServiceRow
  standard: StandardRow
  form?: FormState | undefined
}) {
  const text = useMessages(standardMessages)
  const general = useMessages(messages)
  const values = formValues(standard.content)
  const base = `/layanan/${service.id}/standar/${standard.version}`
  const area = (name: keyof typeof values & Component, hint?: string) => (
    <TextArea name={name} label={text.component[name]} value={values[name]} rows={4} maxLength={4000} hint={hint} />
  )
  return (
    <StaffPage
      title={text.editTitle(standard.version)}
      lead={service.name}
      form={form}
      crumbs={[...useCrumbs(service), { href: base, label: text.version(standard.version) }]}
    >
      <Form
        action={base}
        form={form}
        submit={text.save}
        draft={`standar-${standard.id}`}
        seen={seenOf(standard.content)}
      >
        <Section title={text.delivery} lead={text.deliveryLead}>
          {area('requirements', text.requirementsHint)}
          {area('procedure', text.perLine)}
          <TextField
            name="promise"
            label={text.time}
            hint={general.promiseHint}
            value={values.promise}
            inputmode="numeric"
            width="short"
            required
          />
          <SelectField
            name="promise_unit"
            label={text.timeUnit}
            options={[
              { value: 'days', label: general.unitDays },
              { value: 'minutes', label: general.unitMinutes },
            ]}
            value={values.promise_unit}
            placeholder={null}
            width="medium"
            required
          />
          {area('tariff', text.tariffHint)}
          <TextField
            name="tariff_note"
            label={text.tariffNote}
            hint={general.costNoteHint}
            value={values.tariff_note}
          />
          <TextField
            name="product"
            label={text.component.product}
            hint={general.productHint}
            value={values.product}
            required
          />
          {area('complaints')}
        </Section>
        <Section title={text.manufacturing} lead={text.manufacturingLead}>
          {(['legal_basis', 'facilities', 'competence', 'supervision', 'staffing', 'guarantee'] as const).map((one) =>
            area(one),
          )}
          <TextArea
            name="compensation"
            label={text.compensation}
            hint={text.compensationHint}
            value={values.compensation}
            rows={2}
            maxLength={1000}
          />
          {(['safety', 'evaluation'] as const).map((one) => area(one))}
        </Section>
      </Form>
    </StaffPage>
  )
}

export function PublicStandardPage({
  service,
  all,
  today,
  rules,
  standard,
}: Omit<StandardFacts, 'may' | 'me'> & { standard: StandardRow | undefined }) {
  const text = useMessages(standardMessages)
  const format = useFormat()
  const { institution } = useRequest()
  const base = `/i/${institution?.slug}/layanan/${service.slug}`
  const before = standard && all.find(({ version }) => version < standard.version)
  const standing = standard && standingOf(standard, all, today)
  const from = standard?.effective_from ? format.date(standard.effective_from) : ''
  return (
    <PublicPage title={text.publicTitle(service.name)} lead={text.publicLead} back={base}>
      {standard?.decree_number && standard.decree_date ? (
        <>
          <p>
            <strong>{text.decreeOf(standard.decree_number, format.date(standard.decree_date))}.</strong>{' '}
            {standing === 'effective'
              ? text.holdsSince(from)
              : standing === 'coming'
                ? text.holdsFrom(from)
                : text.holdsUntil(from)}
          </p>
          <Section title={text.delivery}>
            <Components content={standard.content} group={DELIVERY} rules={[]} />
          </Section>
          <Section title={text.manufacturing} lead={text.manufacturingLead}>
            <Components content={standard.content} group={MANUFACTURING} rules={[]} />
          </Section>
          <Sources rules={rules} />
          {before ? <Changes before={before} after={standard} /> : null}
          <Section title={text.versions} id="riwayat">
            <VersionTable all={all} today={today} address={(version) => `${base}/standar?versi=${version}`} />
          </Section>
          <Actions>
            <PrintButton label={text.print} />
          </Actions>
        </>
      ) : (
        <EmptyState title={text.publicNone} action={<LinkButton href={base}>{service.name}</LinkButton>} />
      )}
    </PublicPage>
  )
}
