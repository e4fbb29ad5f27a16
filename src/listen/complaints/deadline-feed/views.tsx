import {
  ActionButton,
  Actions,
  Code,
  EmptyState,
  LinkButton,
  StaffPage,
  useFormat,
  useMessages,
} from '../../../platform/ui/index.ts'
import { messages } from './messages.ts'

export const FEED_PATH = '/pengaduan/kalender'

export function FeedPage({ since }: { since: Date | undefined }) {
  const t = useMessages(messages)
  const format = useFormat()
  return (
    <StaffPage title={t.title} lead={t.lead} crumbs={[{ href: '/pengaduan', label: t.worklist }]}>
      {since ? (
        <>
          <p>{t.since(format.date(since))}</p>
          <Actions>
            <ActionButton action={FEED_PATH} label={t.renew} />
            <ActionButton action={`${FEED_PATH}/hapus`} label={t.remove} tone="danger" />
          </Actions>
        </>
      ) : (
        <EmptyState
          title={t.none}
          body={t.noneBody}
          action={<ActionButton action={FEED_PATH} label={t.make} tone="primary" />}
        />
      )}
    </StaffPage>
  )
}

export function MadeFeedPage({ address }: { address: string }) {
  const t = useMessages(messages)
  return (
    <StaffPage title={t.madeTitle} lead={t.madeLead} crumbs={[{ href: FEED_PATH, label: t.title }]}>
      <Code value={address} label={t.address} />
      <p>{t.how}</p>
      <p>
        <LinkButton href={FEED_PATH}>{t.back}</LinkButton>
      </p>
    </StaffPage>
  )
}
