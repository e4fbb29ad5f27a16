import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { NotFound } from './errors.ts'
import { query, type Route } from './route.ts'
import { type Call, Failure, type House, runRoute } from './run.ts'
import { SESSION_COOKIE } from './session.ts'

const lost = {
  input: z.object({}),
  handle: async () => {
    throw new NotFound('path')
  },
}
const amongCitizens = query({ path: '/i/:institution/*', access: 'public', ...lost })
const atWork = query({ path: '/*', access: 'self', ...lost })

type CallFor = (route: Route, values: Readonly<Record<string, string>>) => Call

/** For an address that is none: in whose house somebody is lost, so that the page that says so keeps its ways on. */
export async function whereLost(house: House, request: FastifyRequest, callFor: CallFor): Promise<Error> {
  const nothing = new NotFound('path')
  const slug = /^\/i\/([^/?]+)/.exec(request.url)?.[1]
  if (!slug && request.cookies[SESSION_COOKIE] === undefined) return nothing
  const call = slug ? callFor(amongCitizens, { institution: slug }) : callFor(atWork, {})
  try {
    await runRoute(house, call)
    return nothing
  } catch (error) {
    return error instanceof Failure && error.cause instanceof NotFound ? error : nothing
  }
}
