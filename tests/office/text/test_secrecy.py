import base64
import os

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from office.models import User
from office.text.secrecy import SecrecyError, keyed_hash, seal, unseal


def new_key():
    return base64.b64encode(os.urandom(32)).decode()


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_what_is_sealed_opens_again(text):
    assert unseal(seal(text)) == text


def test_the_same_text_is_sealed_differently_each_time():
    assert seal("13812345678") != seal("13812345678")


def test_a_sealed_value_does_not_show_its_text():
    sealed = seal("13812345678")

    assert sealed.startswith("v1:")
    assert b"13812345678" not in base64.b64decode(sealed.split(":")[2])


def test_a_new_key_in_front_seals_and_the_old_one_still_opens(settings):
    before = seal("李大山")
    settings.FIELD_KEYS = [new_key(), *settings.FIELD_KEYS]

    after = seal("李大山")

    assert unseal(before) == unseal(after) == "李大山"
    assert before.split(":")[1] != after.split(":")[1]


def test_without_its_key_nothing_opens(settings):
    sealed = seal("李大山")
    settings.FIELD_KEYS = [new_key()]

    with pytest.raises(SecrecyError):
        unseal(sealed)


@pytest.mark.parametrize("value", ["", "plain", "v1:x", "v1:00000000:AAAA", "v2:a:b:c"])
def test_what_was_never_sealed_does_not_open(value):
    with pytest.raises(SecrecyError):
        unseal(value)


@pytest.mark.parametrize("place", [0, 12, -1])
def test_a_changed_value_does_not_open(place):
    version, key, body = seal("13812345678").split(":")
    raw = bytearray(base64.b64decode(body))
    raw[place] ^= 1

    with pytest.raises(SecrecyError):
        unseal(f"{version}:{key}:{base64.b64encode(raw).decode()}")


def test_a_value_called_by_another_version_does_not_open():
    _, key, body = seal("13812345678").split(":")

    with pytest.raises(SecrecyError):
        unseal(f"v2:{key}:{body}")


def test_the_field_is_sealed_in_the_database_and_plain_in_python(db):
    user = User.objects.create_user("sunlin", name="孙林", phone="13812345678")

    with connection.cursor() as cursor:
        cursor.execute("SELECT phone FROM office_user WHERE id = %s", [user.pk])
        stored = cursor.fetchone()[0]
    assert stored.startswith("v1:")
    assert User.objects.get(pk=user.pk).phone == "13812345678"


def test_an_empty_field_stays_empty(db):
    user = User.objects.create_user("sunlin", name="孙林")

    assert User.objects.get(pk=user.pk).phone == ""


def test_equal_values_have_equal_hashes_for_one_purpose_only():
    phone = keyed_hash("13812345678", purpose="phone")

    assert phone == keyed_hash("13812345678", purpose="phone")
    assert phone != keyed_hash("13812345678", purpose="code")
    assert phone != keyed_hash("13812345679", purpose="phone")
    assert len(phone) == 64


def test_the_hash_cannot_be_made_without_the_key(settings):
    before = keyed_hash("13812345678", purpose="phone")
    settings.HASH_KEY = "another-key"

    assert keyed_hash("13812345678", purpose="phone") != before
