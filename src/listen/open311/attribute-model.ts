import { z } from 'zod'
import { bilingual, checkbox, optionalText, requiredText } from '../../platform/http/input.ts'
import { messages } from './messages.ts'
import { type AttributeOption, DATATYPES } from './model.ts'

const say = (key: 'codeWrong' | 'questionMissing' | 'optionsWrong' | 'typeMissing') =>
  bilingual(messages.id.attribute[key], messages.en.attribute[key])

/** One answer a line, as `key = name`; a line without a sign of equality is both. Undefined when a line is neither. */
export function readOptions(typed: string): AttributeOption[] | undefined {
  const lines = typed.split('\n').flatMap((line) => line.trim() || [])
  const options = lines.map((line) => {
    const at = line.indexOf('=')
    const key = (at < 0 ? line : line.slice(0, at)).trim()
    return { key, name: at < 0 ? key : line.slice(at + 1).trim() }
  })
  const keys = new Set(options.map((option) => option.key))
  const fits = options.every(({ key, name }) => key !== '' && key.length <= 60 && name !== '' && name.length <= 150)
  return fits && keys.size === options.length && options.length <= 100 ? options : undefined
}

export const AttributeInput = z
  .object({
    code: requiredText(40, say('codeWrong')).pipe(z.string().regex(/^[A-Za-z0-9_-]+$/, { error: say('codeWrong') })),
    description: requiredText(300, say('questionMissing')),
    datatype: z.enum(DATATYPES, { error: say('typeMissing') }),
    datatype_description: optionalText(200),
    information: checkbox(),
    required: checkbox(),
    options: optionalText(10_000),
  })
  .transform((input, context) => {
    const { information, datatype_description = '', ...rest } = input
    // Words to read ask for nothing, so there is nothing to choose and nothing that has to be answered.
    if (information) {
      const { code, description } = rest
      return {
        code,
        description,
        datatype: 'string' as const,
        datatype_description,
        variable: false,
        required: false,
        options: [],
      }
    }
    const list = input.datatype === 'singlevaluelist' || input.datatype === 'multivaluelist'
    const options = list ? readOptions(input.options ?? '') : []
    if (options && (!list || options.length > 0)) return { ...rest, datatype_description, variable: true, options }
    context.addIssue({ code: 'custom', path: ['options'], message: say('optionsWrong') })
    return z.NEVER
  })
