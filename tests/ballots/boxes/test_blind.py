"""RFC 9474: the test vector of its appendix, and the browser's half beside the portal's."""

import json
import subprocess
from pathlib import Path

import pytest

from ballots.boxes.rules import blind
from ballots.boxes.rules.blind import BlindSignatureError, SigningKey
from tools import blinding
from tools.node import node_command

HERE = Path(__file__).parent
VECTOR = json.loads((HERE / "rfc9474_a1.json").read_text(encoding="utf-8"))


def octets(name):
    return bytes.fromhex(VECTOR[name])


def number(name):
    return int(VECTOR[name], 16)


@pytest.fixture(scope="module")
def vector_key():
    p, q = number("p"), number("q")
    return SigningKey(p, q, pow(blind.EXPONENT, -1, (p - 1) * (q - 1)))


@pytest.fixture(scope="module")
def key():
    return SigningKey.new()


def ask_browser(*questions):
    """What frontend/js/parts/tickets.js answers to each question."""
    text = subprocess.run(
        [*node_command(), str(HERE / "voter_side.mjs")],
        input="".join(f"{json.dumps(question)}\n" for question in questions),
        capture_output=True,
        text=True,
        check=True,
    )
    return [json.loads(line) for line in text.stdout.splitlines()]


def test_the_portal_signs_the_vector_of_the_rfc(vector_key):
    assert vector_key.blind_sign(octets("blinded_msg")) == octets("blind_sig")


def test_the_portal_accepts_the_signature_of_the_vector_and_no_other(vector_key):
    message = octets("msg_prefix") + octets("msg")
    signature, modulus = octets("sig"), vector_key.modulus

    assert blind.is_signed(message, signature, modulus)
    assert not blind.is_signed(message + b"x", signature, modulus)
    assert not blind.is_signed(message, octets("blind_sig"), modulus)
    assert not blind.is_signed(message, signature[:-1], modulus)


def test_the_voters_side_in_python_is_the_vector(vector_key):
    message, modulus = octets("msg_prefix") + octets("msg"), vector_key.modulus
    factor = pow(number("inv"), -1, modulus)

    made = blinding.blinded(message, modulus, salt=octets("salt"), factor=factor)

    assert made == blinding.Blinded(octets("blinded_msg"), number("inv"))
    signature = blinding.finalized(message, octets("blind_sig"), made.inverse, modulus)
    assert signature == octets("sig")


def test_the_voters_side_in_the_browser_is_the_vector(vector_key):
    modulus = vector_key.modulus
    factor = pow(number("inv"), -1, modulus)
    given = {**VECTOR, "modulus": f"{modulus:x}", "factor": f"{factor:01024x}"}

    [made] = ask_browser({"vector": given})

    assert made == {
        "token": VECTOR["msg_prefix"] + VECTOR["msg"],
        "hidden": VECTOR["blinded_msg"],
        "inverse": VECTOR["inv"],
        "signature": VECTOR["sig"],
    }


def test_a_ticket_of_the_browser_is_signed_and_accepted_by_the_portal(key):
    modulus = f"{key.modulus:x}"
    [ticket] = ask_browser({"modulus": modulus})
    signed = key.blind_sign(bytes.fromhex(ticket["hidden"])).hex()
    wrong = "00" * 255 + "02"

    answer, refused = ask_browser(
        {"ticket": ticket, "signed": signed, "modulus": modulus},
        {"ticket": ticket, "signed": wrong, "modulus": modulus},
    )

    message, signature = map(bytes.fromhex, (ticket["token"], answer["signature"]))
    assert len(message) == blind.MESSAGE_BYTES
    assert blind.is_signed(message, signature, key.modulus)
    assert refused == {"error": "invalid signature"}


def test_what_is_signed_and_what_is_cast_are_joined_by_some_factor_for_every_pair(key):
    """So a stored blinded message fits every ballot in the box, and tells nothing."""
    modulus = key.modulus
    messages = [blinding.prepare(bytes([n]) * 32) for n in range(2)]
    hidden = [blinding.blinded(message, modulus) for message in messages]
    signed = [key.blind_sign(one.message) for one in hidden]

    for message, one, other in zip(messages, hidden, reversed(signed), strict=True):
        own = key.blind_sign(one.message)
        signature = blinding.finalized(message, own, one.inverse, modulus)
        fits = int.from_bytes(signature, "big")
        factor = int.from_bytes(other, "big") * pow(fits, -1, modulus) % modulus
        joined = blinding.finalized(message, other, pow(factor, -1, modulus), modulus)
        assert joined == signature


@pytest.mark.parametrize("fault", ["short", "long", "zero", "one", "modulus", "last"])
def test_malformed_input_is_not_signed(key, fault):
    given = {
        "short": bytes(255),
        "long": bytes(257),
        "zero": bytes(256),
        "one": (1).to_bytes(256, "big"),
        "modulus": key.modulus.to_bytes(256, "big"),
        "last": (key.modulus - 1).to_bytes(256, "big"),
    }[fault]

    with pytest.raises(BlindSignatureError, match="unexpected input"):
        key.blind_sign(given)


def test_a_fault_while_signing_gives_no_signature(key):
    """One wrong half of a signature would reveal the key to whoever divides."""
    broken = SigningKey(key.p, key.q, key.d + 2)

    with pytest.raises(BlindSignatureError, match="signing failure"):
        broken.blind_sign((2**1000).to_bytes(256, "big"))


def test_a_key_is_read_as_it_was_written(key):
    assert SigningKey.read(key.as_text()) == key
