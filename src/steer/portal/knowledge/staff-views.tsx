import { seenOf } from '../../../platform/http/seen.ts'
import {
  ActionButton,
  Actions,
  Badge,
  Card,
  Checkbox,
  CheckboxGroup,
  DateField,
  EmptyState,
  Facts,
  FieldGroup,
  FieldRow,
  Form,
  type FormState,
  Grid,
  LinkButton,
  ListTable,
  Notice,
  Section,
  SelectField,
  StaffPage,
  TextArea,
  TextField,
  Timeline,
  useFormat,
  useMessages,
  useRequest,
  Why,
} from '../../../platform/ui/index.ts'
import { ArticleBody, SourceList } from './article-text.tsx'
import { knowledgeMessages } from './messages.ts'
import { type ArticleText, isStale, MOST_SOURCES, TOPICS } from './model.ts'
import type { ArticleRow, VersionRow } from './queries.ts'
import type { Starter } from './starters.ts'

const HOME = '/pengetahuan/kelola'

type ManageProps = { articles: readonly ArticleRow[]; starters: readonly Starter[]; today: string }

export function ManagePage({ articles, starters, today }: ManageProps) {
  const t = useMessages(knowledgeMessages)
  const format = useFormat()
  return (
    <StaffPage
      title={t.manageTitle}
      lead={t.manageLead}
      actions={
        <LinkButton href={`${HOME}/baru`} icon="plus">
          {t.write}
        </LinkButton>
      }
    >
      <ListTable
        caption={t.manageTitle}
        captionHidden
        rows={articles}
        rowHref={(row) => `${HOME}/${row.id}`}
        empty={<EmptyState title={t.none} body={t.noneBody} icon="file" />}
        columns={[
          { key: 'title', label: t.article, cell: (row) => <a href={`${HOME}/${row.id}`}>{row.title}</a> },
          { key: 'topic', label: t.topic, cell: (row) => t.topics[row.topic] },
          { key: 'state', label: t.stateLabel, cell: (row) => <StateBadge article={row} /> },
          {
            key: 'review',
            label: t.review,
            cell: (row) =>
              row.review_by === null ? (
                '–'
              ) : isStale(row.review_by, today) ? (
                <Badge tone="warning">{format.shortDate(row.review_by)}</Badge>
              ) : (
                format.shortDate(row.review_by)
              ),
          },
          {
            key: 'written',
            label: t.lastWritten,
            cell: (row) => `${row.writer ?? t.system}, ${format.shortDate(row.written_at)}`,
          },
        ]}
      />
      {starters.length > 0 ? (
        <Section title={t.starters} id="awal" lead={t.startersLead(format.date(starters[0]!.dated))}>
          <Grid size="large">
            {starters.map((one) => (
              <Card title={one.title} kicker={t.topics[one.topic]} key={one.slug}>
                <p>{one.summary}</p>
                <ActionButton action={`${HOME}/awal`} label={t.adopt} icon="plus" fields={{ starter: one.slug }} />
              </Card>
            ))}
          </Grid>
        </Section>
      ) : null}
    </StaffPage>
  )
}

function StateBadge({ article }: { article: ArticleRow }) {
  const t = useMessages(knowledgeMessages)
  if (article.withdrawn_at && article.state === 'published') return <Badge>{t.withdrawnState}</Badge>
  if (article.state === 'submitted') return <Badge tone="accent">{t.state.submitted}</Badge>
  if (article.state === 'published') return <Badge tone="success">{t.state.published}</Badge>
  return <Badge tone="info">{article.published && !article.withdrawn_at ? t.newerDraft : t.state.draft}</Badge>
}

type EditProps = {
  id?: string | undefined
  text: Partial<ArticleText>
  others: readonly ArticleRow[]
  form?: FormState | undefined
}

export function articleSeen({
  title,
  summary,
  body,
  topic,
  language,
  sources,
  review_by,
}: Partial<ArticleText>): string {
  return seenOf(title, summary, body, topic, language, sources, review_by)
}

/** Which text stood there when somebody decided about it. */
export function versionSeen({ version, written_by, written_at }: ArticleRow): string {
  return seenOf(version, written_by, written_at)
}

export function EditPage({ id, text, others, form }: EditProps) {
  const t = useMessages(knowledgeMessages)
  const typed = form !== undefined && Object.keys(form.values).length > 0
  const sources = text.sources ?? []
  const filled = Object.keys(form?.values ?? {}).filter(
    (name) => name.startsWith('source_') && form?.values[name] !== '',
  ).length
  const shown = Math.min(MOST_SOURCES, Math.max(3, Math.max(filled, sources.length) + 2))
  const rows = Array.from({ length: shown }, (_, index) => index + 1)
  return (
    <StaffPage
      title={id ? t.editTitle : t.newTitle}
      lead={id ? t.editLead : t.manageLead}
      crumbs={[{ href: HOME, label: t.manageTitle }]}
      form={form}
    >
      <Form
        action={id ? `${HOME}/${id}/ubah` : HOME}
        form={form}
        submit={t.save}
        draft={`article-${id ?? 'new'}`}
        seen={id && articleSeen(text)}
        secondary={
          <LinkButton href={id ? `${HOME}/${id}` : HOME} tone="quiet">
            {t.manageTitle}
          </LinkButton>
        }
      >
        <TextField name="title" label={t.fieldTitle} value={text.title} required />
        <TextArea name="summary" label={t.fieldSummary} hint={t.summaryHint} value={text.summary} rows={3} required />
        <TextArea name="body" label={t.fieldBody} hint={t.bodyHint} value={text.body} rows={18} required />
        <FieldGroup title={t.sources} hint={t.sourcesHint}>
          {rows.map((row) => (
            <div class="source-row" key={row}>
              <FieldRow>
                <TextField name={`source_${row}`} label={t.source(String(row))} value={sources[row - 1]?.text} />
                <TextField
                  name={`address_${row}`}
                  label={t.addressOf(String(row))}
                  type="url"
                  value={sources[row - 1]?.address}
                />
              </FieldRow>
              <Checkbox
                name={`verified_${row}`}
                label={`${t.matched} (${row})`}
                checked={!typed && sources[row - 1]?.verified === true}
              />
            </div>
          ))}
        </FieldGroup>
        <FieldRow>
          <SelectField
            name="topic"
            label={t.topic}
            value={text.topic}
            required
            options={TOPICS.map((topic) => ({ value: topic, label: t.topics[topic] }))}
          />
          <SelectField
            name="language"
            label={t.language}
            value={text.language ?? 'id'}
            placeholder={null}
            required
            options={(['id', 'en'] as const).map((one) => ({ value: one, label: t.languages[one] }))}
          />
          <DateField name="review_by" label={t.review} value={text.review_by} required />
        </FieldRow>
        {others.length > 0 ? (
          <CheckboxGroup
            name="related"
            legend={t.fieldRelated}
            value={typed ? [] : text.related}
            options={others.map((one) => ({ value: one.id, label: one.title }))}
          />
        ) : null}
        <TextField name="note" label={t.fieldNote} hint={t.noteHint} value={text.note} />
      </Form>
    </StaffPage>
  )
}

type ArticleProps = {
  article: ArticleRow
  versions: readonly VersionRow[]
  today: string
  may: { publish: boolean; own: boolean }
  form: FormState
}

export function StaffArticlePage(props: ArticleProps) {
  const { article, versions, today } = props
  const t = useMessages(knowledgeMessages)
  const format = useFormat()
  const { institution } = useRequest()
  const shown = versions[0]!
  return (
    <StaffPage
      title={shown.title}
      crumbs={[{ href: HOME, label: t.manageTitle }]}
      badge={<StateBadge article={article} />}
      form={props.form}
      actions={
        <>
          {article.published && !article.withdrawn_at ? (
            <LinkButton href={`/i/${institution!.slug}/pengetahuan/${article.slug}`} tone="quiet">
              {t.seePublic}
            </LinkButton>
          ) : null}
          <LinkButton href={`${HOME}/${article.id}/ubah`} tone="secondary">
            {t.edit}
          </LinkButton>
        </>
      }
    >
      <ArticleNotices article={article} shown={shown} today={today} />
      <NextStep {...props} />
      <Section title={t.preview} id="isi-artikel" lead={shown.summary}>
        <ArticleBody body={shown.body} sources={shown.sources} />
        {shown.sources.length > 0 ? <SourceList sources={shown.sources} /> : null}
      </Section>
      <Section title={t.history} id="riwayat">
        <Facts
          layout="columns"
          items={[
            { label: t.topic, value: t.topics[article.topic] },
            { label: t.review, value: format.date(article.review_by ?? shown.review_by) },
          ]}
        />
        <Timeline
          items={versions.map((one) => historyItem(one, t, format.number(one.version)))}
          label={t.history}
          quiet
        />
      </Section>
    </StaffPage>
  )
}

type Words = (typeof knowledgeMessages)['id']

function historyItem(one: VersionRow, t: Words, number: string) {
  const who = one.publisher
    ? `${t.writer}: ${one.writer ?? t.system} · ${t.publisher}: ${one.publisher}`
    : `${t.writer}: ${one.writer ?? t.system}`
  return {
    at: one.published_at ?? one.written_at,
    title: `${t.version(number)}: ${t.state[one.state]}`,
    who,
    tone: one.published_at ? ('public' as const) : ('internal' as const),
    body: one.note ?? undefined,
  }
}

function ArticleNotices({ article, shown, today }: { article: ArticleRow; shown: VersionRow; today: string }) {
  const t = useMessages(knowledgeMessages)
  const format = useFormat()
  return (
    <>
      {article.withdrawn_at ? (
        <Notice tone="neutral" title={t.withdrawnNote(format.date(article.withdrawn_at))}>
          <p>{article.withdrawn_reason}</p>
        </Notice>
      ) : null}
      {shown.returned_reason ? (
        <Notice tone="warning" title={t.returnedNote}>
          <p>{shown.returned_reason}</p>
        </Notice>
      ) : null}
      {!article.withdrawn_at && isStale(article.review_by, today) ? (
        <Notice tone="warning" title={t.stale}>
          <p>{t.staleBody(format.date(article.review_by!))}</p>
        </Notice>
      ) : null}
    </>
  )
}

/** What can be done now, and by whom. */
function NextStep({ article, may, form }: ArticleProps) {
  const t = useMessages(knowledgeMessages)
  const at = `${HOME}/${article.id}`
  if (article.state === 'draft')
    return (
      <Actions>
        <ActionButton action={`${at}/ajukan`} label={t.submit} tone="primary" />
      </Actions>
    )
  if (article.state === 'submitted') {
    if (!may.publish || may.own)
      return <Notice title={t.state.submitted}>{may.own ? <p>{t.waitingFor}</p> : null}</Notice>
    return (
      <Notice tone="accent" title={t.state.submitted}>
        <p>{t.publishLead}</p>
        <ActionButton
          action={`${at}/terbitkan`}
          label={t.publish}
          tone="primary"
          fields={{ _seen: versionSeen(article) }}
        />
        <Why label={t.giveBackTitle}>
          <Form action={`${at}/kembalikan`} form={form} submit={t.giveBack} tone="secondary" id="kembalikan">
            <TextField name="reason" label={t.reason} required />
          </Form>
        </Why>
      </Notice>
    )
  }
  if (!may.publish || article.withdrawn_at) return null
  return (
    <>
      <Why label={t.stillTrueTitle} open={'review_by' in form.errors}>
        <Form action={`${at}/periksa`} form={form} submit={t.stillTrue} tone="secondary" id="periksa">
          <DateField name="review_by" label={t.nextReview} required />
        </Form>
      </Why>
      <Why label={t.withdrawTitle} open={'reason' in form.errors}>
        <Form action={`${at}/tarik`} form={form} submit={t.withdraw} tone="danger" id="tarik">
          <TextField name="reason" label={t.reason} required />
        </Form>
      </Why>
    </>
  )
}
