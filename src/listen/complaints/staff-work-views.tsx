import { localDate } from '../../platform/i18n.ts'
import {
  ActionButton,
  Actions,
  Badge,
  DateField,
  DateTime,
  Dialog,
  EmptyState,
  Facts,
  Form,
  type FormState,
  Grid,
  HiddenField,
  ListTable,
  type Option,
  Prose,
  Section,
  SelectField,
  StaffPage,
  TextArea,
  TextField,
  useFormat,
  useMessages,
  useRequest,
} from '../../platform/ui/index.ts'
import { formatCode } from './code.ts'
import type { ComplaintRow } from './queries.ts'
import type { Lane } from './sight.ts'
import { LANES } from './staff-lanes.ts'
import { staffMessages } from './staff-messages.ts'
import type { Away, Person, Task, UnitTask } from './staff-work-queries.ts'
import { workMessages } from './work-messages.ts'

type WorkProps = {
  lane: Lane
  complaint: ComplaintRow
  mayHandle: boolean
  me: string | null
  colleagues: readonly Person[]
  watchers: readonly { id: string; name: string }[]
  away: Away | undefined
  tasks: readonly Task[]
  units: readonly Option[]
  /** Refused: the form of the panel whose address was asked shows it again. */
  form?: FormState | undefined
}

/** Who has the case, who is told about it, and the way to its examination. */
export function WorkPanel({ lane, complaint, mayHandle, me, colleagues, watchers, away, form }: WorkProps) {
  const { path, failed } = useRequest()
  const format = useFormat()
  const text = useMessages(workMessages)
  const here = `${LANES[lane].base}/${complaint.id}`
  const was = complaint.assignee_id ?? 'none'
  const watching = watchers.some((one) => one.id === me)
  return (
    <Section title={text.work} id="penugasan">
      <Facts
        items={[
          {
            label: text.officer,
            value: complaint.assignee_name ?? text.nobody,
            note: away ? text.awayUntil(format.date(away.to_on), away.name) : undefined,
          },
          ...(watchers.length > 0 ? [{ label: text.watchers, value: watchers.map((one) => one.name).join(', ') }] : []),
        ]}
      />
      <Actions>
        {mayHandle && complaint.assignee_id !== me ? (
          <ActionButton action={`${here}/petugas`} label={text.take} fields={{ account: me ?? '', was }} />
        ) : null}
        {mayHandle && complaint.assignee_id ? (
          <ActionButton
            action={`${here}/petugas`}
            label={text.release}
            tone="quiet"
            fields={{ account: 'none', was }}
          />
        ) : null}
        {mayHandle && colleagues.length > 1 ? (
          <Dialog
            id="serahkan"
            label={text.give}
            title={text.giveTo}
            tone="quiet"
            open={failed && path === `${here}/petugas`}
          >
            <Form action={`${here}/petugas`} form={form} submit={text.give} id="give">
              <HiddenField name="was" value={was} />
              <SelectField
                name="account"
                label={text.giveTo}
                options={colleagues.filter((one) => one.id !== me).map((one) => ({ value: one.id, label: one.name }))}
                required
              />
            </Form>
          </Dialog>
        ) : null}
        {lane === 'ordinary' ? (
          <ActionButton
            action={`${here}/pantau`}
            label={watching ? text.unwatch : text.watch}
            tone="quiet"
            fields={{ on: watching ? '' : 'yes' }}
          />
        ) : null}
      </Actions>
      <p>
        <a href={`${here}/pemeriksaan`}>{text.examinationOpen}</a>
      </p>
    </Section>
  )
}

const TASK_TONES = { open: 'accent', done: 'success', waived: 'neutral' } as const

/** What other units contribute, and the form that asks them. */
export function TaskPanel({ complaint, mayHandle, tasks, units, form }: WorkProps) {
  const { path, failed } = useRequest()
  const text = useMessages(workMessages)
  const format = useFormat()
  if (tasks.length === 0 && !mayHandle) return null
  const here = `/pengaduan/${complaint.id}/tugas`
  return (
    <Section title={text.tasks} id="tugas" lead={tasks.length > 0 ? text.tasksLead : undefined}>
      {tasks.length > 0 ? (
        <Facts
          items={tasks.map((task) => ({
            label: task.unit_name,
            value: (
              <>
                <Badge tone={TASK_TONES[task.state]}>{text.taskState[task.state]}</Badge> {task.title}
                {task.answer ? <Prose text={task.answer} /> : null}
                {task.state === 'open' && mayHandle ? (
                  <Dialog
                    id={`batal-${task.id}`}
                    label={text.waive}
                    title={text.waive}
                    tone="quiet"
                    open={failed && path === `${here}/${task.id}/batal`}
                  >
                    <Form
                      action={`${here}/${task.id}/batal`}
                      form={form}
                      submit={text.waive}
                      id={`waive-${task.id.slice(-8)}`}
                    >
                      <TextArea name="reason" label={text.waiveReason} rows={2} required />
                    </Form>
                  </Dialog>
                ) : null}
              </>
            ),
            note: task.ended_at
              ? `${task.ended_name ?? ''} ${format.dateTime(task.ended_at)}`
              : `${text.taskDue} ${format.date(task.due_on)}`,
          }))}
        />
      ) : null}
      {mayHandle ? (
        <Dialog id="tugas-baru" label={text.addTask} title={text.addTask} tone="secondary">
          <TaskForm here={here} units={units.filter((unit) => unit.value !== complaint.unit_id)} form={undefined} />
        </Dialog>
      ) : null}
    </Section>
  )
}

function TaskForm({ here, units, form }: { here: string; units: readonly Option[]; form: FormState | undefined }) {
  const text = useMessages(workMessages)
  const { now, timeZone } = useRequest()
  return (
    <Form action={here} form={form} submit={text.taskSave} id="task">
      <SelectField name="unit" label={text.taskUnit} options={units} required />
      <TextField name="title" label={text.taskTitle} hint={text.taskTitleHint} required />
      <DateField name="due_on" label={text.taskDue} min={localDate(now, timeZone)} required />
    </Form>
  )
}

/** The form again, on a page of its own, after a mistake. */
export function TaskFormPage({ id, units, form }: { id: string; units: readonly Option[]; form: FormState }) {
  const text = useMessages(workMessages)
  const staff = useMessages(staffMessages)
  return (
    <StaffPage
      title={text.addTask}
      crumbs={[
        { href: '/pengaduan', label: staff.title },
        { href: `/pengaduan/${id}`, label: text.case },
      ]}
      form={form}
    >
      <TaskForm here={`/pengaduan/${id}/tugas`} units={units} form={form} />
    </StaffPage>
  )
}

export function UnitTasksPage({ tasks }: { tasks: readonly UnitTask[] }) {
  const text = useMessages(workMessages)
  const staff = useMessages(staffMessages)
  const format = useFormat()
  return (
    <StaffPage title={text.myTasks} lead={text.myTasksLead} crumbs={[{ href: '/pengaduan', label: staff.title }]}>
      {tasks.length === 0 ? <EmptyState icon="check" title={text.noTasks} /> : null}
      {tasks.length > 0 ? (
        <ListTable
          caption={text.myTasks}
          captionHidden
          rows={tasks}
          rowHref={(task) => `/pengaduan/tugas/${task.id}`}
          columns={[
            {
              key: 'asked',
              label: text.taskTitle,
              by: (task) => task.title,
              cell: (task) => <a href={`/pengaduan/tugas/${task.id}`}>{task.title}</a>,
            },
            { key: 'case', label: staff.report, by: (task) => task.subject, cell: (task) => task.subject },
            { key: 'unit', label: text.taskUnit, by: (task) => task.unit_name, cell: (task) => task.unit_name },
            { key: 'by', label: text.taskBy, by: (task) => task.coordinator, cell: (task) => task.coordinator },
            { key: 'due', label: text.taskDue, by: (task) => task.due_on, cell: (task) => format.date(task.due_on) },
          ]}
        />
      ) : null}
    </StaffPage>
  )
}

export function UnitTaskPage({ task, form }: { task: UnitTask; form: FormState | undefined }) {
  const text = useMessages(workMessages)
  const staff = useMessages(staffMessages)
  const format = useFormat()
  return (
    <StaffPage
      title={task.title}
      lead={`${text.taskOf(task.coordinator)}, ${text.taskDue.toLowerCase()} ${format.date(task.due_on)}`}
      crumbs={[
        { href: '/pengaduan', label: staff.title },
        { href: '/pengaduan/tugas', label: text.myTasks },
      ]}
      badge={<Badge tone={TASK_TONES[task.state]}>{text.taskState[task.state]}</Badge>}
      form={form}
    >
      <Section title={`${staff.report} ${formatCode(task.code)}: ${task.subject}`} id="laporan">
        <Prose text={task.body} />
      </Section>
      <Section title={text.taskAnswer} id="jawaban">
        {task.answer ? (
          <>
            <Prose text={task.answer} />
            <p class="hint">
              {task.ended_name} <DateTime value={task.ended_at!} />
            </p>
          </>
        ) : (
          <Form
            action={`/pengaduan/tugas/${task.id}`}
            form={form}
            submit={text.taskAnswerSave}
            draft={`tugas-${task.id}`}
          >
            <TextArea name="answer" label={text.taskAnswer} hint={text.taskAnswerHint} rows={6} required />
          </Form>
        )}
      </Section>
    </StaffPage>
  )
}

type BulkProps = { units: readonly Option[]; themes: readonly Option[]; classes: readonly Option[] }

export function BulkFields(props: BulkProps) {
  const text = useMessages(workMessages)
  return (
    <>
      <p class="bulk-idle hint">{text.bulkHint}</p>
      <div class="bulk">
        <Section title={text.bulk} id="massal">
          <BulkChoices {...props} />
        </Section>
      </div>
    </>
  )
}

/** What is to happen to all that are ticked, and what that act needs to know. */
export function BulkChoices({ units, themes, classes, people = [] }: BulkProps & { people?: readonly Option[] }) {
  const text = useMessages(workMessages)
  const staff = useMessages(staffMessages)
  return (
    <Grid size="small">
      <SelectField
        name="action"
        label={text.bulkAction}
        options={(['take', 'give', 'release', 'watch', 'classify', 'route'] as const).map((value) => ({
          value,
          label: text.bulkActions[value],
        }))}
        width="medium"
        required
      />
      {people.length > 0 ? <SelectField name="account" label={text.giveTo} options={people} width="medium" /> : null}
      <div class="bulk-classify">
        <SelectField name="class" label={staff.class} options={classes} width="medium" />
      </div>
      <div class="bulk-classify">
        <SelectField name="theme" label={staff.theme} options={themes} width="medium" />
      </div>
      <div class="bulk-route">
        <SelectField name="unit" label={staff.unit} options={units} width="medium" />
      </div>
    </Grid>
  )
}
