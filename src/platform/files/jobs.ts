import { z } from 'zod'
import { publicScope } from '../access.ts'
import { deleteRemoved } from '../files.ts'
import { job } from '../jobs.ts'

const GRACE_MS = 7 * 24 * 3_600_000

/** Bytes of removed files go a week later. */
export const deleteFilesJob = job({
  name: 'platform.delete_files',
  payload: z.object({}),
  schedule: '11 18 * * *',
  async handle({ db, institution, now, log }) {
    const deleted = await deleteRemoved(db, publicScope(institution), new Date(now.getTime() - GRACE_MS))
    if (deleted > 0) log.info({ files: deleted }, 'bytes of removed files are deleted')
  },
})
