import type { ComponentChildren } from 'preact'
import {
  ActionButton,
  Actions,
  Badge,
  Card,
  EmptyState,
  Facts,
  Grid,
  LinkButton,
  ListTable,
  Notice,
  Section,
  Split,
  StaffPage,
  Tabs,
  useFormat,
  useMessages,
  useRequest,
  Why,
} from '../../../platform/ui/index.ts'
import { answerLines } from './answer-lines.ts'
import { messages } from './messages.ts'
import { type CourseStatus, publishProblems } from './model.ts'
import type { Course, CourseRow, Module, QuestionRow, Test } from './queries.ts'
import { RichText } from './rich-text.tsx'

const TONES = { draft: 'neutral', published: 'success', closed: 'neutral' } as const

function StatusBadge({ status }: { status: CourseStatus }) {
  const text = useMessages(messages)
  return <Badge tone={TONES[status]}>{text.status[status]}</Badge>
}

type ListProps = {
  courses: readonly CourseRow[]
  programs: readonly { id: string; title: string }[]
  mayManage: boolean
}

export function CourseList({ courses, programs, mayManage }: ListProps) {
  const text = useMessages(messages)
  const format = useFormat()
  const titles = new Map(programs.map((program) => [program.id, program.title]))
  const { permissions } = useRequest()
  const without = programs.filter((program) => !courses.some((course) => course.program_id === program.id))
  return (
    <StaffPage title={text.courses} lead={text.lead}>
      <ListTable
        caption={text.courses}
        captionHidden
        rows={courses}
        rowHref={(course) => `/kursus/${course.id}`}
        empty={
          <EmptyState
            title={text.emptyTitle}
            body={text.emptyBody}
            icon="develop"
            action={
              permissions.has('program.read') ? (
                <LinkButton href="/program" tone="secondary">
                  {text.emptyNext}
                </LinkButton>
              ) : undefined
            }
          />
        }
        columns={[
          {
            key: 'title',
            by: (course) => course.title,
            label: text.title,
            cell: (course) => <a href={`/kursus/${course.id}`}>{course.title}</a>,
          },
          { key: 'status', label: 'Status', cell: (course) => <StatusBadge status={course.status} /> },
          {
            key: 'program',
            label: text.program,
            cell: (course) => (
              <a href={`/program/${course.program_id}`}>{titles.get(course.program_id) ?? text.program}</a>
            ),
          },
          { key: 'jp', label: 'JP', numeric: true, cell: (course) => format.number(course.jp) },
          {
            key: 'enrolled',
            label: text.participants,
            numeric: true,
            cell: (course) => format.number(course.enrolled),
          },
          { key: 'completed', label: text.finished, numeric: true, cell: (course) => format.number(course.completed) },
        ]}
      />
      {mayManage && without.length > 0 ? (
        <Section title={text.withoutCourse} id="tanpa-kursus">
          <Grid size="large">
            {without.map((program) => (
              <Card title={program.title} key={program.id}>
                <LinkButton href={`/kursus/baru?program=${program.id}`} tone="secondary" icon="plus">
                  {text.makeCourse}
                </LinkButton>
              </Card>
            ))}
          </Grid>
        </Section>
      ) : null}
    </StaffPage>
  )
}

export type CourseTab = 'content' | 'questions' | 'tests' | 'participants' | 'results'
const PATHS: Record<CourseTab, string> = {
  content: '',
  questions: '/soal',
  tests: '/tes',
  participants: '/peserta',
  results: '/hasil',
}

/** The frame of all pages of one course. */
export function CourseFrame(props: {
  course: Course
  tab: CourseTab
  actions?: ComponentChildren
  children: ComponentChildren
}) {
  const { course, tab, actions, children } = props
  const text = useMessages(messages)
  const items = (Object.keys(PATHS) as CourseTab[]).map((one) => ({
    href: `/kursus/${course.id}${PATHS[one]}`,
    label: text.tabs[one],
    current: one === tab,
    count: one === 'participants' ? course.enrolled : undefined,
  }))
  return (
    <StaffPage
      title={course.title}
      lead={tab === 'content' ? course.summary : undefined}
      badge={<StatusBadge status={course.status} />}
      crumbs={[{ href: '/kursus', label: text.courses }]}
      actions={actions}
    >
      <Tabs items={items} label={course.title} />
      {children}
    </StaffPage>
  )
}

type ContentProps = {
  course: Course
  modules: readonly Module[]
  tests: readonly Test[]
  program: { id: string; title: string } | undefined
}

export function ContentPage({ course, modules, tests, program, mayManage }: ContentProps & { mayManage: boolean }) {
  const text = useMessages(messages)
  const format = useFormat()
  const at = `/kursus/${course.id}`
  return (
    <CourseFrame
      course={course}
      tab="content"
      actions={
        mayManage ? (
          <LinkButton href={`${at}/ubah`} tone="secondary">
            {text.settings}
          </LinkButton>
        ) : undefined
      }
    >
      <Split
        aside={
          <>
            {mayManage ? <PublishBox course={course} modules={modules.length} tests={tests} /> : null}
            <Facts
              items={[
                ...(program
                  ? [{ label: text.program, value: <a href={`/program/${program.id}`}>{program.title}</a> }]
                  : []),
                { label: text.jp, value: format.number(course.jp) },
                { label: text.passPercent, value: format.percent(course.pass_percent / 100) },
                {
                  label: text.level,
                  value: course.competency_level ? text.levelName(String(course.competency_level)) : text.levelNone,
                },
              ]}
            />
          </>
        }
      >
        <Section
          title={text.modules}
          id="bagian"
          actions={
            mayManage ? (
              <LinkButton href={`${at}/modul/baru`} tone="secondary" icon="plus">
                {text.addModule}
              </LinkButton>
            ) : undefined
          }
        >
          {modules.length === 0 ? <p>{text.modulesEmpty}</p> : null}
          {modules.map((module, index) => (
            <ModuleCard module={module} first={index === 0} at={at} mayManage={mayManage} key={module.id} />
          ))}
        </Section>
      </Split>
    </CourseFrame>
  )
}

function PublishBox({ course, modules, tests }: { course: Course; modules: number; tests: readonly Test[] }) {
  const text = useMessages(messages)
  const count = (kind: Test['kind']) => tests.find((test) => test.kind === kind)?.questions.length ?? 0
  const at = `/kursus/${course.id}`
  if (course.status === 'published') return <ActionButton action={`${at}/tutup`} label={text.close} />
  const missing = publishProblems({ modules, pre: count('pre'), post: count('post') })
  if (missing.length === 0)
    return (
      <ActionButton
        action={`${at}/terbitkan`}
        label={course.status === 'closed' ? text.reopen : text.publish}
        tone="primary"
      />
    )
  return (
    <Notice tone="warning" title={text.missingTitle}>
      <ul>
        {missing.map((problem) => (
          <li key={problem}>{text.missing[problem]}</li>
        ))}
      </ul>
    </Notice>
  )
}

function ModuleCard({
  module,
  first,
  at,
  mayManage,
}: {
  module: Module
  first: boolean
  at: string
  mayManage: boolean
}) {
  const text = useMessages(messages)
  const format = useFormat()
  return (
    <Card
      title={module.title}
      kicker={`${text.moduleKinds[module.kind]} · ${text.minutesOf(format.number(module.minutes))}`}
    >
      <Why label={text.body}>
        <RichText source={module.body} level={4} />
      </Why>
      {mayManage ? (
        <Actions>
          <LinkButton href={`${at}/modul/${module.id}`} tone="secondary">
            {text.editModule}
          </LinkButton>
          {first ? null : (
            <ActionButton action={`${at}/modul/${module.id}/naik`} label={text.up} tone="quiet" icon="up" />
          )}
          <ActionButton action={`${at}/modul/${module.id}/hapus`} label={text.remove} tone="quiet" />
        </Actions>
      ) : null}
    </Card>
  )
}

type BankProps = { course: Course; questions: readonly QuestionRow[]; tests: readonly Test[]; mayManage: boolean }

export function QuestionBank({ course, questions, tests, mayManage }: BankProps) {
  const text = useMessages(messages)
  const format = useFormat()
  const at = `/kursus/${course.id}/soal`
  const usedIn = (id: string) =>
    tests
      .filter((test) => test.questions.includes(id))
      .map((test) => (test.kind === 'pre' ? text.preTest : text.postTest))
      .join(', ')
  return (
    <CourseFrame
      course={course}
      tab="questions"
      actions={
        mayManage ? (
          <>
            <LinkButton href={`${at}/impor`} tone="secondary">
              {text.importGift}
            </LinkButton>
            <LinkButton href={`${at}/baru`} icon="plus">
              {text.addQuestion}
            </LinkButton>
          </>
        ) : undefined
      }
    >
      <ListTable
        caption={text.questions}
        captionHidden
        rows={questions}
        empty={<EmptyState title={text.questionsEmpty} body={text.questionsEmptyBody} />}
        columns={[
          {
            key: 'stem',
            by: (question) => question.stem,
            label: text.stem,
            cell: (question) => (mayManage ? <a href={`${at}/${question.id}`}>{question.stem}</a> : question.stem),
          },
          {
            key: 'kind',
            by: (question) => text.kinds[question.body.kind],
            label: text.kind,
            cell: (question) => text.kinds[question.body.kind],
          },
          {
            key: 'answers',
            label: text.key,
            cell: (question) => (
              <Why label={text.keyOpen}>
                <pre>{answerLines(question.body)}</pre>
              </Why>
            ),
          },
          {
            key: 'points',
            by: (question) => question.points,
            label: text.points,
            numeric: true,
            cell: (question) => format.number(question.points),
          },
          { key: 'used', label: text.usedIn, cell: (question) => usedIn(question.id) },
          ...(mayManage
            ? [
                {
                  key: 'remove',
                  label: text.remove,
                  action: true,
                  cell: (question: QuestionRow) => (
                    <ActionButton action={`${at}/${question.id}/hapus`} label={text.remove} tone="quiet" />
                  ),
                },
              ]
            : []),
        ]}
      />
    </CourseFrame>
  )
}
