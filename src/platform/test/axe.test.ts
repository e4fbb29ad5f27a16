import { lookAt, pages } from './axe.ts'

lookAt(pages.filter((route) => route.access !== 'public'))
