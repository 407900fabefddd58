// Keeps a record typed at the desk when the phone is offline or the tab is closed. The form also works without this file.
import { ROOM, drop, flush, keep, waiting } from './parts/outbox.js'

const box = document.querySelector('[data-outbox]')
const form = document.querySelector('form[data-reception]')
const user = box && box.dataset.outbox
let waited = false

function say(text, links) {
  box.textContent = ''
  if (!text) return
  const note = document.createElement('div')
  note.className = 'note note--gold'
  const line = document.createElement('p')
  line.textContent = text
  note.append(line)
  for (const [name, act] of links || []) {
    const button = document.createElement('button')
    button.type = 'button'
    button.className = 'btn btn-outline-secondary'
    button.textContent = name
    button.addEventListener('click', act)
    note.append(button)
  }
  box.append(note)
}

function newKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

function typed() {
  const fields = {}
  for (const [name, value] of new FormData(form)) if (name !== 'csrfmiddlewaretoken') fields[name] = value
  return fields
}

function fill(fields) {
  for (const control of form.elements) {
    if (!control.name || control.name === 'csrfmiddlewaretoken') continue
    if (control.type === 'radio') control.checked = fields[control.name] === control.value
    else if (control.type === 'checkbox') control.checked = control.name in fields
    else if (control.name in fields) control.value = fields[control.name]
  }
}

const draftNow = (state) => ({ key: form.elements.key.value, user, state, fields: typed() })

const toForm = () => {
  location.href = box.dataset.send
}
const refusedOf = (drafts) => drafts.find((draft) => draft.errors && draft.state === 'typing')

async function own() {
  return (await waiting()).filter((draft) => draft.user === user)
}

// Shows a record that the server refused. It is put into an empty form at once; otherwise the user has to open it.
function show(refused) {
  const here = form && form.elements.key.value === refused.key
  if (form && !here && !form.elements.words.value) {
    fill(refused.fields)
    return show(refused)
  }
  const links = here
    ? []
    : [
        [
          '打开来改',
          form
            ? () => {
                fill(refused.fields)
                show(refused)
              }
            : toForm
        ]
      ]
  say(`有一份接待记录要改一改才能送出：${refused.errors.join('')}`, links)
}

async function send() {
  const result = await flush(box.dataset.token, box.dataset.send)
  const drafts = await own()
  const ready = drafts.filter((draft) => draft.state === 'ready').length
  const refused = refusedOf(drafts)
  if (refused) show(refused)
  else if (ready && result.why === 'login') say(`有 ${ready} 份接待记录等着送出，请先登录。`)
  else if (ready) say(`没有网，${ready} 份接待记录已存在这台手机上，有了网自己送出。`)
  // Sent by this page, or by the service worker before it.
  else if (result.sent.length || waited) say('等着的接待记录都已送出。')
  waited = ready > 0
  return result
}

async function start() {
  const drafts = await own()
  const unfinished = refusedOf(drafts) || drafts.find((draft) => draft.state === 'typing')
  // A form returned by the server with errors is newer than the stored draft.
  const answered = form && form.querySelector('.field--err, [role=alert]')
  if (form) {
    if (unfinished && !answered) fill(unfinished.fields)
    // A page cached by the service worker contains an old key: every record needs a new one.
    else if (!answered) form.elements.key.value = newKey()
    listen()
  }
  const result = await send()
  if (!unfinished || unfinished.errors || result.left || answered) return
  if (!form) say('有一份接待记录没有写完。', [['接着写', toForm]])
  else say('上次没有写完的，接着写。', [['不要了，写新的', () => drop(unfinished.key).then(() => location.reload())]])
}

function listen() {
  let last = Promise.resolve()
  const save = () => {
    last = last.then(() => keep(draftNow('typing')))
  }
  form.addEventListener('input', save)
  form.addEventListener('change', save)
  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    form.elements.at.value = new Date().toISOString()
    const draft = draftNow('ready')
    last = last.then(() => keep(draft))
    await last
    const result = await send()
    const mine = result.sent.find((one) => one.key === draft.key)
    if (mine) {
      location.href = mine.url
      return
    }
    if ((await own()).some((one) => one.key === draft.key && one.state === 'typing')) return
    // The record is stored on the phone; the form is cleared for the next one.
    form.reset()
    form.elements.key.value = newKey()
    askWorker()
    window.scrollTo(0, 0)
  })
}

async function askWorker() {
  if (!('serviceWorker' in navigator)) return
  const worker = await navigator.serviceWorker.ready
  if (worker.sync) worker.sync.register('receptions').catch(() => {})
}

// Cache the page and its assets, so that it opens offline.
async function keepPage() {
  await navigator.serviceWorker.register(box.dataset.worker)
  const worker = await navigator.serviceWorker.ready
  const parts = [...document.querySelectorAll('script[src], link[rel=stylesheet], link[rel=icon]')].map(
    (el) => el.src || el.href
  )
  worker.active.postMessage({ keep: [box.dataset.send, ...parts] })
}

if (box && window.indexedDB) {
  start()
  window.addEventListener('online', send)
  if ('serviceWorker' in navigator) {
    keepPage().catch(() => {})
    document.documentElement.dataset.worker = 'asked'
    navigator.serviceWorker.addEventListener('message', (event) => {
      if (event.data.kept) document.documentElement.dataset.worker = ROOM
    })
  }
}
