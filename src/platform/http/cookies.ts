import type { FastifyInstance, FastifyReply } from 'fastify'
import type { Cookie } from './route.ts'

const PREFIX = '__Host-'

/**
 * Over https every cookie carries the prefix with which browsers promise that this very host set it (RFC 6265bis;
 * ASVS 3.3.1), and only such cookies are read: a neighbor under the same domain cannot slip one in.
 */
export function readOwnCookies(app: FastifyInstance, https: boolean): void {
  if (!https) return
  app.addHook('onRequest', async (request) => {
    request.cookies = Object.fromEntries(
      Object.entries(request.cookies).flatMap(([name, value]) =>
        name.startsWith(PREFIX) ? [[name.slice(PREFIX.length), value]] : [],
      ),
    )
  })
}

export function setCookie(reply: FastifyReply, cookie: Cookie, https: boolean): void {
  const name = https ? PREFIX + cookie.name : cookie.name
  const options = { path: '/', httpOnly: cookie.httpOnly ?? true, sameSite: 'lax' as const, secure: https }
  if (cookie.value === null) reply.clearCookie(name, options)
  else
    reply.setCookie(name, cookie.value, cookie.maxAge === undefined ? options : { ...options, maxAge: cookie.maxAge })
}
