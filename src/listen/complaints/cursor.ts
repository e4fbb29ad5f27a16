import { z } from 'zod'
import { bilingual } from '../../platform/http/input.ts'
import { isId } from '../../platform/id.ts'

/** Where a page of the worklist ends: the deadline or receipt in milliseconds and the id of its last row. */
export type Cursor = { at: Date; id: string }

export function cursorParam() {
  return z.string().refine((text) => readCursor(text) !== undefined, {
    error: bilingual('Penanda halaman ini tidak dikenali.', 'This page mark is not known.'),
  })
}

export function readCursor(text: string | undefined): Cursor | undefined {
  const [, at, id] = /^(\d{1,14})\.(.{36})$/.exec(text ?? '') ?? []
  return at && id && isId(id) ? { at: new Date(Number(at)), id } : undefined
}

export function writeCursor(at: Date, id: string): string {
  return `${at.getTime()}.${id}`
}
