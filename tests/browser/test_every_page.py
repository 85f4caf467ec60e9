"""Every page that a link leads to, for every class of role, in both languages, wide and narrow, in a real browser: nothing on
the console, nothing refused by the policy, no sideways scroll, no serious finding of axe; and the main flow by keyboard alone.

Every role goes through every page that its links lead to. A page that is made of the parts that an earlier role already
saw at that kind of address is not drawn by the browser again, and its shape is not audited by axe again.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.browser.conftest import DESKTOP, PHONE, SCREENS, Seen, findings
from tests.web.conftest import found_city, signed_in_as
from tests.web.programme import found_programme, found_walk
from tests.web.test_every_page import pages, shape

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.db, pytest.mark.django_db(transaction=True)]
Enter = Callable[..., Seen]
CLASSES = ("", "clerk", "officer", "certifier", "checker", "province", "centre", "auditor", "admin")
#: Addresses that only draw a page again: sorted, in the other language, as a file.
_SAME = r"[?&](?:lang|sort|export|page|count|as)="
_AUDITED: set[tuple[str, str, int]] = set()
_PART = re.compile(r'<(\w+)(?:[^<>]*?\sclass="([^"]*)")?')


@pytest.fixture
def peopled(transactional_db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The city of the page tests, and of each thing of the desk one: a draft, a notice, a view, a message, a file."""
    from ipops.kernel.text import Text
    from ipops.webkit.desk import notices
    from ipops.webkit.models import User

    monkeypatch.setenv("IPOPS_HOME", str(tmp_path))
    found_city()
    found_programme()
    found_walk()
    clerk = signed_in_as("clerk")
    form = "ipops.lines.trading.app.forms.StartForm"
    clerk.post("/trading/record/", {"_form": form, "_draft": "save", "act": "licence", "rights": "CN2015"})
    clerk.post("/views/", {"path": "/trading/deals/", "name": "许可", "query": "act=licence"})
    clerk.post("/trading/deals/D:1/say/", {"text": "请补通知", "reference": "m"})
    clerk.post("/uploads/", {"field": "paper", "file": SimpleUploadedFile("清单.csv", "号,名\n1,甲\n".encode())})
    told = Text("今日待办：逾期一项", "Due: one is late")
    notices.tell(User.objects.all(), event=notices.DUE, code="n", title=told, link="/work/")


def wrong_with(seen: Seen, address: str) -> list[str]:
    """What one page does wrong at both widths; a picture the first time its shape is seen."""
    seen.complaints.clear()
    seen.open(address)
    found = []
    for width, height in (DESKTOP, PHONE):
        seen.page.set_viewport_size({"width": width, "height": height})
        wide = seen.page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            found.append(f"{wide}px wide at {width}")
        key = (shape(address), seen.lang, width)
        if key not in _AUDITED:
            _AUDITED.add(key)
            name = re.sub(r"[^\w]+", "-", shape(address)).strip("-") or "home"
            seen.page.screenshot(path=SCREENS / f"every-{name}-{seen.lang}-{width}.png", full_page=True)
            found += findings(seen.page)
    return found + seen.complaints


Parts = tuple[str, frozenset[tuple[str, str]]]


def parts(address: str, html: str) -> Parts:
    """What a page is made of: the elements and classes of its main part, at that kind of address."""
    return shape(address), frozenset(_PART.findall(html[html.find("<main") :]))


def pages_of(who: str, lang: str) -> tuple[str, list[tuple[str, Parts]]]:
    """The session of that account, and every page within its reach."""
    client = signed_in_as(who)
    client.cookies["ipops_lang"] = lang
    found = [
        (address, parts(address, response.text))
        for address, response in pages(client, _SAME)
        if response.status_code == 200 and response.get("Content-Type", "").startswith("text/html")
    ]
    return (client.cookies["sessionid"].value if who else ""), found


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_page_of_every_class_of_role_keeps_its_promises(peopled: None, enter: Enter, lang: Any) -> None:
    SCREENS.mkdir(parents=True, exist_ok=True)
    wrong, fewest, drawn = {}, {}, set()
    for who in CLASSES:
        session, addresses = pages_of(who, lang)
        seen = enter(lang, DESKTOP)
        if session:
            seen.page.context.add_cookies([{"name": "sessionid", "value": session, "url": seen.base}])
        fresh = [a for a, made_of in addresses if a == "/" or made_of not in drawn]
        wrong |= {(who, a): w for a in fresh if (w := wrong_with(seen, a))}
        drawn |= {made_of for _, made_of in addresses}
        fewest[who] = len(addresses)
        seen.page.context.close()
    assert wrong == {}
    assert fewest.pop("") > 8
    assert min(fewest.values()) > 20, fewest


def tab_to(seen: Seen, selector: str, most: int = 120) -> None:
    """Press Tab until the element has the focus, and see that one sees where one is."""
    for _ in range(most):
        seen.page.keyboard.press("Tab")
        if seen.page.evaluate("s => document.activeElement.matches(s)", selector):
            drawn = seen.page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert drawn != "none", f"{selector} has the focus, and nobody sees it"
            return
    raise AssertionError(f"Tab never reaches {selector}")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_main_flow_goes_by_keyboard_alone(peopled: None, enter: Enter, lang: Any) -> None:
    """Sign in, look for a deal, open it, withdraw it for good, read what became of it: without a mouse."""
    from ipops.webkit import access

    seen = enter(lang)
    keys, page = seen.page.keyboard, seen.page
    seen.open("/sign-in/")
    tab_to(seen, "#id_username")
    keys.type("clerk")
    tab_to(seen, "#id_password")
    keys.type(next(a.password for a in access.demo_accounts() if a.username == "clerk"))
    with page.expect_navigation():
        keys.press("Enter")
    tab_to(seen, "#seek")
    keys.type("D:1")
    with page.expect_navigation():
        keys.press("Enter")
    page.wait_for_selector('main a[href="/trading/deals/D:1/"]')
    tab_to(seen, 'main a[href="/trading/deals/D:1/"]')
    with page.expect_navigation():
        keys.press("Enter")
    tab_to(seen, 'a[href$="/do/withdraw/"]')
    with page.expect_navigation():
        keys.press("Enter")
    tab_to(seen, '[name="why"]')
    keys.type("recorded twice")
    tab_to(seen, '[name="sure"]')
    keys.press("Space")
    tab_to(seen, 'form.sheet button[type="submit"]:not([name])')
    with page.expect_navigation():
        keys.press("Enter")
    assert page.url.endswith("/trading/deals/D:1/")
    assert seen.says("已撤回", "withdrawn")
    assert seen.complaints == []


def test_a_form_keeps_itself_and_a_file_goes_up_with_its_digest(
    peopled: None, enter: Enter, sign_in: Any, tmp_path: Path
) -> None:
    import hashlib

    paper = tmp_path / "清单.csv"
    paper.write_text("专利号,转让方\nCN1,甲\n")
    seen = enter("zh")
    sign_in(seen, "clerk")
    where = "/trading/deals/D:1/do/withdraw/"
    seen.open(where)
    seen.page.locator('[name="why"]').type("写到一半")
    seen.page.set_input_files('[name="paper"]', str(paper))
    seen.page.wait_for_selector("text=草稿已自动保存", timeout=15_000)
    seen.page.wait_for_selector(f"text={hashlib.sha256(paper.read_bytes()).hexdigest()}")
    assert seen.page.locator("table.plain-rows td", has_text="转让方").count() == 1
    seen.page.wait_for_timeout(1_500)
    seen.look("upload")
    seen.open("/")
    seen.open(where)
    assert seen.page.input_value('[name="why"]') == "写到一半"
    assert "清单.csv" in seen.page.inner_text("main")
    seen.look("resumed")


def test_two_tabs_are_told_of_each_other(peopled: None, enter: Enter, sign_in: Any) -> None:
    seen = enter("zh")
    sign_in(seen, "clerk")
    where = seen.base + "/trading/deals/D:1/do/withdraw/"
    other = seen.page.context.new_page()
    seen.page.goto(where)
    other.goto(where)
    seen.page.locator('[name="why"]').fill("第一个标签页")
    seen.follow("保存草稿", "Save draft")
    other.locator('[name="why"]').fill("第二个标签页")
    with other.expect_navigation():
        other.get_by_role("button", name="保存草稿").click()
    assert "另一个标签页已保存过" in other.inner_text("main")
    assert "第一个标签页" in other.inner_text("main")
    seen.page.goto(where)
    assert seen.page.input_value('[name="why"]') == "第一个标签页"
    seen.look("two-tabs")
