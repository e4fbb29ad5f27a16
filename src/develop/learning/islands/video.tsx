const REPORT_EVERY_MS = 10_000

/**
 * Reports which seconds of the video were really played. The server keeps the sum and decides what counts; a lost
 * report is sent again with the next one, because the ranges of the whole visit go along each time.
 */
function follow(video: HTMLVideoElement): void {
  const address = video.dataset['watch'] ?? ''
  const played = new Set<number>()
  let [reported, sending] = [0, false]

  async function report(): Promise<void> {
    if (sending || played.size === reported) return
    sending = true
    const size = played.size
    try {
      const answer = await fetch(address, {
        method: 'POST',
        body: new URLSearchParams({ ranges: rangesOf(played) }),
        redirect: 'error',
        keepalive: true,
      })
      if (answer.ok) {
        reported = size
        show(video, (await answer.json()) as Progress)
      }
    } catch {
      // Offline: the next report carries these seconds too.
    }
    sending = false
  }

  video.addEventListener('timeupdate', () => {
    if (!video.paused && !video.seeking) played.add(Math.floor(video.currentTime))
  })
  video.addEventListener('pause', () => void report())
  video.addEventListener('ended', () => void report())
  addEventListener('pagehide', () => void report())
  setInterval(() => void report(), REPORT_EVERY_MS)
}

type Progress = { watched: number; of: number; text: string; completed: boolean }

function show(video: HTMLVideoElement, progress: Progress): void {
  const box = video.parentElement?.querySelector('.progress')
  const bar = box?.querySelector('progress')
  const words = box?.querySelector('.progress-value')
  if (bar) bar.value = progress.watched
  if (words) words.textContent = progress.text
  // The page then shows the way on, made by the server.
  if (progress.completed && video.ended) location.reload()
}

/** {0,1,2,5} → "0-3,5-6" */
function rangesOf(seconds: ReadonlySet<number>): string {
  const sorted = [...seconds].sort((a, b) => a - b)
  const ranges: [number, number][] = []
  for (const second of sorted) {
    const last = ranges.at(-1)
    if (last && last[1] === second) last[1] = second + 1
    else ranges.push([second, second + 1])
  }
  return ranges
    .slice(-200)
    .map(([from, to]) => `${from}-${to}`)
    .join(',')
}

for (const video of document.querySelectorAll<HTMLVideoElement>('video[data-watch]')) follow(video)
