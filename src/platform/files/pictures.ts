/**
 * The library that reads and writes pictures, loaded with the first one: until then its 25 MB would lie idle in every
 * process. One picture at a time per request: photos must not take the memory of the whole process.
 */
export async function pictureTools() {
  const { default: sharp } = await import('sharp')
  sharp.concurrency(1)
  sharp.cache(false)
  return sharp
}
