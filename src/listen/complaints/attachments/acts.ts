import type { Scope } from '../../../platform/access.ts'
import { storeUpload, tooLarge } from '../../../platform/files.ts'
import type { FormState, Language, Upload } from '../../../platform/http/input.ts'
import type { Context } from '../../../platform/http/route.ts'
import type { ComplaintKind } from '../model.ts'
import { FIELDS, type FilesGiven, MAX_FILE_BYTES } from './model.ts'

/** Keeps the files of one form for this complaint; pictures lose place and device on the way. Returns their ids. */
export async function keepFiles(
  context: Pick<Context<'public'>, 'db' | 'now' | 'language'> & { readonly scope: Scope },
  { id, kind }: { id: string; kind: ComplaintKind },
  given: FilesGiven,
): Promise<string[]> {
  const ids: string[] = []
  for (const field of FIELDS) {
    const file = given[field]
    if (!file) continue
    ids.push(await keepFile(context, { id, kind }, field, file))
  }
  return ids
}

export async function keepFile(
  context: Pick<Context<'public'>, 'db' | 'now' | 'language'> & { readonly scope: Scope },
  { id, kind }: { id: string; kind: ComplaintKind },
  field: string,
  file: Upload,
): Promise<string> {
  const stored = await storeUpload(context, field, file, {
    owner: `complaints:${id}`,
    sealed: kind === 'whistleblowing',
    kinds: ['image', 'document'],
    maxBytes: MAX_FILE_BYTES,
  })
  return stored.id
}

/** A refusal by size comes before the file was looked at, and without words. */
export function withFileWords(language: Language, form: FormState | undefined): FormState | undefined {
  const mute = FIELDS.filter((field) => form?.errors[field] === '')
  if (!form || mute.length === 0) return form
  const said = Object.fromEntries(mute.map((field) => [field, tooLarge(MAX_FILE_BYTES, language)]))
  return { ...form, errors: { ...form.errors, ...said } }
}
