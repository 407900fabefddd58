// Records stored on this phone until they are sent; used by pages and service worker.
// Fields of a record: key, user, state, fields, errors.
const STORE = 'drafts'
export const ROOM = 'desk-1'

function open() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open('receptions', 1)
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: 'key' })
    asked.onsuccess = () => resolve(asked.result)
    asked.onerror = () => reject(asked.error)
  })
}

async function within(mode, work) {
  const box = await open()
  try {
    return await new Promise((resolve, reject) => {
      const change = box.transaction(STORE, mode)
      const asked = work(change.objectStore(STORE))
      change.oncomplete = () => resolve(asked.result)
      change.onerror = change.onabort = () => reject(change.error)
    })
  } finally {
    box.close()
  }
}

export const keep = (draft) => within('readwrite', (store) => store.put(draft))
export const drop = (key) => within('readwrite', (store) => store.delete(key))
export const waiting = () => within('readonly', (store) => store.getAll())

// Sends the ready records of `user`; records of other users are not sent.
// The server is idempotent per key, so page and service worker may both send a record.
export async function flush(tokenUrl, sendUrl) {
  const ready = (await waiting()).filter((draft) => draft.state === 'ready')
  if (!ready.length) return { sent: [], left: 0 }
  let who
  try {
    const answer = await fetch(tokenUrl, { credentials: 'same-origin', cache: 'no-store' })
    if (answer.redirected || !answer.ok) return { sent: [], left: ready.length, why: 'login' }
    who = await answer.json()
  } catch {
    return { sent: [], left: ready.length, why: 'net' }
  }
  const own = ready.filter((draft) => draft.user === String(who.user))
  const sent = []
  for (const draft of own) {
    const fields = new URLSearchParams(draft.fields)
    try {
      const answer = await fetch(sendUrl, {
        method: 'POST',
        credentials: 'same-origin',
        headers: { Accept: 'application/json', 'X-CSRFToken': who.token },
        body: fields
      })
      if (answer.redirected) return { sent, left: own.length - sent.length, why: 'login' }
      if (answer.status === 422) {
        // Invalid: the user has to correct it.
        await keep(Object.assign(draft, { state: 'typing', errors: (await answer.json()).errors }))
        continue
      }
      if (!answer.ok) return { sent, left: own.length - sent.length, why: 'net' }
      sent.push({ key: draft.key, url: (await answer.json()).url })
      await drop(draft.key)
    } catch {
      return { sent, left: own.length - sent.length, why: 'net' }
    }
  }
  return { sent, left: 0 }
}
