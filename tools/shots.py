"""``make shots``: screenshots of the pages, at three widths and in both text sizes.

The data has a directory of its own (``.local/shots``), because submitting through the
three steps leaves a case behind. Overflow and console messages are printed beside the
name of the picture.
"""

import argparse
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tools.browser import chromium_path
from tools.local import ROOT, local_services

OUT = ROOT / "build" / "shots"
STATE = ROOT / ".local" / "shots"
PORT = 8031
PASSWORD = "Feixian-2026"  # noqa: S105 - of the demonstration accounts
WIDTHS = {390: 844, 768: 1024, 1440: 900}
READY_SECONDS = 60


@dataclass(frozen=True)
class Shot:
    """A page by its URL; ``follow`` is a link on it that is opened instead."""

    name: str
    path: str
    user: str = ""
    follow: str = ""


SHOTS = (
    Shot("home", "/"),
    Shot("stations", "/stations/"),
    Shot("station", "/stations/", follow="main a[href^='/s/']"),
    Shot("deputies", "/deputies/"),
    Shot("deputy", "/deputies/", follow="main a[href^='/d/']"),
    Shot("poster", "/stations/tanyi/poster"),
    Shot("cases", "/cases/"),
    Shot("case", "/cases/", follow=".entry__h a"),
    Shot("case_again", "/cases/", follow=".entry:has(.tag--again) .entry__h a"),
    Shot("submit", "/cases/new"),
    Shot("track", "/track"),
    Shot("accuse", "/accuse"),
    Shot("privacy", "/privacy"),
    Shot("not_found", "/cases/999999999"),
    Shot("login", "/account/login/"),
    Shot("desk_handler", "/desk/", "shuili"),
    Shot("desk_case", "/desk/", "shuili", "main .ledger a[href^='/desk/cases/']"),
    Shot("desk_signer", "/desk/", "shuili_fuze"),
    Shot("desk_keeper", "/desk/", "tanyi_zhan"),
    Shot("desk_record", "/desk/new", "tanyi_zhan"),
    Shot("desk_deputy", "/desk/", "daibiao"),
    Shot("contact_month", "/desk/contact/", "tanyi_renda"),
    Shot("contact_list", "/desk/contact/list", "gongwei"),
    Shot(
        "contact_day",
        "/desk/contact/",
        "tanyi_renda",
        "main .ledger th a[href^='/desk/']",
    ),
    Shot("reception_new", "/desk/receptions/new", "daibiao"),
    Shot("receptions", "/desk/receptions/", "gongwei"),
    Shot("desk_contact", "/desk/contact/", "tanyi_renda"),
    Shot("assign", "/desk/assign/", "gongwei"),
    Shot("chat_groups", "/desk/chat-groups/", "daibiao"),
    Shot("chat_group", "/desk/chat-groups/", "tanyi_renda", "main .ledger th a"),
    Shot("terms", "/desk/register/", "gongwei"),
    Shot("term", "/desk/register/", "gongwei", "main .ledger th a"),
    Shot("term_seats", "/desk/register/2/deputies", "gongwei"),
    Shot("assemblies", "/desk/assemblies/", "gongwei"),
    Shot(
        "assembly",
        "/desk/assemblies/",
        "gongwei",
        "main .ledger th a[href^='/desk/assemblies/']",
    ),
    Shot("announcements", "/announcements/"),
    Shot("announcement", "/announcements/", follow="main .ledger th a"),
    Shot("elections", "/desk/elections/", "gongwei"),
    Shot("election", "/desk/elections/", "gongwei", "main .ledger th a"),
    Shot("motion", "/desk/register/motions/", "gongwei", "main .ledger th a"),
    Shot("mandate", "/desk/register/2/deputies", "gongwei", "main .ledger th a"),
    Shot("term_new", "/desk/register/new", "gongwei"),
    Shot("term_compare", "/desk/register/compare", "gongwei"),
    Shot("rollups", "/desk/rollups/", "gongwei"),
    Shot("rollup", "/desk/rollups/", "gongwei", "main .ledger th a"),
    Shot("report_town", "/desk/rollups/", "tanyi_renda", "main .ledger td a"),
    Shot("reports", "/desk/reports/", "gongwei"),
    Shot("report", "/desk/rollups/", "gongwei2", "main .ledger td a"),
    Shot("items", "/desk/items/", "gongwei"),
    Shot("item", "/desk/items/", "tanyi_zhengfu", "main .ledger th a"),
    Shot("topic", "/desk/rollups/topics/5", "tanyi_zhan"),
    Shot("decisions", "/decisions/"),
    Shot("projects", "/decisions/projects/"),
    Shot("project", "/decisions/projects/?state=done", follow=".entry__h a"),
    Shot("project_late", "/decisions/projects/?state=late", follow=".entry__h a"),
    Shot("project_stopped", "/decisions/projects/?state=stopped", follow=".entry__h a"),
    Shot("year_investment", "/decisions/", follow="a[href*='/investment/']"),
    Shot("year_livelihood", "/decisions/", follow="a[href*='/livelihood/']"),
    Shot("propose", "/decisions/propose"),
    Shot("ballot_record", "/decisions/", follow="main a[href^='/b/']"),
    Shot("ballots", "/desk/ballots/", "gongwei"),
    Shot("ballot", "/desk/ballots/", "gongwei", "main .ledger th a"),
    Shot("desk_projects", "/desk/projects/", "gongwei"),
    Shot("desk_project", "/desk/projects/?state=late", "gongwei", "main .ledger th a"),
    Shot("budget", "/decisions/", follow="main a[href^='/decisions/budget/']"),
    Shot("desk_budget", "/desk/budget/", "gongwei"),
    Shot("budget_line", "/desk/budget/", "gongwei", "main tbody th a"),
    Shot("budget_warnings", "/desk/budget/warnings/", "gongwei"),
    Shot("budget_warning", "/desk/budget/warnings/", "shuili", "main .ledger th a"),
    Shot("budget_rules", "/desk/budget/rules/", "gongwei"),
    Shot("budget_import", "/desk/budget/2026/import", "zhengfuban"),
    Shot("drafts", "/decisions/drafts/"),
    Shot("draft_open", "/decisions/drafts/", follow=".entry:has(.tag--soon) h3 a"),
    Shot("draft_done", "/decisions/drafts/", follow=".entry:has(.tag--done) h3 a"),
    Shot(
        "opinion",
        "/decisions/",
        follow="main a[href^='/decisions/drafts/']",
    ),
    Shot("sittings_public", "/decisions/sittings/"),
    Shot("desk_drafts", "/desk/drafts/", "gongwei"),
    Shot("desk_draft", "/desk/drafts/", "daibiao", "main .ledger th a"),
    Shot("points", "/desk/points/", "gongwei"),
    Shot("sittings", "/desk/sittings/", "gongwei"),
    Shot("sitting", "/desk/sittings/", "gongwei", "main .ledger th a"),
    Shot("programmes", "/desk/programmes/", "gongwei"),
    Shot("programme", "/desk/programmes/", "gongwei", "main .ledger th a"),
    Shot("proposals", "/desk/proposals/", "zhengfuban"),
    Shot("proposal", "/desk/proposals/", "zhengfuban", "main .ledger th a"),
    Shot("desk_suggestions", "/desk/suggestions/", "daibiao"),
    Shot("desk_notices", "/desk/notices/", "shuili"),
    Shot("account", "/account/", "shuili"),
    Shot("workbench", "/admin/", "gongwei"),
    Shot("workbench_list", "/admin/cases/case/", "gongwei"),
    Shot("workbench_case", "/desk/", "gongwei", "main a[href^='/desk/cases/']"),
    Shot("import", "/desk/import/", "gongwei"),
    Shot("admin_units", "/admin/office/unit/", "xitong"),
    Shot("admin_unit", "/admin/office/unit/", "xitong", "#result_list tbody th a"),
    Shot("admin_stations", "/admin/deputies/liaisonstation/", "gongwei"),
    Shot("admin_audit", "/admin/office/auditentry/", "shenji"),
)


def main(argv: list[str] | None = None) -> int:
    asked = _arguments().parse_args(argv)
    wanted = [s for s in SHOTS if not asked.only or s.name in asked.only]
    if asked.base:
        return _take(asked.base, wanted, asked)
    with _serving() as base:
        return _take(base, wanted, asked)


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tools.shots", description=__doc__)
    parser.add_argument("--only", nargs="*", default=[], help="names of pages")
    parser.add_argument("--widths", nargs="*", type=int, default=list(WIDTHS))
    parser.add_argument("--sizes", nargs="*", default=["normal", "large"])
    parser.add_argument("--base", default="", help="a portal that runs already")
    return parser


@contextmanager
def _serving() -> Iterator[str]:
    os.environ["DEMO"] = "1"
    STATE.mkdir(parents=True, exist_ok=True)
    with local_services(STATE):
        for command in (["migrate"], ["load_demo", "--if-empty"]):
            _manage(*command, "-v0")
        _manage("collectstatic", "--noinput", "-v0")
        server = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "gunicorn",
                "feixian.wsgi",
                "-b",
                f"127.0.0.1:{PORT}",
                "--threads",
                "4",
                "--no-control-socket",
                "--log-level",
                "warning",
            ],
            cwd=ROOT,
        )
        try:
            yield _when_ready(f"http://127.0.0.1:{PORT}")
        finally:
            server.terminate()
            server.wait(10)


def _manage(*command: str) -> None:
    subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, check=True)


def _when_ready(base: str) -> str:
    end = time.monotonic() + READY_SECONDS
    while time.monotonic() < end:
        try:
            urllib.request.urlopen(f"{base}/healthz", timeout=5).close()
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
        else:
            return base
    sys.exit("服务没有起来，拍不了。")


def _take(base: str, wanted: list[Shot], asked: argparse.Namespace) -> int:
    OUT.mkdir(parents=True, exist_ok=True)
    faults = 0
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=chromium_path(), args=["--no-sandbox"]
        )
        for user in dict.fromkeys(shot.user for shot in wanted):
            mine = [shot for shot in wanted if shot.user == user]
            for size in asked.sizes:
                with _visitor(browser, base, user, size) as context:
                    for shot in mine:
                        faults += _picture(context, base, shot, size, asked.widths)
        browser.close()
    return 1 if faults else 0


@contextmanager
def _visitor(
    browser: Browser, base: str, user: str, size: str
) -> Iterator[BrowserContext]:
    context = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai")
    host = urlsplit(base).hostname or ""
    context.add_cookies([{"name": "size", "value": size, "domain": host, "path": "/"}])
    if user:
        page = context.new_page()
        page.goto(f"{base}/account/login/")
        page.fill("input[name=login]", user)
        page.fill("input[name=password]", PASSWORD)
        page.click("main button:not([type=button])")
        if "/account/login" in page.url:
            sys.exit(f"登录不了演示账号 {user}。")
        page.close()
    yield context
    context.close()


def _picture(
    context: BrowserContext, base: str, shot: Shot, size: str, widths: list[int]
) -> int:
    page, data = context.new_page(), []
    page.on("pageerror", lambda error: data.append(str(error)))
    page.on("console", lambda m: data.append(m.text) if m.type == "error" else None)
    address = _address(page, base, shot)
    if not address:
        print(f"{shot.name}: 没有可以打开的链接")
        return 1
    faults = 0
    for width in widths:
        data.clear()
        page.set_viewport_size({"width": width, "height": WIDTHS[width]})
        page.goto(address)
        name = f"{shot.name}-{width}{'-large' if size == 'large' else ''}.png"
        page.screenshot(path=str(OUT / name), full_page=True)
        wide = page.evaluate("document.documentElement.scrollWidth") - width
        data += [f"宽出 {wide} 像素"] if wide > 0 else []
        # A missing page is requested on purpose.
        data = [line for line in data if "404" not in line]
        faults += len(data)
        print(name, *data, sep="  ")
    page.close()
    return faults


def _address(page: Page, base: str, shot: Shot) -> str:
    page.goto(base + shot.path)
    if not shot.follow:
        return base + shot.path
    link = page.query_selector(shot.follow)
    return base + (link.get_attribute("href") or "") if link else ""


if __name__ == "__main__":
    sys.exit(main())
