import { z } from 'zod'
import type { PermissionTexts } from '../access.ts'
import type { Announcement } from '../slice.ts'
import type { OpenData, Route } from './route.ts'

type Json = { [key: string]: unknown }

/** The OpenAPI 3.1 document of all api() routes, made from the schemas they run with, and of all webhooks. */
export function openApi(
  routes: readonly Route[],
  permissions: PermissionTexts,
  baseUrl: string,
  announcements: readonly Announcement[],
): Json {
  const paths: Record<string, Json> = {}
  for (const route of routes.filter((one) => one.kind === 'api' || one.open)) {
    const path = route.path.replaceAll(/:(\w+)/g, '{$1}')
    paths[path] ??= {}
    paths[path][route.method.toLowerCase()] = route.open ? openOperation(route, route.open) : operation(route)
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Sigap API',
      version: '1.0.0',
      description: 'JSON for other systems. Every client belongs to one institution and holds the scopes it was given.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: baseUrl }],
    security: [{ basic: [] }, { bearer: [] }],
    paths,
    webhooks: Object.fromEntries(announcements.map((one) => [one.code, { post: announcement(one) }])),
    components: {
      securitySchemes: {
        basic: { type: 'http', scheme: 'basic', description: 'Key as user name, secret as password.' },
        bearer: { type: 'http', scheme: 'bearer', description: 'Key and secret joined by a full stop.' },
      },
      schemas: {
        Refusal: {
          type: 'object',
          required: ['error', 'message', 'fields', 'reference'],
          properties: {
            error: { type: 'string' },
            message: { type: 'string' },
            fields: { type: 'object', additionalProperties: { type: 'string' } },
            reference: { type: 'string', description: 'Quote it when you ask for help.' },
          },
        },
      },
    },
    'x-scopes': Object.fromEntries(Object.entries(permissions).map(([name, text]) => [name, text.en])),
  }
}

/** What a receiver of a webhook gets, see standardwebhooks.com. */
function announcement({ code, title, fields }: Announcement): Json {
  const header = (name: string, description: string) => ({
    name,
    in: 'header',
    required: true,
    description,
    schema: { type: 'string' },
  })
  return {
    operationId: `webhook_${code.replaceAll('.', '_')}`,
    summary: title.en,
    security: [],
    parameters: [
      header('webhook-id', 'The same for every attempt to deliver this message.'),
      header('webhook-timestamp', 'Seconds since 1970, UTC.'),
      header('webhook-signature', 'v1 and the HMAC-SHA256 over id, timestamp and body, joined by full stops.'),
    ],
    requestBody: {
      required: true,
      content: {
        'application/json': {
          schema: {
            type: 'object',
            required: ['type', 'timestamp', 'data'],
            properties: {
              type: { const: code },
              timestamp: { type: 'string', format: 'date-time' },
              data: {
                type: 'object',
                description: 'Ids and states; the rest is read through the API.',
                required: fields,
                properties: Object.fromEntries(
                  fields.map((field) => [field, { type: ['string', 'number', 'boolean', 'null'] }]),
                ),
              },
            },
          },
        },
      },
    },
    responses: {
      '2XX': { description: 'Taken' },
      410: { description: 'No more of these; the endpoint is stopped' },
    },
  }
}

/** What anybody reads without a key: open data, calendars. */
function openOperation(route: Route, { summary, answers }: OpenData): Json {
  const content = Object.fromEntries(
    Object.entries(answers).map(([type, schema]) => [type, { schema: jsonSchema(schema, 'output') }]),
  )
  return {
    operationId: operationId(route),
    summary: summary.en,
    security: [],
    parameters: parametersOf(route, jsonSchema(route.input, 'input')),
    responses: { 200: { description: 'Done', content }, 404: { description: 'Not there' } },
  }
}

function operationId(route: Route): string {
  return `${route.method.toLowerCase()}${route.path.replaceAll(/[^a-z0-9]+(\w)/gi, (_, letter: string) => letter.toUpperCase())}`
}

function parametersOf(route: Route, input: Json): Json[] {
  const inPath = [...route.path.matchAll(/:(\w+)/g)].map(([, name]) => name!)
  const properties = { ...Object.fromEntries(inPath.map((name) => [name, { type: 'string' }])) }
  Object.assign(properties, input['properties'])
  const required = new Set((input['required'] ?? []) as string[])
  return Object.entries(properties)
    .filter(([name]) => inPath.includes(name) || route.method === 'GET')
    .map(([name, schema]) => ({
      name,
      in: inPath.includes(name) ? 'path' : 'query',
      required: inPath.includes(name) || required.has(name),
      schema,
    }))
}

function operation(route: Route): Json {
  const input = jsonSchema(route.input, 'input')
  const inPath = [...route.path.matchAll(/:(\w+)/g)].map(([, name]) => name!)
  const properties = (input['properties'] ?? {}) as Record<string, Json>
  const required = new Set((input['required'] ?? []) as string[])
  const body = Object.fromEntries(Object.entries(properties).filter(([name]) => !inPath.includes(name)))
  const answer = { 'application/json': { schema: jsonSchema(route.output ?? z.unknown(), 'output') } }
  return {
    operationId: operationId(route),
    summary: route.summary?.en,
    'x-scope': route.access,
    ...(route.or ? { 'x-scope-or': route.or } : {}),
    parameters: parametersOf(route, input),
    ...(route.method === 'GET' || Object.keys(body).length === 0
      ? {}
      : {
          requestBody: {
            required: true,
            content: {
              [route.maxUploadBytes > 0 ? 'multipart/form-data' : 'application/json']: {
                schema: {
                  type: 'object',
                  properties: body,
                  required: [...required].filter((name) => !inPath.includes(name)),
                },
              },
            },
          },
        }),
    responses: {
      200: { description: route.makes ? 'It was there already' : 'Done', content: answer },
      ...(route.makes ? { 201: { description: 'Made', content: answer } } : {}),
      ...Object.fromEntries(
        [
          [401, 'Key or secret is missing or wrong'],
          [403, 'The client does not hold the scope'],
          [404, 'Not there, or not this institution’s'],
          ...(route.method === 'GET'
            ? []
            : ([[409, 'The key was used for something else, or this is not possible any more']] as const)),
          [422, 'The input is wrong; `fields` says where'],
          [429, 'Too many requests; `Retry-After` says how many seconds to wait'],
        ].map(([status, description]) => [
          status,
          { description, content: { 'application/json': { schema: { $ref: '#/components/schemas/Refusal' } } } },
        ]),
      ),
    },
  }
}

function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    override({ zodSchema, jsonSchema: made }) {
      const { type } = zodSchema._zod.def
      if (type === 'date') Object.assign(made, { type: 'string', format: 'date-time' })
      // The only thing no schema says in words is a file.
      if (type === 'custom' && io === 'input') Object.assign(made, { contentMediaType: 'application/octet-stream' })
    },
  }) as Json
  return rest
}
