import {
  ActionButton,
  Actions,
  Badge,
  DateTime,
  EmptyState,
  Form,
  type FormState,
  LinkButton,
  ListTable,
  Section,
  SelectField,
  StaffPage,
  TextField,
  useFormat,
  useMessages,
} from '../../../platform/ui/index.ts'
import { QrCode } from '../../services/index.ts'
import { surveyMessages } from '../messages.ts'
import type { UnitRow } from '../queries.ts'
import { kioskMessages } from './messages.ts'
import type { KioskRow } from './queries.ts'

interface KiosksProps {
  kiosks: readonly KioskRow[]
  units: readonly Pick<UnitRow, 'id' | 'name'>[]
  form: FormState
}

export function KiosksPage({ kiosks, units, form }: KiosksProps) {
  const text = useMessages(kioskMessages)
  const survey = useMessages(surveyMessages)
  const format = useFormat()
  return (
    <StaffPage
      title={text.kiosks}
      lead={text.kiosksLead}
      form={form}
      crumbs={[{ href: '/survei', label: survey.results }]}
    >
      <ListTable
        caption={text.kiosks}
        captionHidden
        stack
        rows={kiosks}
        empty={<EmptyState title={text.none} body={text.noneBody} />}
        columns={[
          { key: 'name', by: (row) => row.name, label: text.name, cell: (row) => row.name },
          { key: 'unit', by: (row) => row.unit, label: text.unit, cell: (row) => row.unit },
          { key: 'state', label: text.state, cell: (row) => <KioskState kiosk={row} /> },
          {
            key: 'seen',
            by: (row) => row.seen_on,
            label: text.seen,
            cell: (row) => (row.seen_on ? <DateTime value={row.seen_on} /> : text.never),
          },
          {
            key: 'kept',
            by: (row) => row.kept,
            label: text.kept,
            numeric: true,
            cell: (row) => format.number(row.kept),
          },
          {
            key: 'late',
            by: (row) => row.late,
            label: text.late,
            numeric: true,
            cell: (row) => format.number(row.late),
          },
          {
            key: 'refused',
            by: (row) => row.refused,
            label: text.refused,
            numeric: true,
            cell: (row) => format.number(row.refused),
          },
          {
            key: 'act',
            label: text.act,
            action: true,
            cell: (row) => (
              <Actions>
                <ActionButton action={`/survei/kios/${row.id}/tautan`} label={text.newLink} tone="quiet" />
                {row.revoked_at ? null : (
                  <ActionButton action={`/survei/kios/${row.id}/cabut`} label={text.revoke} tone="danger" />
                )}
              </Actions>
            ),
          },
        ]}
      />
      {kiosks.length > 0 ? <p class="hint">{text.lateNote}</p> : null}
      <Section title={text.add} id="daftar">
        <Form action="/survei/kios" form={form} submit={text.add}>
          <TextField name="name" label={text.name} hint={text.nameHint} required width="medium" />
          <SelectField
            name="unit"
            label={text.unit}
            hint={text.unitHint}
            required
            options={units.map((unit) => ({ value: unit.id, label: unit.name }))}
          />
        </Form>
      </Section>
    </StaffPage>
  )
}

function KioskState({ kiosk }: { kiosk: KioskRow }) {
  const text = useMessages(kioskMessages)
  if (kiosk.revoked_at) return <Badge tone="danger">{text.revoked}</Badge>
  return kiosk.paired_on ? <Badge tone="success">{text.working}</Badge> : <Badge tone="warning">{text.waiting}</Badge>
}

export function PairLinkPage({ name, link }: { name: string; link: string }) {
  const text = useMessages(kioskMessages)
  const survey = useMessages(surveyMessages)
  return (
    <StaffPage
      title={text.pairTitle(name)}
      lead={text.pairLead}
      crumbs={[
        { href: '/survei', label: survey.results },
        { href: '/survei/kios', label: text.kiosks },
      ]}
    >
      <QrCode text={link} label={survey.qrFor(name)} />
      <p>
        <a href={link}>{link}</a>
      </p>
      <Actions>
        <LinkButton href="/survei/kios" tone="secondary">
          {text.back}
        </LinkButton>
      </Actions>
    </StaffPage>
  )
}
