import {
  Actions,
  Code,
  DateField,
  Facts,
  Form,
  type FormState,
  Grid,
  HiddenField,
  LinkButton,
  Notice,
  type Option,
  RadioGroup,
  SelectField,
  StaffPage,
  TextArea,
  TextField,
  useMessages,
  useRequest,
  useTermOptions,
  Why,
} from '../../platform/ui/index.ts'
import { FileFields } from './attachments/views.tsx'
import { formatCode } from './code.ts'
import { deskMessages } from './desk-messages.ts'
import { messages } from './messages.ts'
import { PRIVACIES } from './model.ts'
import { staffMessages } from './staff-messages.ts'

export const INTAKE_CHANNELS = ['counter', 'phone', 'letter', 'email', 'chat', 'social'] as const

/** The list is above these pages for whoever may read it; at a counter one writes down and reads out only. */
function useCrumbs() {
  const text = useMessages(staffMessages)
  const { permissions } = useRequest()
  return permissions.has('complaint.read') ? [{ href: '/pengaduan', label: text.title }] : []
}

/** What an officer writes down for a citizen who came by counter, phone or letter. */
export function IntakePage({
  options,
  several,
  typed,
  channel,
  form,
}: {
  options: readonly Option[]
  /** What the typed words may mean, when they mean more than one. */
  several: readonly Option[]
  typed: string
  /** How the last one came: who answers the phone records one call after another. */
  channel: (typeof INTAKE_CHANNELS)[number] | undefined
  form: FormState | undefined
}) {
  const desk = useMessages(deskMessages)
  const text = useMessages(staffMessages)
  const kinds = useTermOptions('kind')
  const channels = useTermOptions('channel').filter(({ value }) => INTAKE_CHANNELS.some((one) => one === value))
  const shared = useMessages(messages)
  // Who reads the list answers the phone; who only records stands at a counter.
  const usual = useRequest().permissions.has('complaint.read') ? 'phone' : 'counter'
  return (
    <StaffPage title={text.record} lead={text.recordLead} crumbs={useCrumbs()} form={form}>
      <Form action="/pengaduan" form={form} submit={text.recordSave} draft="catat-pengaduan" upload>
        <TextField
          name="about"
          label={shared.about}
          hint={desk.aboutHint}
          suggestions={options.map((option) => option.label)}
          spellcheck={false}
          autofocus={form === undefined}
        />
        {several.length > 0 ? (
          <>
            <HiddenField name="about_typed" value={typed} />
            <RadioGroup
              name="about_chosen"
              legend={desk.aboutWhich(typed)}
              options={several.map(({ value, label }) => ({ value, label }))}
            />
          </>
        ) : null}
        <TextField name="subject" label={shared.subject} required />
        <TextArea name="body" label={shared.body} rows={5} required />
        <Grid size="small">
          <TextField name="reporter_name" label={desk.name} hint={desk.callerHint} />
          <TextField name="reporter_phone" label={shared.phone} type="tel" />
        </Grid>
        <Grid size="small">
          <SelectField
            name="channel"
            label={text.recordChannel}
            options={channels}
            value={channel ?? usual}
            placeholder={null}
            required
          />
          <SelectField name="kind" label={desk.kind} options={kinds} value="complaint" placeholder={null} required />
        </Grid>
        <Why label={desk.more} open={form !== undefined && Object.keys(form.errors).length > 0}>
          <TextField name="reporter_email" label={shared.email} type="email" hint={desk.emailHint} width="medium" />
          <TextField name="source" label={desk.source} hint={desk.sourceHint} />
          <FileFields />
          <TextField name="place" label={shared.place} />
          <DateField name="occurred_on" label={shared.occurredOn} />
        </Why>
        <RadioGroup
          name="privacy"
          legend={shared.privacyLegend}
          options={PRIVACIES.map((privacy) => ({
            value: privacy,
            label: shared.privacy[privacy],
            hint: desk.privacyHint[privacy],
          }))}
          value="anonymous"
          required
        />
      </Form>
    </StaffPage>
  )
}

const SPOKEN = {
  A: 'Alfa',
  B: 'Bravo',
  C: 'Charlie',
  D: 'Delta',
  E: 'Echo',
  F: 'Foxtrot',
  G: 'Golf',
  H: 'Hotel',
  J: 'Juliett',
  K: 'Kilo',
  M: 'Mike',
  N: 'November',
  P: 'Papa',
  Q: 'Quebec',
  R: 'Romeo',
  S: 'Sierra',
  T: 'Tango',
  V: 'Victor',
  W: 'Whiskey',
  X: 'X-ray',
  Y: 'Yankee',
  Z: 'Zulu',
} as const

/** The code as it is read out: letters by their spelling words, in groups of four and the key at the end. */
export function spoken(code: string, secret = ''): string {
  const words = [...code, ...secret].map((symbol) => SPOKEN[symbol as keyof typeof SPOKEN] ?? symbol)
  const groups = [words.slice(0, 4), words.slice(4, 8), words.slice(8)].filter((group) => group.length > 0)
  return groups.map((group) => group.join(' ')).join(' – ')
}

type ReceiptProps = {
  id: string
  code: string
  /** The key, right after it was made; no other page for officers has it. */
  secret: string | undefined
  /** The same form came again: what it made is shown, the key is not. */
  repeated?: boolean | undefined
  subject: string
  unit: string
  channel: string
  link: string
  /** Set when the officer may open the case. */
  href: string | undefined
  form: FormState | undefined
}

/** What the officer reads out or prints for the citizen, before the next call. */
export function DeskReceiptPage(props: ReceiptProps) {
  const { id, code, secret, repeated, subject, unit, channel, link, href, form } = props
  const text = useMessages(staffMessages)
  const shared = useMessages(messages)
  const desk = useMessages(deskMessages)
  return (
    <StaffPage title={desk.receipt} crumbs={useCrumbs()} form={form}>
      <Notice tone={secret ? 'success' : repeated ? 'warning' : 'neutral'} live={secret !== undefined}>
        <p>{secret ? desk.recorded : repeated ? desk.sentBefore : desk.keyKept}</p>
      </Notice>
      <Code value={formatCode(code, secret)} label={secret ? shared.codeAndKey : shared.code} />
      <Facts
        items={[
          { label: desk.readOut, value: spoken(code, secret), note: secret ? desk.once : undefined },
          { label: text.subject, value: subject },
          { label: text.unit, value: unit },
          { label: desk.follow, value: link },
        ]}
      />
      <p class="hint">{shared.codeByPhone}</p>
      <Actions>
        <LinkButton href={`/pengaduan/baru?saluran=${channel}`} icon="plus" accessKey="b">
          {desk.next}
        </LinkButton>
        {href ? (
          <LinkButton href={href} tone="secondary">
            {desk.open}
          </LinkButton>
        ) : null}
      </Actions>
      {secret ? (
        <p class="hint">{shared.print}</p>
      ) : (
        <NewKeyForm id={id} form={form} open={repeated || form !== undefined} />
      )}
    </StaffPage>
  )
}

function NewKeyForm({ id, form, open }: Pick<ReceiptProps, 'id' | 'form'> & { open: boolean }) {
  const desk = useMessages(deskMessages)
  return (
    <Why label={desk.newKey} open={open}>
      <p>{desk.newKeyLead}</p>
      <Form action={`/pengaduan/baru/${id}/kunci`} form={form} submit={desk.makeKey} tone="secondary">
        <RadioGroup
          name="way"
          legend={desk.way}
          options={(['contact', 'counter'] as const).map((way) => ({ value: way, label: desk.ways[way] }))}
          required
        />
        <TextField name="reason" label={desk.wayReason} required />
      </Form>
    </Why>
  )
}
