import type { Slice } from '../slice.ts'
import { cleanJob } from './clean.ts'
import { deleteFilesJob } from './jobs.ts'
import { routes } from './routes.ts'

export const files = { name: 'files', routes, jobs: [deleteFilesJob, cleanJob] } satisfies Slice
