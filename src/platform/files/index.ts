import type { Slice } from '../slice.ts'
import { deleteFilesJob } from './jobs.ts'
import { routes } from './routes.ts'

export const files = { name: 'files', routes, jobs: [deleteFilesJob] } satisfies Slice
