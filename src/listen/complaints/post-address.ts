const PLATFORMS: Readonly<Record<string, readonly string[]>> = {
  Instagram: ['instagram.com'],
  Facebook: ['facebook.com', 'fb.com', 'fb.watch'],
  X: ['x.com', 'twitter.com'],
  TikTok: ['tiktok.com'],
  YouTube: ['youtube.com', 'youtu.be'],
  Threads: ['threads.net', 'threads.com'],
}
/** What sharing adds to an address to follow people, and so makes two of one post. */
const TRACES =
  /^(utm_\w+|igsh|igshid|fbclid|gclid|si|s|t|ref|ref_src|feature|_r|is_from_webapp|sender_device|mibextid)$/

/** The address of a post in its one form, and where it is; undefined when it is no address of a web page. */
export function readPost(typed: string): { url: string; platform: string } | undefined {
  if (!URL.canParse(typed)) return undefined
  const url = new URL(typed)
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return undefined
  if (url.username !== '' || !url.hostname.includes('.') || url.pathname === '/') return undefined
  url.protocol = 'https:'
  url.hash = ''
  url.hostname = url.hostname.replace(/^(www|m|mobile)\./, '')
  for (const name of [...url.searchParams.keys()]) if (TRACES.test(name)) url.searchParams.delete(name)
  url.pathname = url.pathname.replace(/\/+$/, '')
  const platform = Object.entries(PLATFORMS).find(([, hosts]) =>
    hosts.some((host) => url.hostname === host || url.hostname.endsWith(`.${host}`)),
  )?.[0]
  return url.href.length > 1000 ? undefined : { url: url.href, platform: platform ?? url.hostname }
}
