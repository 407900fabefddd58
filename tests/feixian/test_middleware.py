"""What stands at every request: the policy of the page and its line in the log."""

import logging

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/", "/nowhere", "/account/login/", "/cases/new"])
def test_every_page_allows_what_is_ours_and_nothing_else(client, path):
    policy = client.get(path)["Content-Security-Policy"]

    parts = {part.strip() for part in policy.split(";")}
    assert {"default-src 'self'", "object-src 'none'", "base-uri 'none'"} <= parts
    assert "frame-ancestors 'none'" in parts
    assert "unsafe" not in policy


def test_a_request_is_one_line_with_who_and_what(client, caplog, django_user_model):
    user = django_user_model.objects.create_user("sunlin", name="孙林")
    client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
    with caplog.at_level(logging.INFO):
        client.get("/nowhere", REMOTE_ADDR="10.0.0.9")

    lines = [r.msg for r in caplog.records if r.name.startswith("django_structlog")]
    (line,) = lines
    assert line["event"] == "request_finished"
    assert (line["code"], line["request"]) == (404, "GET (no such address)")
    assert (line["ip"], line["user_id"]) == ("10.0.0.9", user.pk)
    assert len(line["request_id"]) == 36


def test_a_ballot_on_its_way_leaves_no_line_with_an_address_or_a_name(
    client, caplog, django_user_model
):
    user = django_user_model.objects.create_user("sunlin", name="孙林")
    client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
    with caplog.at_level(logging.INFO):
        client.post("/vote/b-2026/cast", REMOTE_ADDR="10.0.0.9")
        client.post("/b/b-2026/receipt", {"receipt": "f" * 64}, REMOTE_ADDR="10.0.0.9")
        client.get("/vote/b-2026", REMOTE_ADDR="10.0.0.9")

    lines = [r.msg for r in caplog.records if r.name.startswith("django_structlog")]
    assert [line["request"] for line in lines] == ["GET /vote/<slug:code>"]
