// The voter's side of RFC 9474, RSABSSA-SHA384-PSS-Randomized (docs/adr/0024). Digests, random numbers and the
// verification of the signature are the browser's own (crypto.subtle); blinding is done by the library.
/*! @cloudflare/blindrsa-ts: Copyright (c) 2023 Cloudflare, Inc., Apache-2.0. sjcl: Copyright (c) 2009-2015, Emily Stark, Mike Hamburg and Dan Boneh at Stanford University, BSD-2-Clause. */
import { RSABSSA } from '@cloudflare/blindrsa-ts'

const TOKEN_BYTES = 32
const suite = RSABSSA.SHA384.PSS.Randomized()

const toHex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
const fromHex = (text) => Uint8Array.from(text.match(/../g), (pair) => parseInt(pair, 16))

function publicKey(modulus) {
  const n = btoa(String.fromCharCode(...fromHex(modulus)))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=+$/, '')
  const key = { kty: 'RSA', alg: 'PS384', n, e: 'AQAB', ext: true }
  return crypto.subtle.importKey('jwk', key, { name: 'RSA-PSS', hash: 'SHA-384' }, true, ['verify'])
}

// Returns hexadecimal strings. `token` is the message to be signed; `hidden` is its blinded form, sent to the portal.
export async function newTicket(modulus, token = crypto.getRandomValues(new Uint8Array(TOKEN_BYTES))) {
  const message = suite.prepare(token)
  const { blindedMsg, inv } = await suite.blind(await publicKey(modulus), message)
  return { token: toHex(message), hidden: toHex(blindedMsg), inverse: toHex(inv) }
}

// Returns the unblinded signature of `ticket.token`. Throws if the portal's answer gives no valid one.
export async function signatureOf(ticket, signed, modulus) {
  const key = await publicKey(modulus)
  return toHex(await suite.finalize(key, fromHex(ticket.token), fromHex(signed), fromHex(ticket.inverse)))
}
