import type { Slice } from '../slice.ts'
import { routes } from './routes.ts'

export const files = { name: 'files', routes } satisfies Slice
