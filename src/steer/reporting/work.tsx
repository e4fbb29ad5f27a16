import { countPrograms } from '../../develop/programs/index.ts'
import { countOpenSignals } from '../../diagnose/signals/index.ts'
import type { complaintSummary } from '../../listen/complaints/index.ts'
import type { Context } from '../../platform/http/route.ts'
import { allPermissions } from '../../platform/registry.ts'
import {
  Grid,
  type NavStage,
  Section,
  Stat,
  TaskList,
  useFormat,
  useMessages,
  useRequest,
} from '../../platform/ui/index.ts'
import { messages } from './messages.ts'

/**
 * Figures of the work that this person's roles open, beside what waits for them; whoever reads the whole loop is shown
 * the loop instead.
 */
export async function readWork({ db, also }: Context<'self'>, complaints: Complaints | undefined) {
  const signals = also('signal.diagnose') ? undefined : also('signal.read')
  const programs = also('program.read')
  const counted = programs && (await countPrograms(db, programs))
  return {
    complaints,
    signals: signals && (await countOpenSignals(db, signals)),
    programs: counted && (counted.approved ?? 0) + (counted.running ?? 0),
  }
}
type Complaints = Awaited<ReturnType<typeof complaintSummary>>
export type Work = Awaited<ReturnType<typeof readWork>>

type Subject = { path: string; label: string; stage: NavStage; may: string[]; doors: { path: string; label: string }[] }

const ORDER: readonly NavStage[] = ['listen', 'diagnose', 'develop', 'prove', 'steer', 'admin']

/** The doors that permissions open, those of one subject together, with what they allow there. */
function useSubjects(): Subject[] {
  const { nav, permissions, language } = useRequest()
  const subjects = new Map<string, Subject>()
  for (const { path, label, stage, access = 'self' } of nav) {
    if (access === 'self') continue
    const subject = access.split('.')[0]!
    const known = subjects.get(subject)
    if (known) known.doors.push({ path, label })
    else subjects.set(subject, { path, label, stage, may: [], doors: [] })
  }
  for (const [permission, text] of Object.entries(allPermissions()))
    if (permissions.has(permission)) subjects.get(permission.split('.')[0]!)?.may.push(text[language])
  return [...subjects.values()].sort((a, b) => ORDER.indexOf(a.stage) - ORDER.indexOf(b.stage))
}

/** What this person's roles are for: figures first, then each subject with what may be done and where. */
export function WorkSection({ work }: { work: Work }) {
  const t = useMessages(messages)
  const format = useFormat()
  const subjects = useSubjects()
  if (subjects.length === 0) return null
  const { complaints, signals, programs } = work
  return (
    <Section title={t.work} id="pekerjaan" lead={t.workLead}>
      {complaints || signals !== undefined || programs !== undefined ? (
        <Grid size="small">
          {complaints ? (
            <>
              <Stat label={t.received30} value={format.number(complaints.received30)} note={t.days30} />
              <Stat label={t.resolved30} value={format.number(complaints.resolved30)} note={t.days30} />
            </>
          ) : null}
          {signals === undefined ? null : <Stat label={t.workSignals} value={format.number(signals)} href="/sinyal" />}
          {programs === undefined ? null : (
            <Stat label={t.workPrograms} value={format.number(programs)} href="/program" />
          )}
        </Grid>
      ) : null}
      <TaskList
        label={t.work}
        items={subjects.map(({ path, label, may, doors }) => ({
          title: label,
          href: path,
          source: (
            <>
              {may.join(' · ')}
              {doors.length > 0 ? (
                <span class="task-doors">
                  {doors.map((door) => (
                    <a href={door.path} key={door.path}>
                      {door.label}
                    </a>
                  ))}
                </span>
              ) : null}
            </>
          ),
        }))}
      />
    </Section>
  )
}
