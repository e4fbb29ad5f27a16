import type { VNode } from 'preact'
import { seenOf } from '../../../platform/http/seen.ts'
import {
  Count,
  EmptyState,
  Filters,
  Form,
  type FormState,
  LinkButton,
  ListTable,
  SelectField,
  StaffPage,
  TextField,
  useFormat,
  useMessages,
  useRequest,
} from '../../../platform/ui/index.ts'
import { organizationMessages } from '../messages.ts'
import {
  isManagerial,
  levelText,
  POSITION_KIND_TEXTS,
  POSITION_KINDS,
  POSITION_LEVELS,
  type PositionKind,
} from '../model.ts'
import type { findPosition, listPositions } from './queries.ts'
import { MOST_POSITIONS } from './queries.ts'

type Row = Awaited<ReturnType<typeof listPositions>>[number]
type ListProps = {
  positions: readonly Row[]
  filter: { q?: string | undefined; jenis?: PositionKind | undefined }
  mayManage: boolean
}

export function positionListPage(props: ListProps): VNode {
  return <PositionList {...props} />
}

function PositionList({ positions, filter, mayManage }: ListProps) {
  const text = useMessages(organizationMessages).positions
  const format = useFormat()
  const { language, permissions } = useRequest()
  const query = new URLSearchParams({
    ...(filter.q ? { q: filter.q } : {}),
    ...(filter.jenis ? { jenis: filter.jenis } : {}),
  })
  return (
    <StaffPage
      title={text.title}
      lead={text.lead}
      actions={
        mayManage ? (
          <LinkButton href="/jabatan/baru" icon="plus">
            {text.add}
          </LinkButton>
        ) : undefined
      }
    >
      <Filters values={{ q: filter.q, jenis: filter.jenis }} keep={['sort']}>
        <TextField name="q" label={text.search} type="search" required />
        <SelectField
          name="jenis"
          label={text.kind}
          placeholder={text.anyKind}
          options={POSITION_KINDS.map((kind) => ({ value: kind, label: POSITION_KIND_TEXTS[kind][language] }))}
          required
        />
      </Filters>
      <Count value={positions.length} label={text.count} />
      <ListTable
        caption={text.title}
        captionHidden
        rows={positions}
        most={MOST_POSITIONS}
        empty={
          filter.q || filter.jenis ? (
            <EmptyState title={text.empty} />
          ) : (
            <EmptyState
              title={text.none}
              body={mayManage ? text.noneBody : undefined}
              action={
                permissions.has('employee.import') ? (
                  <LinkButton href="/impor" tone="secondary" icon="file">
                    {text.import}
                  </LinkButton>
                ) : undefined
              }
            />
          )
        }
        exports={{ csv: `/jabatan/ekspor?format=csv&${query}`, xlsx: `/jabatan/ekspor?format=xlsx&${query}` }}
        columns={[
          {
            key: 'title',
            by: (row) => row.title,
            label: text.name,
            cell: (row) => (mayManage ? <a href={`/jabatan/${row.id}`}>{row.title}</a> : row.title),
          },
          { key: 'code', by: (row) => row.code, label: text.code, nowrap: true, cell: (row) => row.code },
          {
            key: 'kind',
            by: (row) => POSITION_KIND_TEXTS[row.kind][language],
            label: text.kind,
            cell: (row) => POSITION_KIND_TEXTS[row.kind][language],
          },
          { key: 'level', label: text.level, phone: false, cell: (row) => levelText(row.level) },
          {
            key: 'group',
            label: text.grouping,
            phone: false,
            cell: (row) => (isManagerial(row.kind) ? text.managerial : text.nonManagerial),
          },
          { key: 'class', by: (row) => row.class, label: text.class, numeric: true, cell: (row) => row.class ?? '–' },
          {
            key: 'holders',
            by: (row) => Number(row.holders ?? 0),
            label: text.holders,
            numeric: true,
            cell: (row) => format.number(Number(row.holders ?? 0)),
          },
        ]}
      />
    </StaffPage>
  )
}

type FormProps = { position: Awaited<ReturnType<typeof findPosition>>; form: FormState }

export function positionFormPage(props: FormProps): VNode {
  return <PositionForm {...props} />
}

function PositionForm({ position, form }: FormProps) {
  const text = useMessages(organizationMessages).positions
  const { language } = useRequest()
  const levels = POSITION_KINDS.flatMap((kind) =>
    POSITION_LEVELS[kind].map((level) => ({
      value: level,
      label:
        levelText(level) === POSITION_KIND_TEXTS[kind].id
          ? levelText(level)
          : `${POSITION_KIND_TEXTS[kind][language]}: ${levelText(level)}`,
    })),
  )
  return (
    <StaffPage
      title={position ? text.editTitle : text.addTitle}
      crumbs={[{ href: '/jabatan', label: text.title }]}
      form={form}
    >
      <Form
        action={position ? `/jabatan/${position.id}` : '/jabatan/baru'}
        form={form}
        submit={text.save}
        seen={position && seenOf(position)}
      >
        <TextField name="title" label={text.name} value={position?.title} required />
        <TextField
          name="code"
          label={text.code}
          hint={text.codeHint}
          value={position?.code}
          width="medium"
          spellcheck={false}
          required
        />
        <SelectField
          name="kind"
          label={text.kind}
          value={position?.kind}
          options={POSITION_KINDS.map((kind) => ({ value: kind, label: POSITION_KIND_TEXTS[kind][language] }))}
          required
        />
        <SelectField name="level" label={text.level} value={position?.level} options={levels} required />
        <TextField
          name="class"
          label={text.class}
          hint={text.classHint}
          value={position?.class}
          inputmode="numeric"
          width="short"
        />
      </Form>
    </StaffPage>
  )
}
