// What a phone keeps of a ballot belongs to one elector: under their mark, until they log out.
const PREFIX = 'ballot-'

export const keyOf = (code, elector) => `${PREFIX}${code}-${elector}`

const keys = () => Object.keys(localStorage).filter((key) => key.startsWith(PREFIX))

// Everything but what belongs to `elector`; without one, everything.
export function dropBallots(elector) {
  for (const key of keys()) if (!elector || !key.endsWith(`-${elector}`)) localStorage.removeItem(key)
}

// Whether a ticket was taken here and not cast: dropped, it cannot be taken again.
export function hasUncast() {
  return keys().some((key) => {
    const kept = JSON.parse(localStorage.getItem(key) || '{}')
    return kept.token && !kept.receipt
  })
}
