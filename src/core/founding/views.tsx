import type { FormState } from '../../platform/http/input.ts'
import {
  Badge,
  DataTable,
  Form,
  HiddenField,
  PublicPage,
  RadioGroup,
  Section,
  StaffPage,
  TextField,
  useMessages,
  useRequest,
} from '../../platform/ui/index.ts'
import { INSTITUTION_KIND_TEXTS } from '../organization/index.ts'
import { messages } from './messages.ts'
import { KINDS, ZONES } from './model.ts'

export function FoundingPage({ token, form }: { token: string; form: FormState }) {
  const t = useMessages(messages)
  const { language } = useRequest()
  return (
    <PublicPage title={t.title} lead={t.lead} form={form}>
      <Form action="/mulai" form={form} submit={t.submit}>
        <HiddenField name="kode" value={token} />
        <Section title={t.institution} id="instansi">
          <TextField name="name" label={t.name} hint={t.nameHint} autocomplete="organization" required />
          <TextField name="slug" label={t.slug} hint={t.slugHint} required />
          <RadioGroup
            name="kind"
            legend={t.kind}
            options={KINDS.map((kind) => ({ value: kind, label: INSTITUTION_KIND_TEXTS[kind][language] }))}
            required
          />
          <RadioGroup
            name="zone"
            legend={t.zone}
            options={ZONES.map((zone) => ({ value: zone, label: t.zones[zone] }))}
            required
          />
        </Section>
        <Section title={t.you} id="anda">
          <TextField name="person" label={t.person} autocomplete="name" required />
          <TextField name="email" label={t.email} type="email" autocomplete="email" required />
          <TextField
            name="password"
            label={t.password}
            hint={t.passwordHint}
            type="password"
            autocomplete="new-password"
            required
          />
          <TextField name="repeat" label={t.repeat} type="password" autocomplete="new-password" required />
        </Section>
      </Form>
    </PublicPage>
  )
}

export type Step = { name: keyof (typeof messages)['id']['steps']; path: string; done: boolean | undefined }

export function StepsPage({ steps }: { steps: readonly Step[] }) {
  const t = useMessages(messages)
  return (
    <StaffPage title={t.stepsTitle} lead={t.stepsLead}>
      <DataTable
        caption={t.stepsTitle}
        captionHidden
        columns={[
          { key: 'step', label: t.stepsTitle, cell: (row: Step) => <a href={row.path}>{t.steps[row.name]}</a> },
          {
            key: 'state',
            label: t.open,
            cell: (row: Step) =>
              row.done === undefined ? null : (
                <Badge tone={row.done ? 'success' : 'warning'}>{row.done ? t.state.done : t.state.open}</Badge>
              ),
          },
        ]}
        rows={steps}
      />
    </StaffPage>
  )
}
