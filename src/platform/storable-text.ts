/** PostgreSQL's text cannot hold U+0000 or half a surrogate pair; neither can be typed. */
export function storableText(text: string): string {
  return text.replaceAll('\u0000', '').toWellFormed()
}
