import { seenOf } from '../../platform/http/seen.ts'
import {
  ActionButton,
  Actions,
  Badge,
  Checkbox,
  DataTable,
  DateField,
  DateTime,
  Dialog,
  Facts,
  Form,
  type FormState,
  LinkButton,
  Notice,
  Section as Part,
  Prose,
  RuleSource,
  Split,
  StaffPage,
  TextField,
  useFormat,
  useMessages,
  useRequest,
} from '../../platform/ui/index.ts'
import { Problems } from './builder-views.tsx'
import { type Definition, say } from './definition.ts'
import { messages } from './messages.ts'
import { openness } from './model.ts'
import type { Problem } from './problems.ts'
import type { QuestionnaireRow, VersionRow } from './queries.ts'
import { SHORT_SOURCE } from './short-survey.ts'
import { StateBadge } from './views.tsx'

interface OverviewProps {
  row: QuestionnaireRow
  versions: readonly VersionRow[]
  shown: VersionRow
  draft: VersionRow | undefined
  problems: readonly Problem[]
  responses: number
  today: string
  may: { manage: boolean; enter: boolean }
  form: FormState
}

export function OverviewPage({ row, versions, shown, draft, problems, responses, today, may, form }: OverviewProps) {
  const text = useMessages(messages)
  const format = useFormat()
  const { language } = useRequest()
  const at = `/kuesioner/${row.id}`
  const { definition } = shown
  const open = openness(shown, row, today)
  const short = row.instrument === 'short_survey'
  return (
    <StaffPage
      title={say(definition.title, language) || '…'}
      lead={say(definition.intro, language)}
      crumbs={[{ href: '/kuesioner', label: text.list }]}
      badge={
        <Badge tone={open === 'open' ? 'success' : open === 'draft' ? 'warning' : 'neutral'}>
          {text.openness[open]}
        </Badge>
      }
      form={form}
      actions={
        <>
          {shown.state === 'draft' ? null : <LinkButton href={`${at}/hasil`}>{text.results}</LinkButton>}
          {may.manage && draft && !draft.begins_on ? (
            <LinkButton href={`${at}/susun`} tone={shown.state === 'draft' ? 'primary' : 'secondary'}>
              {text.build}
            </LinkButton>
          ) : null}
        </>
      }
    >
      <Split
        aside={
          <>
            <Facts
              items={[
                { label: text.unit, value: row.unit_name },
                { label: text.audience, value: text.audiences[definition.audience] },
                { label: text.anonymity, value: text.anonymities[definition.anonymity] },
                { label: text.responses, value: format.number(responses) },
                { label: text.version, value: format.number(shown.number) },
              ]}
            />
            <Actions>
              <LinkButton href={`${at}/pratinjau`} tone="quiet">
                {text.preview}
              </LinkButton>
              <LinkButton href={`${at}/cetak`} tone="quiet">
                {text.print}
              </LinkButton>
              <LinkButton href={`${at}/unduh`} tone="quiet" icon="download">
                {text.download}
              </LinkButton>
            </Actions>
          </>
        }
      >
        {draft?.begins_on ? (
          <Part title={text.planned} id="terbit">
            <Notice tone="info">
              <p>{text.plannedLead(text.versionOf(format.number(draft.number)), format.date(draft.begins_on))}</p>
            </Notice>
            {may.manage ? <ActionButton action={`${at}/batal-jadwal`} label={text.withdrawPlan} /> : null}
          </Part>
        ) : null}
        {may.manage && draft && !draft.begins_on ? (
          <Part title={text.publish} id="terbit" lead={text.publishLead}>
            {problems.length > 0 ? (
              <Problems problems={problems} at={at} />
            ) : (
              <Notice tone="success">
                <p>{text.noProblems}</p>
              </Notice>
            )}
            <Form
              action={`${at}/terbitkan`}
              form={form}
              submit={text.publish}
              id="terbitkan"
              secondary={<a href={`${at}/pengaturan`}>{text.settings}</a>}
            >
              <TextField
                name="source"
                label={text.wordsSource}
                hint={short ? text.wordsHintShort : text.wordsHint}
                required={short}
                value={versions.find((version) => version.state !== 'draft')?.source || (short ? SHORT_SOURCE : '')}
              />
              <Checkbox name="verified" label={text.wordsVerified} />
              <DateField name="begins_on" label={text.begins} hint={text.beginsHint} min={today} />
            </Form>
          </Part>
        ) : null}
        <Outline definition={definition} />
        {may.manage ? <Opening row={row} form={form} /> : null}
        {may.manage || may.enter ? <Doing row={row} shown={shown} draft={draft} may={may} /> : null}
        <Part title={text.versions} id="versi">
          <DataTable
            caption={text.versions}
            stack
            captionHidden
            rows={versions}
            columns={[
              {
                key: 'number',
                label: text.version,
                cell: (version) => (
                  <div class="cell-lines">
                    <span>{text.versionOf(format.number(version.number))}</span>
                    <a href={`${at}/unduh?versi=${version.number}`} download>
                      {text.download}
                    </a>
                  </div>
                ),
              },
              {
                key: 'state',
                label: text.state,
                cell: (version) =>
                  version.begins_on ? <Badge tone="info">{text.planned}</Badge> : <StateBadge state={version.state} />,
              },
              {
                key: 'published',
                label: text.published,
                cell: (version) =>
                  version.published_at ? (
                    <DateTime value={version.published_at} />
                  ) : version.begins_on ? (
                    text.beginsOn(format.date(version.begins_on))
                  ) : (
                    '–'
                  ),
              },
              {
                key: 'source',
                label: text.wordsSource,
                cell: (version) => (version.source ? <RuleSource rule={version} /> : '–'),
              },
            ]}
          />
        </Part>
      </Split>
    </StaffPage>
  )
}

function Outline({ definition }: { definition: Definition }) {
  const text = useMessages(messages)
  const { language } = useRequest()
  return (
    <Part title={text.questions} id="pertanyaan">
      <Prose>
        <ol>
          {definition.sections.map((section) => (
            <li key={section.code}>
              <strong>{say(section.title, language)}</strong>
              <ul>
                {section.questions.map((question) => (
                  <li key={question.code}>
                    {say(question.text, language) || '…'} <span class="hint">{text.kinds[question.kind]}</span>
                  </li>
                ))}
              </ul>
            </li>
          ))}
        </ol>
      </Prose>
    </Part>
  )
}

export function openingSeen({ opens_on, closes_on, results_public }: QuestionnaireRow): string {
  return seenOf(opens_on, closes_on, results_public)
}

function Opening({ row, form }: { row: QuestionnaireRow; form: FormState }) {
  const text = useMessages(messages)
  return (
    <Part title={text.opening} id="masa" lead={text.openingLead}>
      <Form
        action={`/kuesioner/${row.id}/jadwal`}
        form={form}
        submit={text.saveOpening}
        tone="secondary"
        id="jadwal"
        seen={openingSeen(row)}
      >
        <DateField name="opens_on" label={text.opens} value={row.opens_on} />
        <DateField name="closes_on" label={text.closes} value={row.closes_on} />
        <Checkbox
          name="results_public"
          label={text.resultsPublic}
          hint={text.resultsPublicHint}
          checked={row.results_public}
        />
      </Form>
    </Part>
  )
}

type DoingProps = Pick<OverviewProps, 'row' | 'shown' | 'draft' | 'may'>

function Doing({ row, shown, draft, may }: DoingProps) {
  const text = useMessages(messages)
  const at = `/kuesioner/${row.id}`
  const published = shown.state === 'published'
  return (
    <Actions>
      {may.enter && published && shown.definition.audience === 'interviewer' ? (
        <LinkButton href={`${at}/wawancara`}>{text.interview}</LinkButton>
      ) : null}
      {may.manage && published ? (
        <LinkButton href={`${at}/sebarkan`} tone="secondary">
          {text.share}
        </LinkButton>
      ) : null}
      {may.manage && !draft ? <ActionButton action={`${at}/versi-baru`} label={text.newVersion} /> : null}
      {may.manage && row.instrument === 'own' ? (
        <ActionButton action={`${at}/gandakan`} label={text.duplicate} tone="quiet" />
      ) : null}
      {may.manage && published ? (
        <Dialog id="tutup" label={text.close} title={text.close} tone="quiet">
          <p>{text.closeLead}</p>
          <Form action={`${at}/tutup`} submit={text.close} tone="danger" id="tutup-form" />
        </Dialog>
      ) : null}
    </Actions>
  )
}
