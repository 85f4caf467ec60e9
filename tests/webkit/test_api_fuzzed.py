"""The whole API, every house's part included, under made-up requests: no crash, nothing undeclared, one error shape."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from ipops.site.wsgi import application
from ipops.webkit import access, journal, seals
from ipops.webkit.access import Level, Role
from tests.webkit.conftest import draft, filed, party, transfer
from tests.webkit.test_access import HERE, NEXT_DOOR, office, person

pytestmark = [pytest.mark.db, pytest.mark.django_db, pytest.mark.slow]
#: Requests tried for each operation and reader: whoever may not read gets the same few answers to everything.
INSIDE, OUTSIDE = 15, 4
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
READERS = {
    "clerk": (HERE, Role.CLERK, Level.CITY),
    "neighbour": (NEXT_DOOR, Role.CLERK, Level.CITY),
    "centre": ("", Role.CENTRE, Level.CENTRE),
}


schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application, headers={"host": "127.0.0.1"})


@pytest.fixture(autouse=True)
def _one_connection() -> Iterator[None]:
    """The server closes connections after a request; here it shares the test's transaction (Django's client does this)."""
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    yield
    request_started.connect(close_old_connections)
    request_finished.connect(close_old_connections)


@pytest.fixture
def city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A small city, sealed but for its last entry."""
    monkeypatch.setenv("IPOPS_HOME", str(tmp_path))
    journal.append(
        [draft(party(), "p"), *(draft(filed(i), f"f{i}") for i in range(9)), draft(transfer(1), "t")], by="a"
    )
    seals.seal()
    journal.append([draft(transfer(2), "t2")], by="a")


def bearer(user: access.User) -> dict[str, str]:
    return {"host": "127.0.0.1", "Authorization": f"Bearer {access.token_make(user=user, name='fuzz')}"}


@pytest.fixture(params=list(READERS))
def reader(request: Any, city: None) -> dict[str, str]:
    place, role, level = READERS[request.param]
    return bearer(person("reader", role, office("o", place, level)))


@pytest.fixture(params=["stranger", "nobody"])
def outsider(request: Any, city: None) -> dict[str, str]:
    """Without a token, and with one but without a role."""
    if request.param == "stranger":
        return {"host": "127.0.0.1"}
    return bearer(access.User.objects.create_user("nobody"))


def examples(most: int) -> settings:
    return settings(
        max_examples=most,
        deadline=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )


def answers_as_declared(case: Any, headers: dict[str, str]) -> int:
    answer = case.call(headers=headers)
    case.validate_response(answer, checks=CHECKS)
    if answer.status_code in (400, 401, 403, 404, 409, 422):
        assert answer.json().keys() == {"says", "code", "reasons"}
    return int(answer.status_code)


@schema.parametrize()
@examples(INSIDE)
def test_every_operation_answers_its_readers_as_it_declares(case: Any, reader: dict[str, str]) -> None:
    answers_as_declared(case, reader)


@schema.parametrize()
@examples(OUTSIDE)
def test_every_operation_answers_outsiders_as_it_declares(case: Any, outsider: dict[str, str]) -> None:
    public = case.operation.path.startswith(("/api/v1/heads", "/api/v1/kinds"))
    assert answers_as_declared(case, outsider) != 200 or public or case.operation.path == "/api/v1/me"
