import { defineMessages } from '../../platform/i18n.ts'
import { messagesEn } from './messages-en.ts'
import { messagesId } from './messages-id.ts'

/** What those who build and hand out questionnaires read. */
export const messages = defineMessages({ id: messagesId, en: messagesEn })
