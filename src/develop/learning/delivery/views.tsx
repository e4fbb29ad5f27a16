import type { FormState } from '../../../platform/http/input.ts'
import {
  ActionButton,
  Actions,
  Badge,
  Card,
  Checkbox,
  EmptyState,
  Form,
  Grid,
  LinkButton,
  ListEnd,
  Notice,
  PageScript,
  ProgressBar,
  Section,
  StaffPage,
  Stat,
  useFormat,
  useMessages,
  Why,
} from '../../../platform/ui/index.ts'
import { messages as testMessages } from '../assessment/messages.ts'
import { RichText } from '../catalog/rich-text.tsx'
import { messages as certificateMessages } from '../certificates/messages.ts'
import type { JpRule } from './jp-rules.ts'
import { messages } from './messages.ts'
import type { listOpenCourses, MyCourse, MyJp } from './queries.ts'
import type { CourseState, ModuleState, TestState } from './state.ts'

type HomeProps = {
  courses: readonly MyCourse[]
  open: Awaited<ReturnType<typeof listOpenCourses>>
  jp: MyJp | undefined
  year: string
  rule: JpRule | undefined
}

export function LearnPage({ courses, open, jp, year, rule }: HomeProps) {
  const text = useMessages(messages)
  return (
    <StaffPage title={text.learn} lead={text.lead}>
      {jp ? <JpStat jp={jp} year={year} rule={rule} /> : <Notice tone="warning">{text.noEmployee}</Notice>}
      <Section title={text.mine} id="kursus-saya">
        {courses.length === 0 ? <EmptyState title={text.emptyTitle} body={text.emptyBody} icon="develop" /> : null}
        <Grid size="large">
          {courses.map((course) => (
            <CourseCard course={course} key={course.id} />
          ))}
        </Grid>
        <ListEnd count={courses.length} />
      </Section>
      {open.length > 0 ? (
        <Section title={text.open} id="kursus-terbuka">
          <Grid size="large">
            {open.map((course) => (
              <Card title={course.title} kicker={text.jp(String(course.jp))} key={course.id}>
                <p>{course.summary}</p>
                <ActionButton action={`/belajar/${course.id}/daftar`} label={text.join} />
              </Card>
            ))}
          </Grid>
          <ListEnd count={open.length} />
        </Section>
      ) : null}
    </StaffPage>
  )
}

function CourseCard({ course }: { course: MyCourse }) {
  const text = useMessages(messages)
  const format = useFormat()
  const tone = course.completed_at ? 'success' : course.status === 'closed' ? 'neutral' : 'info'
  const word = course.completed_at ? text.completed : course.status === 'closed' ? text.closed : text.inProgress
  return (
    <Card
      title={course.title}
      href={`/belajar/${course.id}`}
      kicker={text.jp(format.number(course.jp))}
      aside={<Badge tone={tone}>{word}</Badge>}
    >
      <p>{course.summary}</p>
      <ProgressBar
        label={text.progress}
        value={course.done}
        max={course.steps}
        text={text.steps(format.number(course.done), format.number(course.steps))}
      />
    </Card>
  )
}

function JpStat({ jp, year, rule }: { jp: MyJp; year: string; rule: JpRule | undefined }) {
  const text = useMessages(messages)
  const format = useFormat()
  const amount = rule ? format.number(rule.value) : ''
  const least = rule?.key.startsWith('yearly_minimum:')
  const state = !rule
    ? undefined
    : least
      ? jp.total >= rule.value
        ? text.jpEnough
        : text.jpMissing(format.number(rule.value - jp.total))
      : jp.total > rule.value
        ? text.jpAbove(amount)
        : undefined
  return (
    <>
      <Stat
        label={text.jpYear(year)}
        value={text.jp(format.number(jp.total))}
        interval={rule ? (least ? text.jpMinimum(amount) : text.jpMaximum(amount)) : undefined}
        note={state}
      />
      {rule ? <RuleNote rule={rule} /> : null}
    </>
  )
}

function RuleNote({ rule }: { rule: JpRule }) {
  const text = useMessages(messages)
  const format = useFormat()
  return (
    <Why label={text.ruleTitle}>
      {rule.key === 'minutes_per_jp' ? <p>{text.ruleLength(format.number(rule.value))}</p> : null}
      <p>
        {rule.valid_from ? text.ruleSource(rule.source, format.date(rule.valid_from)) : text.ruleShipped(rule.source)}
      </p>
      <p>
        <Badge tone={rule.verified ? 'success' : 'warning'}>{rule.verified ? text.verified : text.unverified}</Badge>
      </p>
    </Why>
  )
}

export function CoursePage({ state, rule }: { state: CourseState; rule: JpRule | undefined }) {
  const text = useMessages(messages)
  const paper = useMessages(certificateMessages)
  const format = useFormat()
  const { course, modules } = state
  const pre = state.tests.find((test) => test.kind === 'pre')
  const post = state.tests.find((test) => test.kind === 'post')
  const done = [state.preDone, ...modules.map((module) => module.done), post ? state.gateOf(post).passed : false]
  return (
    <StaffPage
      title={course.title}
      lead={course.summary}
      crumbs={[{ href: '/belajar', label: text.learn }]}
      badge={course.completed_at ? <Badge tone="success">{text.completed}</Badge> : undefined}
    >
      {course.completed_at ? (
        <Notice tone="success">
          <p>{text.completedOn(format.dateTime(course.completed_at))}</p>
          <Actions>
            <LinkButton href={`/belajar/${course.course_id}/surat`} icon="file">
              {paper.open}
            </LinkButton>
          </Actions>
        </Notice>
      ) : course.status === 'closed' ? (
        <Notice tone="warning">{text.closedBody}</Notice>
      ) : null}
      <ProgressBar
        label={text.progress}
        value={done.filter(Boolean).length}
        max={done.length}
        text={text.steps(format.number(done.filter(Boolean).length), format.number(done.length))}
      />
      <Why label={text.rule}>
        <p>{text.ruleBody(format.number(course.pass_percent))}</p>
        {rule ? (
          <p>
            {text.jpArithmetic(
              format.number(course.jp),
              format.number(rule.value),
              format.number(course.jp * rule.value),
            )}
            .{' '}
            {rule.valid_from
              ? text.ruleSource(rule.source, format.date(rule.valid_from))
              : text.ruleShipped(rule.source)}{' '}
            {rule.verified ? text.verified : text.unverified}.
          </p>
        ) : null}
      </Why>
      {pre ? <TestSection test={pre} state={state} /> : null}
      <Section title={text.content} id="isi-kursus" lead={state.preDone ? undefined : text.lockedPre}>
        <Grid size="large">
          {modules.map((module, index) => (
            <ModuleCard
              module={module}
              number={index + 1}
              open={state.preDone}
              courseId={course.course_id}
              key={module.id}
            />
          ))}
        </Grid>
      </Section>
      {post ? <TestSection test={post} state={state} /> : null}
    </StaffPage>
  )
}

function ModuleCard(props: { module: ModuleState; number: number; open: boolean; courseId: string }) {
  const { module, number, open, courseId } = props
  const text = useMessages(messages)
  const format = useFormat()
  const kind = module.kind === 'video' ? text.video : text.read
  return (
    <Card
      title={module.title}
      href={open ? `/belajar/${courseId}/modul/${module.id}` : undefined}
      kicker={`${format.number(number)} · ${kind} · ${text.minutes(format.number(module.minutes))}`}
      aside={
        <Badge tone={module.done ? 'success' : 'neutral'} icon={module.done ? 'check' : null}>
          {module.done ? text.doneWord : text.notDone}
        </Badge>
      }
    />
  )
}

function TestSection({ test, state }: { test: TestState; state: CourseState }) {
  const text = useMessages(messages)
  const gates = useMessages(testMessages).gates
  const format = useFormat()
  const gate = state.gate(test)
  const left = test.attempts - test.tries.length
  const submitted = test.tries.filter((attempt) => attempt.submitted_at)
  const may = gate === 'open' || gate === 'continue'
  const label = gate === 'continue' ? text.continue : submitted.length > 0 ? text.again : text.start
  return (
    <Section
      title={test.kind === 'pre' ? text.pre : text.post}
      id={test.kind === 'pre' ? 'tes-awal' : 'tes-akhir'}
      lead={text.testFacts(format.number(test.questions.length), format.number(test.minutes))}
    >
      {test.kind === 'post' ? (
        <p>
          {text.passMark(format.number(state.course.pass_percent))}{' '}
          {text.attemptsLeft(format.number(Math.max(0, left)), format.number(test.attempts))}
        </p>
      ) : null}
      {submitted.length > 0 ? (
        <ul>
          {submitted.map((attempt) => (
            <li key={attempt.id}>
              {text.score(format.percent(attempt.max_score ? Number(attempt.score) / attempt.max_score : 0))} ·{' '}
              {attempt.submitted_at ? format.dateTime(attempt.submitted_at) : null} ·{' '}
              <a href={`/belajar/percobaan/${attempt.id}`}>
                {text.see}
                <span class="visually-hidden"> ({format.number(attempt.number)})</span>
              </a>
            </li>
          ))}
        </ul>
      ) : null}
      {may ? (
        <ActionButton action={`/belajar/${state.course.course_id}/tes/${test.kind}`} label={label} tone="primary" />
      ) : gate === 'done' || gate === 'passed' ? null : (
        <p>{gates[gate]}</p>
      )}
    </Section>
  )
}

type ModuleProps = {
  state: CourseState
  module: ModuleState
  next: ModuleState | undefined
  percent: number
  form: FormState
}

export function ModulePage({ state, module, next, percent, form }: ModuleProps) {
  const text = useMessages(messages)
  const at = `/belajar/${state.course.course_id}`
  return (
    <StaffPage
      title={module.title}
      crumbs={[
        { href: '/belajar', label: text.learn },
        { href: at, label: state.course.title },
      ]}
      badge={module.done ? <Badge tone="success">{text.doneWord}</Badge> : undefined}
      form={form}
    >
      {module.kind === 'video' ? (
        <VideoPart module={module} courseId={state.course.course_id} percent={percent} />
      ) : null}
      {module.kind === 'video' ? (
        <Section title={text.transcript} id="transkrip" lead={text.transcriptHint}>
          <RichText source={module.body} level={3} />
        </Section>
      ) : (
        <RichText source={module.body} level={2} />
      )}
      {module.done ? (
        <Actions>
          <LinkButton href={next ? `${at}/modul/${next.id}` : at}>{next ? text.next : text.backToCourse}</LinkButton>
        </Actions>
      ) : (
        <Form action={`${at}/modul/${module.id}/selesai`} form={form} submit={text.markDone}>
          <Checkbox
            name="confirm"
            label={module.kind === 'video' ? text.confirmTranscript : text.confirmRead}
            required
          />
        </Form>
      )}
    </StaffPage>
  )
}

type VideoProps = { module: ModuleState; courseId: string; percent: number }

function VideoPart({ module, courseId, percent }: VideoProps) {
  const text = useMessages(messages)
  const format = useFormat()
  const at = `/belajar/${courseId}/modul/${module.id}`
  const seconds = module.video_seconds ?? 0
  const watched = Math.min(module.progress?.watched ?? 0, seconds)
  return (
    <>
      <video
        class="video"
        controls
        preload="metadata"
        playsInline
        src={`${at}/video`}
        data-watch={`${at}/tonton`}
        data-seconds={seconds}
      >
        <track kind="captions" src={`${at}/teks`} srcLang="id" label={text.captions} default />
        {text.noVideo}
      </video>
      <ProgressBar
        label={text.watched}
        value={watched}
        max={seconds}
        text={text.watchedOf(format.number(watched), format.number(seconds))}
      />
      <p class="hint">{text.watchedHint(format.number(percent))}</p>
      <PageScript name="learning-video" />
    </>
  )
}
