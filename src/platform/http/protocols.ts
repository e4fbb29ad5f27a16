import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Route, TextOutcome } from './route.ts'

/** What a public protocol tells everybody, pages of other sites may read too; what they send is not answered to them. */
export function sendText(
  request: FastifyRequest,
  reply: FastifyReply,
  route: Pick<Route, 'failed'>,
  outcome: TextOutcome,
) {
  if (route.failed && request.method !== 'POST') reply.header('access-control-allow-origin', '*')
  return reply
    .status(outcome.status ?? 200)
    .type(outcome.type)
    .send(outcome.text)
}

/** A browser asks first when a program adds headers of its own: it may read, whatever it adds, and nothing else. */
export function allowReading(reply: FastifyReply) {
  return reply
    .status(204)
    .headers({
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'GET, HEAD',
      'access-control-allow-headers': '*',
      'access-control-max-age': '86400',
    })
    .send()
}

/** The protocol whose address this would be: its clients read no pages, also where there is nothing. */
export function protocolAt(routes: readonly Route[], url: string): Route['failed'] {
  const path = url.split('?')[0]!.split('/')
  const beside = (route: Route) => {
    const folder = route.path.split('/').slice(0, -1)
    return folder.length < path.length && folder.every((part, at) => part.startsWith(':') || part === path[at])
  }
  return routes.find((route) => route.failed && beside(route))?.failed
}
