"""The web application: addresses to pages. It trusts nothing that a request says beyond its path and its form."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType
from urllib.parse import parse_qs

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from cleaner import verdicts
from cleaner.errors import CleanerError, ConfigError, ReadError
from cleaner.serve import framed, judging, records
from cleaner.serve.catalogue import Row
from cleaner.serve.guard import FRAME_POLICY, RECORD_POLICY, Guard
from cleaner.serve.judging import Form
from cleaner.serve.library import Library
from cleaner.serve.links import RECORDS, RecordKind, Served
from cleaner.serve.pages import Pages, Place, message
from cleaner.serve.query import number, parse
from cleaner.serve.replay import replay
from cleaner.serve.shelf import NotReadyError, Shelf
from cleaner.warc.members import Member

MAX_FORM = 256 * 1024  # bytes
# The only files that are sent as they are; no path comes from a request.
ASSETS: Mapping[str, str] = MappingProxyType(
    {"style.css": "text/css", "viewer.js": "text/javascript", "icon.svg": "image/svg+xml"}
)
LARGEST = 2**53  # of a number in an address


def application(shelf: Shelf, port: int, token: str, *, judge: bool) -> Guard:
    """The application for what lies on a shelf; with `judge` verdicts are taken."""
    site = _Site(shelf, Served(f"/{token}/"), judge)
    routes = [
        Route(f"/{token}/", site.list),
        Route(f"/{token}/overview", site.overview),
        Route(f"/{token}/static/{{name}}", site.static),
        Route(f"/{token}/d/{{id:int}}", site.document),
        Route(f"/{token}/d/{{id:int}}/page", site.page),
        Route(f"/{token}/d/{{id:int}}/{{kind}}.txt", site.record),
        Route(f"/{token}/d/{{id:int}}/{{kind}}.warc.gz", site.download),
        Route(f"/{token}/d/{{id:int}}/judge", site.judge, methods=["POST"]),
    ]
    told = (HTTPException, CleanerError, sqlite3.DatabaseError, OSError)
    app = Starlette(routes=routes, exception_handlers=dict.fromkeys(told, site.failed))
    return Guard(app, port, token, posting=judge)


@cache
def asset(name: str) -> bytes:
    """A file of the style, one of ASSETS."""
    return (resources.files("cleaner.serve") / "static" / name).read_bytes()


@dataclass(frozen=True, slots=True)
class _Site:
    """What answers requests; each method is one kind of page."""

    shelf: Shelf
    links: Served
    judging: bool

    def list(self, request: Request) -> Response:
        return _html(self._pages().list(parse(request.query_params)))

    def overview(self, request: Request) -> Response:
        return _html(self._pages().overview())

    def document(self, request: Request) -> Response:
        asked = request.query_params
        position = number(asked.get("at", ""), 0, LARGEST)
        place = Place(parse(asked), position, number(asked.get("from", ""), 1, LARGEST) or 1)
        pages = self._pages()
        row = _row(pages.library, request)
        return _html(pages.document(row, pages.library.document(row), place))

    def page(self, request: Request) -> Response:
        library = self.shelf.library()
        html = framed.framed(library.document(_row(library, request)))
        return _html(html, headers={"content-security-policy": FRAME_POLICY})

    def record(self, request: Request) -> Response:
        member = self._member(request)
        return PlainTextResponse(
            records.text(member).encode("utf-8", "replace"), headers={"content-security-policy": RECORD_POLICY}
        )

    def download(self, request: Request) -> Response:
        member = self._member(request)
        name = f"document-{request.path_params['id']}-{_kind(request)}.warc" + (".gz" if member.compressed else "")
        headers = {
            "content-security-policy": RECORD_POLICY,
            "content-disposition": f'attachment; filename="{name}"',
        }
        return Response(member.raw, media_type="application/octet-stream", headers=headers)

    def static(self, request: Request) -> Response:
        name = request.path_params["name"]
        if name not in ASSETS:
            raise HTTPException(404)
        # The names do not change with their contents, so browsers ask again.
        return Response(asset(name), media_type=ASSETS[name], headers={"cache-control": "no-cache"})

    async def judge(self, request: Request) -> Response:
        form = await _form(request)
        return await run_in_threadpool(self._judged, request, form)

    def failed(self, request: Request, error: Exception) -> Response:
        """Any error as a page that says what is wrong."""
        heading, status = "This did not work", 500
        refresh = None
        text = str(error)
        if isinstance(error, NotReadyError):
            heading, status, refresh = "One moment", 503, 1
        elif isinstance(error, HTTPException):
            heading, status, text = error.detail, error.status_code, "There is no such page."
        elif isinstance(error, ConfigError | ReadError):
            status = 400
        elif isinstance(error, sqlite3.DatabaseError):
            text = f"The index cannot be read ({error}); start the viewer anew."
        return _html(message(heading, text, self.links.asset(""), refresh), status)

    def _pages(self) -> Pages:
        library = self.shelf.library()
        return Pages(library, self.links, judging=self.judging, notice=self.shelf.notice)

    def _member(self, request: Request) -> Member:
        library = self.shelf.library()
        member = records.record(library.document(_row(library, request)), _kind(request))
        if member is None:
            raise HTTPException(404)
        return member

    def _judged(self, request: Request, form: Form) -> Response:
        library = self.shelf.library()
        row = _row(library, request)
        document = library.document(row)
        given = judging.verdicts(form, document, replay(document))
        verdicts.append(library.verdict_file(row), given)
        return RedirectResponse(f"{self.links.document(row, parse({}), None)}#L{given[0].line}", 303)


def _html(text: str, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """A page. File names and ledgers may hold unpaired surrogates, which have no UTF-8 form."""
    return HTMLResponse(text.encode("utf-8", "replace"), status, headers)


def _row(library: Library, request: Request) -> Row:
    identifier = request.path_params["id"]
    row = library.catalogue.row(identifier) if identifier <= LARGEST else None
    if row is None:
        raise HTTPException(404)
    return row


def _kind(request: Request) -> RecordKind:
    for kind in RECORDS:
        if request.path_params["kind"] == kind:
            return kind
    raise HTTPException(404)


async def _form(request: Request) -> Form:
    """A form's fields. Raises ConfigError where it is too large or no form."""
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/x-www-form-urlencoded":
        raise ConfigError("verdicts are sent as a form")
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_FORM:
            raise ConfigError(f"the form is longer than {MAX_FORM:,} bytes; mark fewer lines at once")
    try:
        return parse_qs(body.decode("ascii"), max_num_fields=4 * judging.MAX_LINES)
    except ValueError as error:
        raise ConfigError(f"this is no form: {error}") from error
