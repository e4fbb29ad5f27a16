import fastifyCookie from '@fastify/cookie'
import { fastify } from 'fastify'
import { expect, test } from 'vitest'
import { readOwnCookies, setCookie } from './cookies.ts'

async function answer(https: boolean, cookie: string) {
  const app = fastify()
  await app.register(fastifyCookie)
  readOwnCookies(app, https)
  app.get('/', async (request, reply) => {
    setCookie(reply, { name: 'sigap', value: 'baru', maxAge: 60 }, https)
    setCookie(reply, { name: 'pesan', value: null }, https)
    return request.cookies
  })
  const response = await app.inject({ url: '/', headers: { cookie } })
  await app.close()
  return { read: response.json(), set: [response.headers['set-cookie']].flat() }
}

test('over https cookies belong to this very host, and others of the same name do not count', async () => {
  const { read, set } = await answer(true, 'sigap=seeded; __Host-sigap=own; pesan=seeded')
  expect(read).toEqual({ sigap: 'own' })
  expect(set[0]).toBe('__Host-sigap=baru; Max-Age=60; Path=/; HttpOnly; Secure; SameSite=Lax')
  expect(set[1]).toMatch(/^__Host-pesan=; .*Path=\/; .*HttpOnly; Secure; SameSite=Lax$/)
})

test('without https, on one machine, cookies keep their plain names', async () => {
  const { read, set } = await answer(false, 'sigap=own')
  expect(read).toEqual({ sigap: 'own' })
  expect(set[0]).toBe('sigap=baru; Max-Age=60; Path=/; HttpOnly; SameSite=Lax')
})
