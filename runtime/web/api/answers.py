"""What the API answers: JSON, and problems as `application/problem+json`."""

from __future__ import annotations

import traceback
from collections.abc import Mapping
from typing import Any

import orjson
import structlog
from flask import Blueprint, Flask, Response, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from runtime.errors import Refusal, sentence
from runtime.web.faults import http_fault, note_refusal, request_id

LOG = structlog.get_logger("dougong.api")
PROBLEM = "application/problem+json"
CODES = {
    400: "bad_request",
    404: "not_found",
    405: "bad_method",
    413: "body_too_large",
    415: "not_json",
    429: "too_many_requests",
}


def lang() -> str:
    """The reader's language: what the request asks for, else Chinese."""
    return request.accept_languages.best_match(("zh", "en")) or "zh"


def answer(body: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """A JSON answer."""
    content = orjson.dumps(body)
    return Response(content, status, dict(headers or {}), mimetype="application/json")


def refusal_body(refusal: Refusal) -> dict[str, Any]:
    """A refusal as the body of a problem answer."""
    spoken = lang()
    return {
        "type": f"urn:dougong:{refusal.code}",
        "title": refusal.message(spoken),
        "status": refusal.status,
        "code": refusal.code,
        "problems": [
            {
                "code": wrong.code,
                "severity": "error",
                "path": wrong.field or "",
                "field": wrong.field,
                "row": wrong.row,
                "message": wrong.message(spoken),
            }
            for wrong in refusal.wrongs
        ],
        "facts": {key: value for key, value in refusal.facts.items() if _is_plain(value)},
        "request_id": request_id(),
    }


def refused(refusal: Refusal) -> Response:
    """A refusal as an answer."""
    headers = {"Retry-After": "1"} if refusal.status == 503 else {}
    if refusal.code == "token_wrong" or refusal.status == 403:
        note_refusal("refused" if refusal.status == 403 else "token_wrong")
    if refusal.status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    response = answer(refusal_body(refusal), refusal.status, headers)
    response.mimetype = PROBLEM
    return response


def bind(blueprint: Blueprint) -> None:
    """Answer every refusal and fault of the API's routes as a problem."""
    blueprint.register_error_handler(Refusal, refused)
    blueprint.register_error_handler(HTTPException, _http)
    blueprint.register_error_handler(Exception, _unexpected)


def _http(problem: HTTPException) -> Response:
    status = problem.code or 500
    return refused(Refusal(CODES.get(status, "bad_request"), status))


def bind_elsewhere(app: Flask) -> None:
    """Answer an address under the API that is none of its routes as a problem, too."""

    def elsewhere(problem: HTTPException) -> AnyResponse:
        return _http(problem) if request.path.startswith("/api/") else http_fault(problem)

    for status in (404, 405):
        app.register_error_handler(status, elsewhere)


def _unexpected(problem: Exception) -> Response:
    trace = "".join(traceback.format_exception(problem))  # without the values that were at hand
    LOG.error("api failed", request=request_id(), path=request.path, trace=trace)
    return refused(Refusal("our_fault", 500))


def _is_plain(value: object) -> bool:
    return isinstance(value, str | int | bool) or (
        isinstance(value, Mapping) and all(isinstance(each, str) for each in value.values())
    )


def said(code: str, **facts: Any) -> str:
    """A sentence in the reader's language."""
    return sentence(code, lang(), facts)
