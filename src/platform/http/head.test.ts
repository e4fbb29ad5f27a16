import { beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { newInstitution, openHouse, type TestHouse } from '../test/harness.ts'
import { command, query } from './route.ts'

let visits = 0
let house: TestHouse
beforeAll(async () => {
  const visit = command({
    path: '/i/:institution/tautan',
    access: 'public',
    audit: 'test.visited',
    input: z.object({}),
    async handle() {
      visits++
      return { json: visits, audit: { subject: 'test' } }
    },
  })
  const page = query({
    path: '/i/:institution/halaman',
    access: 'public',
    input: z.object({}),
    handle: async () => ({ json: 1 }),
  })
  house = await openHouse([{ ...visit, method: 'GET' }, page])
})

test('a program that only looks whether a link is there does not use it up', async () => {
  const { slug } = await newInstitution(house)
  const look = (path: string) => house.app.inject({ method: 'HEAD', url: `/i/${slug}/${path}` })
  expect((await look('tautan')).statusCode).toBe(404)
  expect(visits).toBe(0)
  expect((await look('halaman')).statusCode).toBe(200)
  expect((await house.app.inject({ url: `/i/${slug}/tautan` })).statusCode).toBe(200)
  expect(visits).toBe(1)
})
