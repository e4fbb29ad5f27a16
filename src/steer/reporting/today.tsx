import { countOpenSteps } from '../../core/founding/index.ts'
import { countUnfinished } from '../../develop/learning/index.ts'
import { countProposedBelow } from '../../develop/plans/index.ts'
import { countUnassessed } from '../../diagnose/competency/index.ts'
import type { Need } from '../../diagnose/needs/index.ts'
import { listNeeds } from '../../diagnose/needs/index.ts'
import { countOpenSignals } from '../../diagnose/signals/index.ts'
import { type complaintSummary, countUnitTasks } from '../../listen/complaints/index.ts'
import { countWaitingTalks } from '../../listen/conversations/index.ts'
import { countUnanswered } from '../../listen/questionnaires/index.ts'
import { countWaiting } from '../../listen/services/index.ts'
import { countLateFollowUps, countUnsurveyed } from '../../listen/surveys/index.ts'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import type { Context } from '../../platform/http/route.ts'
import { localDate } from '../../platform/i18n.ts'
import {
  Badge,
  Card,
  EmptyState,
  Grid,
  LinkButton,
  LoopRing,
  Section,
  StaffPage,
  Stat,
  TaskList,
  useFormat,
  useMessages,
  useRequest,
  useTerm,
} from '../../platform/ui/index.ts'
import { evaluationMessages, plainSentence } from '../../prove/evaluation/index.ts'
import type { newestProofs } from './chain.ts'
import type { Loop } from './loop.ts'
import { messages } from './messages.ts'
import { SkmFigure, useOwnDoors, VERDICT_TONES } from './views.tsx'
import { type Work, WorkSection } from './work.tsx'

export type Task = {
  key:
    | 'late'
    | 'talks'
    | 'asked'
    | 'open'
    | 'queue'
    | 'requests'
    | 'followUps'
    | 'surveys'
    | 'signals'
    | 'needs'
    | 'steps'
    | 'plans'
    | 'assess'
    | 'self'
    | 'courses'
    | 'questionnaires'
  count: number
  href: string
  urgent: boolean
}

/** What waits for this person, most urgent first: only what their permissions let them act on. */
export async function listTasks(
  { db, scope, now, also, institution }: Context<'self'>,
  summary: Awaited<ReturnType<typeof complaintSummary>> | undefined,
): Promise<Task[]> {
  const tasks: Task[] = []
  const today = localDate(now, institution.timeZone)
  // Late reports wait for those who work on them, not for everybody who may read them.
  const handle = also('complaint.handle') || also('complaint.verify')
  if (handle && summary)
    tasks.push({ key: 'late', count: summary.overdue, href: '/pengaduan?antrean=overdue', urgent: true })
  const answer = also('conversation.answer')
  const talks = answer && also('conversation.read')
  if (talks) tasks.push({ key: 'talks', count: await countWaitingTalks(db, talks), href: '/percakapan', urgent: true })
  const help = also('complaint.handle')
  if (help) tasks.push({ key: 'asked', count: await countUnitTasks(db, help), href: '/pengaduan/tugas', urgent: true })
  if (handle && summary)
    tasks.push({ key: 'open', count: summary.open - summary.overdue, href: '/pengaduan', urgent: false })
  const serve = also('service.serve')
  // A clerk's day is the counter; whoever also looks after reports is not told of every number drawn.
  if (serve && !handle) {
    const { queue, requests } = await countWaiting(db, serve, today)
    tasks.push({ key: 'queue', count: queue, href: '/layanan/loket', urgent: true })
    tasks.push({ key: 'requests', count: requests, href: '/layanan/proses', urgent: false })
  }
  const improve = also('survey.follow_up')
  if (improve)
    tasks.push({
      key: 'followUps',
      count: await countLateFollowUps(db, improve, today),
      href: '/survei/tindak-lanjut',
      urgent: true,
    })
  const plan = also('survey.plan')
  if (plan)
    tasks.push({
      key: 'surveys',
      count: await countUnsurveyed(db, plan, today),
      href: '/survei/rencana#setahun',
      urgent: false,
    })
  const diagnose = also('signal.diagnose')
  if (diagnose)
    tasks.push({ key: 'signals', count: await countOpenSignals(db, diagnose), href: '/sinyal', urgent: true })
  const approve = also('need.approve')
  if (approve)
    tasks.push({
      key: 'needs',
      count: (await listNeeds(db, approve)).filter(isProposed).length,
      href: '/kebutuhan',
      urgent: true,
    })
  const found = also('organization.manage')
  if (found)
    tasks.push({ key: 'steps', count: await countOpenSteps(db, found), href: '/langkah-pertama', urgent: false })
  if (scope.employee) tasks.push(...(await listOwnTasks(db, scope, today)))
  return tasks.filter((task) => task.count > 0)
}

/** What every employee is asked for, and what those wait for whom they lead. */
async function listOwnTasks(db: Db, scope: Scope<'self'>, today: string): Promise<Task[]> {
  const { own, below } = await countUnassessed(db, scope, today)
  return [
    { key: 'plans', count: await countProposedBelow(db, scope), href: '/rencana-diri/bawahan', urgent: true },
    { key: 'assess', count: below, href: '/kompetensi/bawahan', urgent: false },
    { key: 'self', count: own, href: '/kompetensi/saya', urgent: false },
    { key: 'courses', count: await countUnfinished(db, scope), href: '/belajar', urgent: false },
    { key: 'questionnaires', count: await countUnanswered(db, scope, today), href: '/kuesioner-saya', urgent: false },
  ]
}

function isLate(key: Task['key']): boolean {
  return key === 'late' || key === 'followUps'
}

function isProposed(need: Need): boolean {
  return need.status === 'draft'
}

type Proofs = Awaited<ReturnType<typeof newestProofs>>

export function TodayPage({
  name,
  tasks,
  learner,
  work,
  loop,
  proofs,
}: {
  name: string
  tasks: readonly Task[]
  learner: boolean
  work: Work | undefined
  loop: Loop | undefined
  proofs: Proofs
}) {
  const t = useMessages(messages)
  return (
    <StaffPage title={t.today} lead={t.todayLead(name)}>
      <Section title={t.needsYou} id="perlu">
        <TodayTasks tasks={tasks} />
      </Section>
      {loop ? <State loop={loop} proofs={proofs} /> : null}
      {work ? <WorkSection work={work} /> : null}
      {learner ? (
        <Section title={t.yours} id="anda">
          <Grid size="medium">
            <Card title={t.profile} href="/kompetensi/saya">
              <p>{t.profileBody}</p>
            </Card>
            <Card title={t.learn} href="/belajar">
              <p>{t.learnBody}</p>
            </Card>
            <Card title={t.feedback} href="/survei/unit-saya">
              <p>{t.feedbackBody}</p>
            </Card>
          </Grid>
        </Section>
      ) : null}
    </StaffPage>
  )
}

function TodayTasks({ tasks }: { tasks: readonly Task[] }) {
  const t = useMessages(messages)
  if (tasks.length === 0) return <EmptyState title={t.nothing} body={t.nothingBody} icon="check" />
  const body = {
    late: t.lateBody,
    talks: t.talksBody,
    asked: t.askedBody,
    open: t.openBody,
    queue: t.queueBody,
    requests: t.requestsBody,
    followUps: t.followUpsBody,
    surveys: t.surveysBody,
    signals: t.signalsBody,
    needs: t.needsBody,
    steps: t.stepsBody,
    plans: t.plansBody,
    assess: t.assessBody,
    self: t.selfBody,
    courses: t.coursesBody,
    questionnaires: t.questionnairesBody,
  }
  return (
    <TaskList
      label={t.needsYou}
      items={tasks.map(({ key, count, href, urgent }) => ({
        title: t[key](count),
        href,
        source: body[key],
        badge: urgent ? (
          <Badge tone={isLate(key) ? 'danger' : 'accent'}>{isLate(key) ? t.isLate : t.isYours}</Badge>
        ) : undefined,
        action: t.acts[key],
      }))}
    />
  )
}

/** How the services stand, what was proven last, and the ring that leads to all of it. */
function State({ loop, proofs }: { loop: Loop; proofs: Proofs }) {
  const t = useMessages(messages)
  const format = useFormat()
  const { language, permissions, institution } = useRequest()
  const { complaints } = loop
  const reads = permissions.has('complaint.read')
  const themeOf = useTerm('theme')
  return (
    <>
      <Section title={t.state} id="keadaan">
        <Grid size="small">
          <SkmFigure loop={loop} />
          <Stat
            label={t.late30}
            value={format.number(complaints.overdue)}
            note={t.ofOpen(format.number(complaints.open))}
            href={reads ? '/pengaduan?antrean=overdue' : undefined}
            tone={complaints.overdue > 0 ? 'danger' : 'success'}
          />
          <Stat
            label={t.received30}
            value={format.number(complaints.received30)}
            note={t.days30}
            href={reads ? '/pengaduan' : undefined}
          />
          <Stat label={t.resolved30} value={format.number(complaints.resolved30)} note={t.days30} />
        </Grid>
      </Section>
      {proofs.length > 0 ? (
        <Section title={t.proof} id="hasil" lead={t.proofLead}>
          <Grid size="large">
            {proofs.map(({ turn: { signal }, result }) => (
              <Card
                key={result.id}
                title={t.chainTitle(themeOf(signal.theme), signal.unit)}
                href={`/lingkaran/${signal.id}`}
                kicker={
                  <Badge tone={VERDICT_TONES[result.verdict]}>
                    {evaluationMessages[language].verdict[result.verdict]}
                  </Badge>
                }
              >
                <p>{plainSentence(result.card, language, institution?.id)}</p>
              </Card>
            ))}
          </Grid>
        </Section>
      ) : null}
      <Section
        title={t.loopTitle}
        id="lingkaran"
        lead={t.loopLead}
        actions={
          <LinkButton href="/lingkaran" tone="secondary">
            {t.openLoop}
          </LinkButton>
        }
      >
        <LoopRing stages={useOwnDoors(loop.stages)} title={t.loopTitle} />
      </Section>
    </>
  )
}
