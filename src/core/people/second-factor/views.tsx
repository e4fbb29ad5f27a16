import type { FormState } from '../../../platform/http/input.ts'
import {
  ActionButton,
  Badge,
  DataTable,
  DateField,
  Fold,
  Form,
  LinkButton,
  ListTable,
  Notice,
  PageScript,
  PrintButton,
  RadioGroup,
  Section,
  SelectField,
  StaffPage,
  TextField,
  useFormat,
  useMessages,
  useRequest,
} from '../../../platform/ui/index.ts'
import { sayRole } from '../../roles/index.ts'
import { messages as securityMessages } from '../security/messages.ts'
import { NewPasskey, PasskeyNotes, SignInAgain } from '../security/parts.tsx'
import { messages } from './messages.ts'
import type { DemandChange, DemandRow } from './queries.ts'

type DemandProps = {
  rows: readonly DemandRow[]
  changes: readonly DemandChange[]
  today: string
  form: FormState
}

export function DemandPage({ rows, changes, today, form }: DemandProps) {
  const t = useMessages(messages)
  const { language } = useRequest()
  const format = useFormat()
  return (
    <StaffPage title={t.title} lead={t.lead} form={form}>
      <DataTable
        stack
        caption={t.title}
        captionHidden
        rows={rows}
        columns={[
          { key: 'role', label: t.role, cell: (row) => sayRole(language, row) },
          {
            key: 'demand',
            label: t.demand,
            cell: (row) => (
              <>
                <Demand from={row.demanded ? row.holds_from : null} today={today} />
                {row.demanded ? <small> {row.reason}</small> : null}
              </>
            ),
          },
          { key: 'holders', label: t.holders, numeric: true, cell: (row) => format.number(row.holders) },
          { key: 'lacking', label: t.lacking, numeric: true, cell: (row) => format.number(row.lacking) },
        ]}
      />
      <p class="hint">{t.note}</p>
      <Section title={t.change} id="ubah">
        <Fold action="/faktor-kedua" label={t.change}>
          <Form action="/faktor-kedua" form={form} submit={t.save}>
            <SelectField
              name="role"
              label={t.role}
              options={rows.map((row) => ({ value: row.id, label: sayRole(language, row) }))}
              required
            />
            <RadioGroup
              name="demanded"
              legend={t.demanded}
              options={[
                { value: 'yes', label: t.yes },
                { value: 'no', label: t.no },
              ]}
              value="yes"
              required
            />
            <DateField name="from" label={t.from} hint={t.fromHint} />
            <TextField name="reason" label={t.reason} hint={t.reasonHint} required />
          </Form>
        </Fold>
      </Section>
      <Section title={t.history} id="riwayat">
        {changes.length === 0 ? (
          <p class="fact-note">{t.historyNone}.</p>
        ) : (
          <ListTable
            stack
            caption={t.history}
            captionHidden
            rows={changes}
            columns={[
              { key: 'at', label: t.at, cell: (row) => format.dateTime(row.set_at) },
              { key: 'role', label: t.role, cell: (row) => sayRole(language, { code: row.code, name: row.role }) },
              { key: 'demand', label: t.demand, cell: (row) => <Demand from={row.holds_from} today={today} /> },
              { key: 'reason', label: t.reason, cell: (row) => row.reason },
              { key: 'by', label: t.by, cell: (row) => row.by ?? '–' },
            ]}
          />
        )}
      </Section>
    </StaffPage>
  )
}

function Demand({ from, today }: { from: string | null; today: string }) {
  const t = useMessages(messages)
  const format = useFormat()
  if (from === null) return <Badge>{t.free}</Badge>
  const date = format.shortDate(from)
  return from <= today ? (
    <Badge tone="success">{t.since(date)}</Badge>
  ) : (
    <Badge tone="warning">{t.upcoming(date)}</Badge>
  )
}

type SetUpProps = {
  state: 'due' | 'soon' | 'done'
  from: string | null
  back: string
  signInAgain: string | undefined
}

/** The page a sign-in leads to when a role demands a second factor that this person does not have yet. */
export function SetUpPage({ state, from, back, signInAgain }: SetUpProps) {
  const t = useMessages(messages)
  const security = useMessages(securityMessages)
  const format = useFormat()
  if (state === 'done')
    return (
      <StaffPage title={t.setUp}>
        <Notice tone="success" title={t.setUpDone} />
        <p>
          <LinkButton href="/keamanan#kode-pemulihan" tone="secondary">
            {t.codes}
          </LinkButton>{' '}
          <LinkButton href={back}>{t.go}</LinkButton>
        </p>
      </StaffPage>
    )
  return (
    <StaffPage
      title={t.setUp}
      lead={state === 'due' ? t.setUpHeld : from ? t.setUpSoon(format.date(from)) : security.totpOff}
    >
      {signInAgain ? (
        <SignInAgain href={signInAgain} />
      ) : (
        <>
          <Section title={t.app} id="aplikasi" lead={t.appLead}>
            <ActionButton action="/keamanan/kode/mulai" label={security.totpStart} />
          </Section>
          <Section title={security.passkeys} id="kunci-sandi" lead={security.passkeysLead}>
            <NewPasskey />
            <PasskeyNotes />
          </Section>
        </>
      )}
      {state === 'due' ? (
        <ActionButton action="/keluar" label={t.signOut} />
      ) : (
        <p>
          <LinkButton href={back} tone="quiet">
            {t.later}
          </LinkButton>
        </p>
      )}
      <PageScript name="passkey" />
    </StaffPage>
  )
}

export function RecoveryCodesPage({ codes }: { codes: readonly string[] }) {
  const t = useMessages(messages)
  const security = useMessages(securityMessages)
  const { actor } = useRequest()
  return (
    <StaffPage
      title={t.codesTitle}
      lead={t.codesShown}
      crumbs={[{ href: '/keamanan', label: security.title }]}
      actions={<PrintButton label={t.codesPrint} />}
    >
      <p>{t.codesFor(actor?.name ?? '')}</p>
      <ol>
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <p>
        <LinkButton href="/keamanan">{t.codesBack}</LinkButton>
      </p>
    </StaffPage>
  )
}
