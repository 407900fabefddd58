// The browser's half of RFC 9474 under Node. Reads a JSON line, writes one.
// {"vector": {…}}              blinds and finalizes with the random values of a test vector
// {"modulus": hex}             makes a ticket
// {"ticket", "signed", "modulus"}  finalizes
import { createInterface } from 'node:readline'
import { webcrypto } from 'node:crypto'

if (!globalThis.crypto) globalThis.crypto = webcrypto
const { newTicket, signatureOf } = await import('../../../frontend/js/parts/tickets.js')
const bytes = (hex) => Uint8Array.from(Buffer.from(hex, 'hex'))

// Random values in the order in which it is asked for: prefix, salt, factor.
function withValues (values) {
  const waiting = values.map(bytes)
  crypto.getRandomValues = (into) => {
    into.set(waiting.shift())
    return into
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const { vector, ticket, signed, modulus } = JSON.parse(line)
  let answer
  if (vector) {
    withValues([vector.msg_prefix, vector.salt, vector.factor])
    answer = await newTicket(vector.modulus, bytes(vector.msg))
    answer.signature = await signatureOf(answer, vector.blind_sig, vector.modulus)
    delete crypto.getRandomValues
  } else if (ticket) {
    answer = await signatureOf(ticket, signed, modulus).then((signature) => ({ signature }), (error) => ({ error: error.message }))
  } else answer = await newTicket(modulus)
  console.log(JSON.stringify(answer))
}
