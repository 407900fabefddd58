// Finds the nearest stations on the phone: it loads the list of all; the position is not sent.
const box = document.querySelector('[data-near]')
const say = (text) => {
  box.querySelector('[role=status]').textContent = text
}

const KM_A_DEGREE = 111.2
function far(here, [, , longitude, latitude]) {
  const narrow = Math.cos((here.latitude * Math.PI) / 180)
  return KM_A_DEGREE * Math.hypot((longitude - here.longitude) * narrow, latitude - here.latitude)
}

const said = (km) => (km < 1 ? `约 ${Math.max(1, Math.round(km * 10)) * 100} 米` : `约 ${km.toFixed(1)} 千米`)

function line(place, km) {
  const item = document.createElement('li')
  const link = document.createElement('a')
  link.href = place[0]
  link.textContent = place[1]
  item.append(link, `　${said(km)}`)
  return item
}

function mark(here) {
  const map = document.querySelector('.map[data-frame]')
  const [west, north, across, down] = map.dataset.frame.split(' ').map(Number)
  const dot = document.createElementNS('http://www.w3.org/2000/svg', 'path')
  const x = Math.round((here.longitude - west) * across)
  const y = Math.round((north - here.latitude) * down)
  dot.setAttribute('class', 'map__here')
  dot.setAttribute('d', `M${x} ${y}m-16-16h32v32h-32z`)
  map.querySelectorAll('.map__here').forEach((old) => old.remove())
  map.append(dot)
}

async function show(here) {
  const answer = await fetch(box.dataset.near)
  if (!answer.ok) throw new Error(answer.statusText)
  const { places } = await answer.json()
  const rows = places.map((place) => [place, far(here, place)]).sort((a, b) => a[1] - b[1])
  const list = box.querySelector('ol')
  list.textContent = ''
  list.append(...rows.slice(0, 5).map(([place, km]) => line(place, km)))
  mark(here)
  say('按直线距离，离您最近的五个。图上的方块是您。位置没有发给本站。')
}

if (box && navigator.geolocation) {
  box.hidden = false
  box.querySelector('button').addEventListener('click', () => {
    say('正在取手机的位置……')
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => show(coords).catch(() => say('名单没有取到，请看下面的名单，或者过一会儿再试。')),
      () => say('手机没有给出位置。可以按镇名、村名找，或者在手机设置里允许定位再试。'),
      { timeout: 15000, maximumAge: 60000 }
    )
  })
}
