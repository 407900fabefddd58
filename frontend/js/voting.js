// Voting on this phone. The ticket is blinded before it is signed, and the ballot is sent without cookies: the portal
// knows who took a ticket and what lies in the box, and cannot join the two (docs/adr/0024).
import { dropBallots, keyOf } from './parts/ballots.js'
import { newTicket, signatureOf } from './parts/tickets.js'

const room = document.getElementById('voting')

function start({ code, elector, box, modulus, kind, seats, marks, ticket: ticketUrl, cast: castUrl }) {
  const key = keyOf(code, elector)
  const form = room.querySelector('.ballotform')
  const items = [...new Set([...form.elements].map((one) => one.name).filter((name) => /^i\d+$/.test(name)))]
  const part = (name) => room.querySelector(`[data-step=${name}]`)
  const error = room.querySelector('[data-error]')
  const button = room.querySelector('[data-do=cast]')
  let kept = JSON.parse(localStorage.getItem(key) || '{}')
  const keep = (changes) => localStorage.setItem(key, JSON.stringify((kept = { ...kept, ...changes })))

  const cells = () => {
    const said = new FormData(form)
    return items.map((name) => (said.get(name) || '').trim())
  }
  const titleOf = (name) =>
    form.elements[name].length
      ? form.elements[name][0].closest('fieldset').querySelector('b')
      : form.elements[name].closest('label').querySelector('b')

  function show(name) {
    for (const one of room.querySelectorAll('[data-step]')) one.hidden = one.dataset.step !== name
    const head = part(name).querySelector('h2')
    if (head) head.focus()
  }

  function said() {
    const made = cells().filter(Boolean).length
    const count = room.querySelector('[data-count]')
    if (kind === 'pick')
      count.textContent = `已选 ${made} 项，${'exact' in room.dataset ? '要选' : '最多'} ${marks} 项。`
    else if (kind === 'rank') count.textContent = `已排 ${made} 项，最多 ${seats} 项。`
    else count.textContent = `已表态 ${made} 项，共 ${items.length} 项。`
    const over = kind === 'pick' && made > Number(marks)
    count.classList.toggle('is-over', over)
    if (over) count.textContent += '多选的票无效，请去掉几项。'
    return made
  }

  function wrong() {
    const given = cells().filter(Boolean)
    if (!given.length) return ''
    if (kind === 'pick' && given.length > Number(marks))
      return `选了 ${given.length} 项，最多 ${marks} 项，请去掉几项。`
    if (kind === 'pick' && 'exact' in room.dataset && given.length !== Number(marks))
      return `要正好选 ${marks} 项，现在是 ${given.length} 项。`
    if (
      kind === 'rank' &&
      given
        .map(Number)
        .sort((a, b) => a - b)
        .some((place, at) => place !== at + 1)
    )
      return '名次要从 1 起，不重号、不跳号。'
    if (kind === 'rank' && given.length > Number(seats)) return `最多排 ${seats} 项。`
    return ''
  }

  const WORDS = { 1: '○', for: '赞成', against: '反对', abstain: '弃权' }
  function review() {
    const list = document.createElement('ol')
    list.className = 'plain'
    const given = cells()
    items.forEach((name, at) => {
      if (!given[at]) return
      const line = document.createElement('li')
      line.textContent = `${kind === 'rank' ? `第 ${given[at]}` : WORDS[given[at]]}　${titleOf(name).textContent}`
      list.append(line)
    })
    const chosen = room.querySelector('[data-chosen]')
    chosen.replaceChildren(list)
    if (!list.children.length) chosen.textContent = '一项也没有选。投出去就是弃权票：有效，但不算给任何一项。'
  }

  function fail(text) {
    error.textContent = text
    error.hidden = !text
    button.disabled = false
  }

  // One at a time: a second ticket made meanwhile would replace the one that is being signed.
  let taking = null
  function take() {
    taking =
      taking ||
      fetchTicket().finally(() => {
        taking = null
      })
    return taking
  }

  async function fetchTicket() {
    if (kept.signature) return
    if (!kept.token) keep(await newTicket(modulus))
    const body = new URLSearchParams({
      hidden: kept.hidden,
      csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value
    })
    const answer = await fetch(ticketUrl, { method: 'POST', body, credentials: 'same-origin' })
    const told = await answer.json()
    if (told.error) throw new Error(told.error)
    const signature = await signatureOf(kept, told.signed, modulus).catch(() => {
      throw new Error('票据上的签名不对，票没有投出去。请告诉工作人员。')
    })
    keep({ signature })
  }

  async function cast() {
    button.disabled = true
    fail('')
    button.disabled = true
    try {
      await take()
      const body = JSON.stringify({ box, token: kept.token, signature: kept.signature, cells: cells() })
      const answer = await fetch(castUrl, { method: 'POST', body, credentials: 'omit' })
      const told = await answer.json()
      if (told.error) return fail(told.error)
      // What was chosen does not stay on the phone.
      localStorage.setItem(key, JSON.stringify((kept = { receipt: told.receipt })))
      form.reset()
      room.querySelector('[data-chosen]').textContent = ''
      done()
    } catch (problem) {
      fail(
        problem instanceof TypeError || problem instanceof SyntaxError
          ? '网络不通，选择还在这部手机上。请再点一次“投票”，不会投两次。'
          : problem.message
      )
    }
  }

  function done() {
    room.querySelector('[data-receipt]').textContent = kept.receipt
    room.querySelector('[data-check]').value = kept.receipt
    show('done')
  }

  form.addEventListener('input', () => {
    said()
    keep({ marks: cells() })
  })
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    const problem = wrong()
    if (problem) {
      room.querySelector('[data-count]').textContent = problem
      return
    }
    review()
    fail('')
    show('review')
    // Fetched while the voter reads: the ticket and the ballot leave the phone at different times.
    take().catch((failed) => fail(failed instanceof TypeError ? '' : failed.message))
  })
  room.querySelector('[data-do=back]').addEventListener('click', () => show('mark'))
  button.addEventListener('click', cast)

  if (kept.receipt) return done()
  if ('taken' in room.dataset && !kept.token) return show('taken')
  ;(kept.marks || []).forEach((value, at) => {
    const control = form.elements[items[at]]
    if (!control || !value) return
    if (control.type === 'checkbox') control.checked = true
    else control.value = value
  })
  said()
  show('mark')
}

// On a shared phone nobody finds the choice, the ticket or the receipt of the one before.
if (room) dropBallots(room.dataset.elector)

if (room && room.dataset.code && room.querySelector('.ballotform')) {
  if (window.crypto && crypto.subtle) start(room.dataset)
  else {
    const note = document.createElement('p')
    note.className = 'note note--gold'
    note.textContent = '这部手机的浏览器不能投电子票。请向工作人员领纸票，两种票一样有效。'
    room.prepend(note)
  }
}
