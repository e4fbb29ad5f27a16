import { createReadStream, createWriteStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { S3Config } from '../config.ts'
import type { FileStore } from './store.ts'

export function s3Store(settings: S3Config): FileStore {
  const { bucket } = settings
  let opened: ReturnType<typeof open> | undefined
  const connect = () => {
    opened ??= open(settings)
    return opened
  }
  const store: FileStore = {
    async put(key, path) {
      const { client, PutObjectCommand } = await connect()
      const { size } = await stat(path)
      await client.send(
        new PutObjectCommand({ Bucket: bucket, Key: key, Body: createReadStream(path), ContentLength: size }),
      )
    },
    async get(key) {
      const { client, GetObjectCommand, NoSuchKey } = await connect()
      try {
        const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }))
        return Body instanceof Readable ? Body : undefined
      } catch (error) {
        if (error instanceof NoSuchKey) return undefined
        throw error
      }
    },
    async copyTo(key, path) {
      const body = await store.get(key)
      if (!body) return false
      await pipeline(body, createWriteStream(path, { mode: 0o600 }))
      return true
    },
    async remove(key) {
      const { client, DeleteObjectCommand } = await connect()
      await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }))
    },
  }
  return store
}

/** The library is loaded only where S3 is used: it is a fifth of an idle process's memory. */
async function open(settings: S3Config) {
  const sdk = await import('@aws-sdk/client-s3')
  const client = new sdk.S3Client({
    region: settings.region,
    // Many S3-compatible servers do not know the newer checksum trailers and store them as part of the file.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    ...(settings.endpoint ? { endpoint: settings.endpoint, forcePathStyle: true } : {}),
    credentials: { accessKeyId: settings.accessKeyId, secretAccessKey: settings.secretAccessKey },
  })
  return { ...sdk, client }
}
