import {
  ActionButton,
  Actions,
  Card,
  CheckboxGroup,
  EmptyState,
  Facts,
  Filters,
  Form,
  type FormState,
  Grid,
  LinkButton,
  ListEnd,
  Notice,
  SelectField,
  StaffPage,
  TextField,
  useFormat,
  useMessages,
} from '../../platform/ui/index.ts'
import type { ExpertRow } from './expert-queries.ts'
import { messages } from './messages.ts'
import { maskContact, OFFERS } from './model.ts'

export function ExpertsPage({
  experts,
  looked,
}: {
  experts: readonly ExpertRow[]
  looked: { q: string; jenis: string }
}) {
  const t = useMessages(messages)
  const searching = looked.q !== '' || looked.jenis !== ''
  return (
    <StaffPage
      title={t.expertTitle}
      lead={t.expertLead}
      actions={
        <LinkButton href="/narasumber/baru" tone="secondary" icon="plus">
          {t.register}
        </LinkButton>
      }
    >
      {experts.length === 0 && !searching ? (
        <EmptyState title={t.noExperts} body={t.noExpertsBody} icon="person" />
      ) : (
        <>
          <Filters values={looked}>
            <TextField name="q" label={t.search} type="search" />
            <SelectField
              name="jenis"
              label={t.kind}
              placeholder={t.anyKind}
              options={OFFERS.map((one) => ({ value: one, label: t.offer[one] }))}
            />
          </Filters>
          {experts.length === 0 ? <EmptyState title={t.noneMatch} body={t.noneMatchBody} icon="search" /> : null}
          <Grid size="large">
            {experts.map((one) => (
              <ExpertCard expert={one} key={one.id} />
            ))}
          </Grid>
          <ListEnd count={experts.length} />
        </>
      )}
    </StaffPage>
  )
}

function ExpertCard({ expert }: { expert: ExpertRow }) {
  const t = useMessages(messages)
  return (
    <Card title={expert.name} kicker={expert.offers.map((one) => t.offer[one]).join(' · ')} level={2}>
      <p>{expert.background}</p>
      <Facts
        items={[
          { label: t.fields, value: expert.fields },
          { label: t.contact, value: maskContact(expert.contact) },
        ]}
      />
      <ActionButton action={`/narasumber/${expert.id}/kontak`} label={t.showContact} icon="eye" />
    </Card>
  )
}

export function ContactPage({ expert }: { expert: ExpertRow }) {
  const t = useMessages(messages)
  const format = useFormat()
  return (
    <StaffPage
      title={t.contactOf(expert.name)}
      lead={expert.background}
      crumbs={[{ href: '/narasumber', label: t.expertTitle }]}
    >
      <Notice tone="warning">
        <p>{t.contactUse}</p>
      </Notice>
      <Facts
        items={[
          { label: t.contact, value: expert.contact },
          { label: t.fields, value: expert.fields },
          { label: t.consent, value: expert.consent, note: format.date(expert.consented_at) },
        ]}
      />
      <Actions>
        <ActionButton action={`/narasumber/${expert.id}/hapus`} label={t.withdrawFor} tone="danger" />
      </Actions>
    </StaffPage>
  )
}

export function RegisterPage({ form }: { form?: FormState | undefined }) {
  const t = useMessages(messages)
  return (
    <StaffPage
      title={t.register}
      lead={t.registerLead}
      crumbs={[{ href: '/narasumber', label: t.expertTitle }]}
      form={form}
    >
      <Form action="/narasumber" form={form} submit={t.register}>
        <TextField name="name" label={t.name} required />
        <TextField name="background" label={t.background} required />
        <TextField name="fields" label={t.fields} hint={t.fieldsHint} required />
        <CheckboxGroup
          name="offers"
          legend={t.offers}
          layout="row"
          required
          options={OFFERS.map((one) => ({ value: one, label: t.offer[one] }))}
        />
        <TextField name="contact" label={t.contact} width="medium" required />
        <TextField name="consent" label={t.consent} hint={t.consentHint} required />
      </Form>
    </StaffPage>
  )
}
