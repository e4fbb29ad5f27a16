import { z } from 'zod'
import { findFile, mayRead, sendFile } from '../files.ts'
import { NotFound } from '../http/errors.ts'
import { idParam } from '../http/input.ts'
import { query } from '../http/route.ts'

export const routes = [
  query({
    path: '/berkas/:id',
    access: 'self',
    input: z.object({ id: idParam() }),
    // A photo of a report: files of other parts may have stricter readers than an administrator.
    sample: { id: "select id from platform.file where owner like 'complaints:%' order by id limit 1" },
    async handle(context, { id }) {
      const file = await findFile(context.db, context.scope, id)
      if (!file || !(await mayRead(context, file))) throw new NotFound('file')
      return sendFile(context.scope, file)
    },
  }),
]
