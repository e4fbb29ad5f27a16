import {
  Card,
  EmptyState,
  Grid,
  PublicPage,
  Section,
  useFormat,
  useMessages,
  useRequest,
} from '../../platform/ui/index.ts'
import { messages } from './messages.ts'
import { Measures, NextEvaluation, PolicyFacts, StateBadge, Windows } from './parts.tsx'
import type { EvaluationRow, MeasureRow, PolicyRow } from './queries.ts'

export function PublicListPage({ policies }: { policies: readonly PolicyRow[] }) {
  const t = useMessages(messages)
  const { institution } = useRequest()
  const base = `/i/${institution!.slug}`
  return (
    <PublicPage title={t.publicTitle} lead={t.publicLead} back={base} width="wide">
      {policies.length === 0 ? (
        <EmptyState title={t.nonePublic} body={t.nonePublicBody} icon="file" />
      ) : (
        <Grid size="large">
          {policies.map((one) => (
            <Card
              key={one.id}
              level={2}
              title={one.title}
              href={`${base}/kebijakan/${one.id}`}
              kicker={<StateBadge state={one.state} />}
            >
              <p>
                {one.number} · {one.unit}
              </p>
              {one.next_evaluation_on ? (
                <p>
                  {t.next}: <NextEvaluation on={one.next_evaluation_on} />
                </p>
              ) : null}
            </Card>
          ))}
        </Grid>
      )}
    </PublicPage>
  )
}

type PublicProps = { policy: PolicyRow; evaluations: readonly EvaluationRow[]; measures: readonly MeasureRow[] }

/** Only decided evaluations are told; one under way is said to be. */
export function PublicPolicyPage({ policy, evaluations, measures }: PublicProps) {
  const t = useMessages(messages)
  const format = useFormat()
  const { institution } = useRequest()
  const base = `/i/${institution!.slug}/kebijakan`
  const decided = evaluations.filter((one) => one.decision !== null)
  return (
    <PublicPage title={policy.title} lead={policy.number} back={base} width="wide">
      <p>
        <StateBadge state={policy.state} />
      </p>
      <Section title={t.purpose} id="tujuan">
        <p>{policy.purpose}</p>
        <PolicyFacts policy={policy} file={policy.file_id ? `${base}/${policy.id}/naskah` : undefined} />
      </Section>
      <Section title={t.history} id="evaluasi">
        {decided.length === 0 ? <p>{t.noEvaluation}</p> : null}
        {decided.map((one) => (
          <Card key={one.id} title={t.evaluationOf(format.date(one.decided_at!))} kicker={t.decisions[one.decision!]}>
            <p>{one.finding}</p>
            <Windows evaluation={one} />
            <Measures rows={measures.filter((measure) => measure.evaluation_id === one.id)} />
          </Card>
        ))}
      </Section>
    </PublicPage>
  )
}
