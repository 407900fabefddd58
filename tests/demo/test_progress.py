"""While the demonstration is loaded every page says so, and afterwards none does."""

import pytest

from office.web.demo_progress import hide_step, show_step

LINE = "示例数据正在装入（第 3 步，共 15 步）…"


@pytest.fixture
def page(client, db, settings):
    settings.DEMO = True
    return lambda url="/": client.get(url, secure=True).content.decode()


@pytest.mark.parametrize("url", ["/", "/cases/", "/account/login/"])
def test_a_page_says_which_step_is_under_way(page, url):
    show_step(3, 15)

    assert LINE in page(url)


def test_a_page_from_the_cache_says_nothing_any_more_when_all_is_loaded(page):
    show_step(3, 15)
    assert LINE in page()

    hide_step()

    assert "正在装入" not in page()


def test_a_page_from_the_cache_goes_on_to_the_next_step(page):
    show_step(3, 15)
    page()

    show_step(4, 15)

    assert "第 4 步" in page()


def test_a_portal_without_demonstration_says_nothing(page, settings):
    settings.DEMO = False
    show_step(3, 15)

    assert "正在装入" not in page()
