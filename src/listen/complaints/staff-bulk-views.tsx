import {
  Badge,
  CheckboxGroup,
  DataTable,
  EmptyState,
  Form,
  type FormState,
  LinkButton,
  Notice,
  type Option,
  StaffPage,
  useMessages,
  useTermOptions,
} from '../../platform/ui/index.ts'
import { formatCode } from './code.ts'
import { staffMessages } from './staff-messages.ts'
import { BulkChoices } from './staff-work-views.tsx'
import { workMessages } from './work-messages.ts'

type AgainProps = {
  cases: readonly { id: string; code: string; subject: string }[]
  units: readonly Option[]
  /** To whom they can be given, where that was chosen. */
  people: readonly Option[]
  form: FormState
}

/** The act that is not complete yet, with the cases that were ticked. */
export function BulkAgainPage({ cases, units, people, form }: AgainProps) {
  const text = useMessages(workMessages)
  const staff = useMessages(staffMessages)
  const themes = useTermOptions('theme')
  const classes = useTermOptions('class')
  return (
    <StaffPage title={text.bulk} crumbs={[{ href: '/pengaduan', label: staff.title }]}>
      {cases.length === 0 ? (
        <EmptyState title={text.bulkNone} action={<a href="/pengaduan">{text.backToList}</a>} />
      ) : (
        <Form action="/pengaduan/massal" form={form} submit={text.bulkGo}>
          <CheckboxGroup
            name="ids"
            legend={text.case}
            options={cases.map((one) => ({ value: one.id, label: `${formatCode(one.code)} ${one.subject}` }))}
            required
          />
          <BulkChoices units={units} themes={themes} classes={classes} people={people} />
        </Form>
      )}
    </StaffPage>
  )
}

export type BulkResult = { id: string; code: string; subject: string; refused: string | null }

/** What became of each ticked case: some may be refused while others went through. */
export function BulkResultPage({ results, given }: { results: readonly BulkResult[]; given: string | undefined }) {
  const text = useMessages(workMessages)
  const staff = useMessages(staffMessages)
  const done = results.filter((one) => one.refused === null).length
  return (
    <StaffPage title={text.bulkResult} crumbs={[{ href: '/pengaduan', label: staff.title }]}>
      <Notice tone={done === results.length ? 'success' : 'warning'} live>
        <p>
          {text.bulkDone(done, results.length)} {given ? text.bulkGiven(given) : null}
        </p>
      </Notice>
      <DataTable
        caption={text.bulkResult}
        captionHidden
        rows={results}
        rowHref={(row) => `/pengaduan/${row.id}`}
        columns={[
          {
            key: 'case',
            label: text.case,
            header: true,
            cell: (row) => (
              <a href={`/pengaduan/${row.id}`}>
                {formatCode(row.code)} {row.subject}
              </a>
            ),
          },
          {
            key: 'result',
            label: text.result,
            cell: (row) =>
              row.refused === null ? (
                <Badge tone="success">{text.bulkOk}</Badge>
              ) : (
                <>
                  <Badge tone="danger">{text.bulkRefused}</Badge> {row.refused}
                </>
              ),
          },
        ]}
      />
      <LinkButton href="/pengaduan" tone="secondary">
        {text.backToList}
      </LinkButton>
    </StaffPage>
  )
}
