import pytest

from office.units.services import public_phones

pytestmark = pytest.mark.django_db


def test_the_phones_of_the_register_are_given_as_they_are_written(county):
    county.water.phone = "0539—5221111、5221112"
    county.water.save()

    assert public_phones() == ["0539—5221111、5221112"]
