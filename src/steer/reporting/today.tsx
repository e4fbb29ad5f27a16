import type { Need } from '../../diagnose/needs/index.ts'
import { listNeeds } from '../../diagnose/needs/index.ts'
import { listOpenSignals } from '../../diagnose/signals/index.ts'
import { complaintSummary } from '../../listen/complaints/index.ts'
import type { Context } from '../../platform/http/route.ts'
import {
  Badge,
  Card,
  EmptyState,
  Grid,
  LinkButton,
  LoopRing,
  type LoopStage,
  Section,
  StaffPage,
  useFormat,
  useMessages,
} from '../../platform/ui/index.ts'
import { messages } from './messages.ts'

export type Task = { key: 'late' | 'open' | 'signals' | 'needs'; count: number; href: string; urgent: boolean }

/** What waits for this person, most urgent first: only what their permissions let them act on. */
export async function listTasks({ db, now, also }: Context<'self'>): Promise<Task[]> {
  const tasks: Task[] = []
  const handle = also('complaint.read')
  if (handle) {
    const { open, overdue } = await complaintSummary(db, handle, now)
    tasks.push({ key: 'late', count: overdue, href: '/pengaduan?antrean=overdue', urgent: true })
    tasks.push({ key: 'open', count: open - overdue, href: '/pengaduan', urgent: false })
  }
  const diagnose = also('signal.diagnose')
  if (diagnose)
    tasks.push({ key: 'signals', count: (await listOpenSignals(db, diagnose)).length, href: '/sinyal', urgent: true })
  const approve = also('need.approve')
  if (approve)
    tasks.push({
      key: 'needs',
      count: (await listNeeds(db, approve)).filter(isProposed).length,
      href: '/kebutuhan',
      urgent: true,
    })
  return tasks.filter((task) => task.count > 0)
}

function isProposed(need: Need): boolean {
  return need.status === 'draft'
}

export function TodayPage({
  name,
  tasks,
  learner,
  ring,
}: {
  name: string
  tasks: readonly Task[]
  learner: boolean
  ring: readonly LoopStage[] | undefined
}) {
  const t = useMessages(messages)
  return (
    <StaffPage title={t.today} lead={t.todayLead(name)}>
      <Section title={t.needsYou} id="perlu">
        {tasks.length === 0 ? (
          <EmptyState title={t.nothing} body={t.nothingBody} icon="check" />
        ) : (
          <Grid size="medium">
            {tasks.map((task) => (
              <TaskCard key={task.key} task={task} />
            ))}
          </Grid>
        )}
      </Section>
      {ring ? (
        <Section
          title={t.loopTitle}
          id="lingkaran"
          lead={t.loopLead}
          actions={
            <LinkButton href="/lingkaran" tone="secondary">
              {t.openIt}
            </LinkButton>
          }
        >
          <LoopRing stages={ring} title={t.loopTitle} />
        </Section>
      ) : null}
      {learner ? (
        <Section title={t.yours} id="anda">
          <Grid size="medium">
            <Card title={t.profile} href="/kompetensi/saya">
              <p>{t.profileBody}</p>
            </Card>
            <Card title={t.learn} href="/belajar">
              <p>{t.learnBody}</p>
            </Card>
          </Grid>
        </Section>
      ) : null}
    </StaffPage>
  )
}

function TaskCard({ task }: { task: Task }) {
  const t = useMessages(messages)
  const format = useFormat()
  const text = { late: t.lateBody, open: t.openBody, signals: t.signalsBody, needs: t.needsBody }[task.key]
  return (
    <Card
      title={t[task.key](task.count)}
      href={task.href}
      aside={
        task.urgent ? (
          <Badge tone={task.key === 'late' ? 'danger' : 'accent'}>{format.number(task.count)}</Badge>
        ) : undefined
      }
    >
      <p>{text}</p>
    </Card>
  )
}
