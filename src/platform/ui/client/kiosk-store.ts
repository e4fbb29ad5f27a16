/** A filled-in questionnaire as the server takes it; the key makes a repeat harmless. */
export type StoredAnswer = { key: string; service: string; answered_on: string } & Record<string, unknown>

const STORE = 'answers'

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open('sigap-kiosk', 1)
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: 'key' })
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}

async function run<T>(
  mode: IDBTransactionMode,
  work: (store: IDBObjectStore) => IDBRequest<T> | undefined,
): Promise<T> {
  const database = await open()
  try {
    return await new Promise<T>((resolve, reject) => {
      const transaction = database.transaction(STORE, mode, { durability: 'strict' })
      const request = work(transaction.objectStore(STORE))
      transaction.oncomplete = () => resolve(request?.result as T)
      transaction.onabort = () => reject(transaction.error)
      transaction.onerror = () => reject(transaction.error)
    })
  } finally {
    database.close()
  }
}

/** Resolves when the answer is on the device's disk. */
export async function keep(answer: StoredAnswer): Promise<void> {
  await run('readwrite', (store) => store.put(answer))
}

export function some(most: number): Promise<StoredAnswer[]> {
  return run('readonly', (store) => store.getAll(undefined, most) as IDBRequest<StoredAnswer[]>)
}

export function count(): Promise<number> {
  return run('readonly', (store) => store.count())
}

export async function forget(keys: readonly string[]): Promise<void> {
  await run('readwrite', (store) => {
    for (const key of keys) store.delete(key)
    return undefined
  })
}
