import { defineMessages } from '../../platform/i18n.ts'
import { english } from './messages-en.ts'
import { indonesian } from './messages-id.ts'

export const messages = defineMessages(
  { id: indonesian, en: english },
  { kind: 'kind', class: 'class', channel: 'channel' },
)

export type ComplaintTexts = (typeof messages)['id']
