"""The API: one object, one error shape, two ways to say who one is, a description beside it.

Every operation, a house's as well, declares 400, 401, 403, 404, 409 and 422 in the description, all in the shape
``Error``; the handlers below are the only place where an exception becomes an answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from ninja import NinjaAPI, Router
from ninja.errors import AuthenticationError, AuthorizationError, HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.security import HttpBearer, SessionAuth

from ipops.kernel.text import Text
from ipops.ledger.journal import AlreadyCorrected
from ipops.webkit import access
from ipops.webkit.api.shapes import Because, Error, No, Says

DECLARED = (400, 401, 403, 404, 409, 422)
_WORDS = {
    400: Text("请求无法读懂：请检查 JSON 与编码。", "The request cannot be read; check its JSON and its encoding."),
    401: Text("请先登录，或在 Authorization 头中带上令牌。", "Sign in, or send a token in the Authorization header."),
    403: Text("您无权这样做。", "You may not do this."),
    404: Text("没有这一条，或者您无权查看。", "There is no such thing, or you may not see it."),
    409: Text("与现有记录冲突。", "It conflicts with what is recorded."),
    422: Text("参数有误，请按下列说明更正。", "The parameters have problems; correct them as told."),
}
_CODES = {
    400: "unreadable",
    401: "unknown-reader",
    403: "forbidden",
    404: "not-found",
    409: "conflict",
    422: "problems",
}


class Token(HttpBearer):
    """``Authorization: Bearer ipops_…``; the reader is then ``request.user``, as with a session."""

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        user = access.token_user(token)
        if user is not None:
            request.user = user
        return user


class Session(SessionAuth):
    """The session of the browser; changes need the CSRF token."""

    param_name = settings.SESSION_COOKIE_NAME


class Api(NinjaAPI):
    """Declares the error answers of every operation, whoever wrote it."""

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(**options)
        definitions = Error.model_json_schema(ref_template="#/components/schemas/{model}")
        shapes = schema["components"].setdefault("schemas", {})
        shapes |= definitions.pop("$defs", {})
        shapes["Error"] = definitions
        for path in schema["paths"].values():
            for operation in path.values():
                for status in DECLARED:
                    operation["responses"].setdefault(status, _declared(status))
        return schema


def _declared(status: int) -> dict[str, Any]:
    words = _WORDS[status]
    shape = {"schema": {"$ref": "#/components/schemas/Error"}}
    return {"description": f"{words.zh} · {words.en}", "content": {"application/json": shape}}


def build(routers: Mapping[str, Router], *, namespace: str = "api") -> Api:
    """The API with these routers, each under its prefix. No page of documentation: that would need a CDN."""
    made = Api(
        title="ipops",
        version="1",
        description="城市知识产权运营的事实、封存与证明。 Facts, seals and proofs of a city's intellectual property.",
        docs_url=None,
        openapi_url="openapi.json",
        # The token first: a session without one would answer a token's POST with "CSRF" before the token is looked at.
        auth=[Token(), Session()],
        urls_namespace=namespace,
    )
    _answer_exceptions(made)
    for prefix, router in routers.items():
        made.add_router(prefix, router)
    return made


def _answer_exceptions(api: Api) -> None:
    def error(request: HttpRequest, status: int, made: Error) -> HttpResponse:
        answer = api.create_response(request, made.model_dump(), status=status)
        if status == 401:
            answer["WWW-Authenticate"] = 'Bearer realm="ipops"'
        return answer

    def usual(status: int) -> Error:
        known = status if status in _WORDS else 400
        return Error(says=Says(**_WORDS[known].as_json()), code=_CODES[known])

    @api.exception_handler(No)
    def _no(request: HttpRequest, no: No) -> HttpResponse:
        return error(request, no.status, no.error)

    @api.exception_handler(ValidationError)
    def _invalid(request: HttpRequest, bad: ValidationError) -> HttpResponse:
        made = usual(422)
        made.reasons = [_because(e) for e in bad.errors]
        return error(request, 422, made)

    @api.exception_handler(AlreadyCorrected)
    def _late(request: HttpRequest, late: AlreadyCorrected) -> HttpResponse:
        return error(request, 409, Error(says=Says(**late.says.as_json()), code="already-corrected"))

    def _status(request: HttpRequest, bad: Any) -> HttpResponse:
        status = {Http404: 404, PermissionDenied: 403, AuthenticationError: 401, AuthorizationError: 403}.get(
            type(bad), 400
        )
        status = bad.status_code if type(bad) is HttpError else status
        return error(request, status, usual(status))

    for kind in (
        Http404,
        PermissionDenied,
        AuthenticationError,
        AuthorizationError,
        HttpError,
        BadRequest,
        MultiPartParserError,
        SuspiciousOperation,
    ):
        api.add_exception_handler(kind, _status)


def _because(bad: Mapping[str, Any]) -> Because:
    """One finding of Pydantic. Its own sentence is English; the Chinese one names the field and the kind of mistake."""
    field = ".".join(str(part) for part in bad.get("loc", ())[1:] if part != "query") or "body"
    kind, told = str(bad.get("type", "value_error")), str(bad.get("msg", ""))
    return Because(code=kind, says=Says(zh=f"“{field}”有误（{kind}）。", en=f"{field}: {told}"), field=field)
