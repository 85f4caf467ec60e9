"""The API of this house under made-up requests about a study that is there, with results: no crash, nothing undeclared."""

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

from ipops.kernel.outcome import Refused
from ipops.site.wsgi import application

from .conftest import contracted, frozen, proposed
from .small import laid_out

pytestmark = [pytest.mark.db, pytest.mark.django_db, pytest.mark.slow]
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application, headers={"host": "127.0.0.1"}).include(
    path_regex=r"^/api/v1/navigation/"
)


@pytest.fixture(autouse=True)
def _one_connection() -> Iterator[None]:
    """The server closes connections after a request; here it shares the test's transaction."""
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    yield
    request_started.connect(close_old_connections)
    request_finished.connect(close_old_connections)


@pytest.fixture(scope="module")
def worked_out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small study run once: its folder is laid under each test's study."""
    from ipops.lines.navigation.study.run import run

    folder = tmp_path_factory.mktemp("small")
    assert not isinstance(run(laid_out(folder) / "study.yaml", folder / "out", langs=("zh",)), Refused)
    return folder


@pytest.fixture
def study(city: Any, worked_out: Path, tmp_path: Path, monkeypatch: Any) -> str:
    import shutil

    from ipops.lines.navigation.app.results import folder_of
    from ipops.webkit import access

    monkeypatch.setenv("IPOPS_HOME", str(tmp_path / "home"))
    access.demo_make()
    code = str(proposed())
    contracted(code)
    frozen(code)
    shutil.copytree(worked_out / "out", folder_of(code), ignore=shutil.ignore_patterns("data"))
    return code


#: Acts of whoever accepts; everything else is a clerk's.
ACCEPTERS = ("/acceptance", "/return", "/evaluations", "/stop")


@pytest.fixture
def tokens(study: str) -> dict[str, str]:
    from ipops.webkit import access
    from ipops.webkit.models import User

    users = User.objects.filter(username__in=["clerk", "officer"])
    return {u.username: access.token_make(user=u, name="fuzz") for u in users}


@schema.parametrize()
@settings(
    max_examples=12,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_every_operation_on_a_study_that_is_there_answers_as_it_declares(
    case: Any, study: str, tokens: dict[str, str]
) -> None:
    if "study" in case.path_parameters:
        case.path_parameters["study"] = study
    token = tokens["officer" if case.operation.path.endswith(ACCEPTERS) else "clerk"]
    answer = case.call(headers={"host": "127.0.0.1", "Authorization": f"Bearer {token}"})
    case.validate_response(answer, checks=CHECKS)
    if answer.status_code in (400, 401, 403, 404, 409, 422):
        assert answer.json().keys() == {"says", "code", "reasons"}
