/** A mangled address is one that leads nowhere; what cannot be decoded is read as it stands. */
export function rewriteUrl({ url = '/' }: { url?: string | undefined }): string {
  if (!url.includes('%')) return url
  const [, path = '', rest = ''] = /^([^?#]*)(.*)$/s.exec(url) ?? []
  return path.split('/').map(readable).join('/') + rest
}

function readable(part: string): string {
  try {
    decodeURIComponent(part)
    return part
  } catch {
    return encodeURIComponent(part)
  }
}
