// Comfort only: every page works without this file.
import { dropBallots, hasUncast } from './parts/ballots.js'

// A form marked data-once is sent once, however often the button is pressed. The back button frees it again.
document.addEventListener('submit', (event) => {
  const form = event.target
  if (!form.hasAttribute('data-once')) return
  if (form.dataset.sent) {
    event.preventDefault()
    return
  }
  form.dataset.sent = '1'
  for (const button of form.querySelectorAll('button:not([type=button])')) button.setAttribute('aria-busy', 'true')
})
window.addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll('form[data-once]')) delete form.dataset.sent
})

document.addEventListener('click', (event) => {
  const control = event.target.closest('[data-print], [data-close], [data-all]')
  if (!control) return
  if (control.hasAttribute('data-print')) window.print()
  if (control.hasAttribute('data-close')) control.closest(control.dataset.close).remove()
  if (control.hasAttribute('data-all')) {
    for (const box of document.querySelectorAll(control.dataset.all)) box.checked = control.checked
  }
})

// How many characters are written, where a field has a limit.
document.addEventListener('input', (event) => {
  const counted = document.getElementById(`${event.target.id}-count`)
  if (counted) counted.textContent = `已写 ${[...event.target.value].length} 字，最多 ${counted.dataset.most} 字`
})

// Filters that are a single choice are sent when the choice is made.
document.addEventListener('change', (event) => {
  if (event.target.matches('[data-submit]')) event.target.form.submit()
})

// What was typed but not sent is kept on this device until it is sent.
const kept = document.querySelector('form[data-keep]')
if (kept && window.localStorage) {
  const key = `draft:${kept.dataset.keep}`
  const fields = [...kept.elements].filter((el) => el.name && el.matches('textarea, input[type=text]'))
  const saved = JSON.parse(localStorage.getItem(key) || '{}')
  for (const field of fields) if (!field.value && saved[field.name]) field.value = saved[field.name]
  kept.addEventListener('input', () => {
    localStorage.setItem(key, JSON.stringify(Object.fromEntries(fields.map((f) => [f.name, f.value]))))
  })
}
const sent = document.querySelector('[data-forget]')
if (sent && window.localStorage) localStorage.removeItem(`draft:${sent.dataset.forget}`)

// Whoever logs out leaves no page of the desk on the phone, and nothing of a ballot; what was typed stays for its owner.
document.addEventListener('submit', (event) => {
  if (!event.target.action.endsWith('/account/logout/')) return
  if (window.localStorage) {
    const words = '您领了票还没有投。退出以后，这张票就投不了了。确定退出吗？'
    if (hasUncast() && !window.confirm(words)) return event.preventDefault()
    dropBallots()
  }
  if (window.caches) caches.delete('desk-1')
})
