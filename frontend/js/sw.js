// Service worker of /desk/: the reception form opens offline; stored records are sent when the network is back.
import { ROOM, flush } from './parts/outbox.js'

const FORM = '/desk/receptions/new'
const TOKEN = '/desk/receptions/token'
// Timeout in milliseconds: a connection that does not answer counts as offline.
const PATIENCE = 6000

self.addEventListener('install', () => self.skipWaiting())

self.addEventListener('activate', (event) => {
  event.waitUntil(
    (async () => {
      for (const name of await caches.keys()) if (name !== ROOM) await caches.delete(name)
      await self.clients.claim()
    })()
  )
})

self.addEventListener('message', (event) => {
  if (!event.data.keep) return
  event.waitUntil(
    (async () => {
      const room = await caches.open(ROOM)
      for (const address of event.data.keep) {
        const answer = await fetch(address, { credentials: 'same-origin' })
        if (answer.ok && !answer.redirected) await room.put(address, answer)
      }
      event.source.postMessage({ kept: true })
    })()
  )
})

self.addEventListener('fetch', (event) => {
  const asked = event.request
  const address = new URL(asked.url)
  if (asked.method !== 'GET' || address.origin !== self.location.origin) return
  if (asked.mode === 'navigate') event.respondWith(page(asked, address))
  else if (address.pathname.startsWith('/static/')) event.respondWith(part(asked))
})

async function page(asked, address) {
  const room = await caches.open(ROOM)
  const kept = await room.match(FORM)
  try {
    const answer = await (kept && address.pathname === FORM ? soon(fetch(asked)) : fetch(asked))
    if (address.pathname === FORM && answer.ok && !answer.redirected) await room.put(FORM, answer.clone())
    return answer
  } catch {
    return kept || Response.error()
  }
}

async function part(asked) {
  try {
    return await fetch(asked)
  } catch {
    return (await (await caches.open(ROOM)).match(asked)) || Response.error()
  }
}

function soon(work) {
  return Promise.race([work, new Promise((resolve, reject) => setTimeout(reject, PATIENCE))])
}

self.addEventListener('sync', (event) => {
  if (event.tag !== 'receptions') return
  event.waitUntil(
    flush(TOKEN, FORM).then((result) => {
      // On failure the browser fires the sync event again.
      if (result.why === 'net') throw new Error('later')
    })
  )
})
