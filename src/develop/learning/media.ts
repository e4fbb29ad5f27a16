import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '../../platform/root.ts'
import { SHIPPED_VIDEOS } from './catalog/model.ts'

export type ShippedVideo = keyof typeof SHIPPED_VIDEOS

function path(name: ShippedVideo, ending: string): string {
  return join(projectRoot, 'src', 'develop', 'learning', 'media', `${name}${ending}`)
}

export function isShipped(name: string | null): name is ShippedVideo {
  return name !== null && name in SHIPPED_VIDEOS
}

/** Small enough (300 kB) to be kept in memory once asked for. */
const videos = new Map<ShippedVideo, Buffer>()

export function shippedVideo(name: ShippedVideo): Buffer {
  let bytes = videos.get(name)
  if (!bytes) {
    bytes = readFileSync(path(name, '.mp4'))
    videos.set(name, bytes)
  }
  return bytes
}

export function shippedCaptions(name: ShippedVideo): string {
  return readFileSync(path(name, '.vtt'), 'utf8')
}

export function shippedTranscript(name: ShippedVideo): string {
  return readFileSync(path(name, '.transcript.txt'), 'utf8')
}
