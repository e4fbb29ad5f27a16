import {
  EmptyState,
  Filters,
  LinkButton,
  ListEnd,
  Section,
  StaffPage,
  TextField,
  useMessages,
  useRequest,
} from '../../platform/ui/index.ts'
import { messages } from './messages.ts'
import { type Hit, MOST } from './queries.ts'

type SearchProps = { text: string; employees: readonly Hit[]; units: readonly Hit[]; complaints: boolean }

export function SearchPage({ text, employees, units, complaints }: SearchProps) {
  const t = useMessages(messages)
  const { nav } = useRequest()
  const wanted = text.toLowerCase()
  const pages = text === '' ? [] : nav.filter((item) => item.label.toLowerCase().includes(wanted))
  const nothing = pages.length + employees.length + units.length === 0
  return (
    <StaffPage title={t.search} lead={text === '' ? t.searchLead : t.searchFor(text)}>
      <Filters action="/cari" values={{ q: text }} search>
        <TextField name="q" label={t.searchText} type="search" value={text} />
      </Filters>
      {complaints && text !== '' ? (
        <p>
          <LinkButton href={`/pengaduan?q=${encodeURIComponent(text)}`}>{t.searchComplaints(text)}</LinkButton>
        </p>
      ) : null}
      {pages.length > 0 ? (
        <Section title={t.pages} id="halaman">
          <ul>
            {pages.map((item) => (
              <li key={item.path}>
                <a href={item.path}>{item.label}</a>
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
      <Hits title={t.people} id="pegawai" base="/pegawai" hits={employees} />
      <Hits title={t.units} id="unit" base="/unit" hits={units} />
      {nothing && text !== '' ? <EmptyState title={t.nothingFound} body={t.nothingFoundBody} icon="search" /> : null}
    </StaffPage>
  )
}

function Hits({ title, id, base, hits }: { title: string; id: string; base: string; hits: readonly Hit[] }) {
  if (hits.length === 0) return null
  return (
    <Section title={title} id={id}>
      <ul>
        {hits.map((hit) => (
          <li key={hit.id}>
            <a href={`${base}/${hit.id}`}>{hit.label}</a> · {hit.note}
          </li>
        ))}
      </ul>
      <ListEnd count={hits.length} most={MOST} />
    </Section>
  )
}
