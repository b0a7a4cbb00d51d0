"""The application: routes over a `Service`, typed errors, server-sent events.

app = create_app(Settings())
POST /v1/integrate  {"problem": "x*cos(x)"}        a JSON object, or with Accept: text/event-stream its progress, too
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

from fastapi import FastAPI
from fastapi import Request as Connection
from fastapi.exceptions import RequestValidationError
from fastapi.responses import PlainTextResponse, Response, StreamingResponse
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

from ansatz import __version__
from ansatz.serve import answers, requests
from ansatz.serve.events import Event
from ansatz.serve.guard import Guard
from ansatz.serve.pages import PAGES
from ansatz.serve.service import Reply, Service, failed
from ansatz.serve.settings import Settings

_EVENTS = "text/event-stream"
_HEARTBEAT = 10.0  # seconds of silence after which a stream says that it lives
_FAILURES: dict[int | str, dict[str, Any]] = {
    status: {"model": answers.Failed, "description": said}
    for status, said in {
        400: "No JSON.",
        401: "The token is missing.",
        413: "The body is too large.",
        415: "The body is not declared as JSON.",
        421: "An unknown host name.",
        422: "The problem or its settings cannot be used.",
        429: "The queue is full: Retry-After says when to ask again.",
        503: "The process that worked on it died, or the service is stopping: Retry-After.",
        504: "A deadline or a memory bound was reached.",
    }.items()
}


def create_app(settings: Settings) -> Guard:
    """The service, guarded; its processes live from the start of the application to its end."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        app.state.service = Service(settings)
        async with AsyncExitStack() as stack:
            stack.callback(app.state.service.close)
            await _mount_tools(app, stack)
            yield

    app = FastAPI(
        title="Ansatz",
        version=__version__,
        description="Integrals, differential equations and Lyapunov functions: networks guess, algebra proves.",
        lifespan=lifespan,
        docs_url=None,  # they fetch scripts of a third party
        redoc_url=None,
        openapi_url="/v1/openapi.json",
    )
    _handle_errors(app)
    _add_tasks(app)
    _add_facts(app, settings)
    for page in PAGES:
        if page.router is not None:
            app.include_router(page.router, prefix="/v1")
        files = StaticFiles(directory=page.folder, html=True)
        if page.path == "/":
            app.router.default = files  # not a mount, which would answer the wrong methods of /v1, too
        else:
            app.mount(page.path, files, name=page.folder.name)
    return Guard(app, settings)


async def _mount_tools(app: FastAPI, stack: AsyncExitStack) -> None:
    """MCP at /mcp, where its SDK is installed."""
    try:
        from ansatz.serve.tools import over_http
    except ModuleNotFoundError:
        return
    tools = await stack.enter_async_context(over_http(app.state.service))
    app.router.routes.insert(0, tools)


# ---------------------------------------------------------------------------------------- errors


def _handle_errors(app: FastAPI) -> None:
    @app.exception_handler(RequestValidationError)
    async def invalid(_: Connection, error: RequestValidationError) -> Response:
        first, *others = error.errors()
        if first["type"] == "json_invalid":
            return _response(failed(400, "NotJson", "The body is no JSON object."))
        place = ".".join(str(part) for part in first["loc"] if part != "body") or "body"
        more = f" ({len(others)} more)" if others else ""
        return _response(failed(422, "InvalidRequest", f"{_ascii(place)}: {_ascii(first['msg'])}{more}."))

    @app.exception_handler(HTTPException)
    async def refused(_: Connection, error: HTTPException) -> Response:
        kind = {404: "NotFound", 405: "MethodNotAllowed", 400: "NotJson"}.get(error.status_code, "Refused")
        reply = failed(error.status_code, kind, f"{error.detail}.")
        return _response(Reply(reply.status, reply.body, dict(error.headers or {})))

    @app.exception_handler(Exception)
    async def unexpected(_: Connection, error: Exception) -> Response:
        return _response(failed(503, "Crashed", "The request could not be worked on; ask again.", 1))


def _ascii(text: str) -> str:
    return text.encode("ascii", "backslashreplace").decode()[:200]


def _response(reply: Reply) -> Response:
    return Response(reply.body, reply.status, dict(reply.headers), "application/json")


# ---------------------------------------------------------------------------------------- tasks


def _add_tasks(app: FastAPI) -> None:
    solving: list[tuple[str, type[requests.Request], type[answers.Answer], str]] = [
        ("integrate", requests.Integrate, answers.IntegralAnswer, "An antiderivative, or the value between bounds."),
        ("dsolve", requests.Dsolve, answers.OdeAnswer, "The solutions of an ordinary differential equation."),
        ("lyapunov", requests.Lyapunov, answers.LyapunovAnswer, "A Lyapunov function of a system, or why none is."),
        ("verify", requests.Verify, answers.VerificationAnswer, "The verdict on a claimed answer."),
        ("read", requests.Read, answers.ReadAnswer, "What would be computed; nothing is solved."),
        ("plot", requests.Plot, answers.PlotAnswer, "Pictures of a problem and its answer."),
        ("attention", requests.Attention, answers.AttentionAnswer, "Where the network looks while it answers."),
    ]
    for task, asked, answer, summary in solving:
        streams = issubclass(asked, requests.Solvable)
        responses = {**_FAILURES, 200: {"content": {_EVENTS: {"schema": {"type": "string"}}} if streams else {}}}
        app.add_api_route(
            f"/v1/{task}",
            _endpoint(task, asked, streams),
            methods=["POST"],
            response_model=answer,
            responses=responses,
            summary=summary,
            operation_id=task,
        )


def _endpoint(task: str, asked: type[requests.Request], streams: bool) -> Callable[..., Any]:
    async def endpoint(connection: Connection, request: requests.Request) -> Response:
        service: Service = connection.app.state.service
        if streams and _EVENTS in connection.headers.get("accept", ""):
            headers = {"X-Accel-Buffering": "no", "Cache-Control": "no-store"}
            return StreamingResponse(_stream(service, task, request), media_type=_EVENTS, headers=headers)
        started = time.monotonic()
        work = asyncio.ensure_future(service.ask(task, request))
        gone = asyncio.ensure_future(connection.receive())  # after the body, that is the client's leaving
        try:
            await asyncio.wait({work, gone}, return_when=asyncio.FIRST_COMPLETED)
            if not work.done():
                service.metrics.count("cancelled")
                work.cancel()
                return Response(status_code=499)  # nobody reads it
            reply = work.result()
        finally:
            gone.cancel()
        service.metrics.answered(task, reply.status, time.monotonic() - started)
        return _response(reply)

    endpoint.__annotations__["request"] = asked
    return endpoint


async def _stream(service: Service, task: str, request: requests.Request) -> AsyncIterator[str]:
    """Server-sent events: waiting, progress, then answer or error; a comment where there is no news for long."""
    started, status = time.monotonic(), 499
    yield f'event: waiting\ndata: {{"ahead":{service.desk.waiting}}}\n\n'
    events = service.follow(task, request, progress=True)
    try:
        pending = asyncio.ensure_future(anext(events))
        while True:
            done, _ = await asyncio.wait({pending}, timeout=_HEARTBEAT)
            if not done:
                yield ": still working\n\n"
                continue
            try:
                item = pending.result()
            except StopAsyncIteration:
                break
            if isinstance(item, Event):
                yield f"event: progress\ndata: {item.body}\n\n"
            else:
                status = item.status
                yield f"event: {'answer' if status == 200 else 'error'}\ndata: {item.body}\n\n"
            pending = asyncio.ensure_future(anext(events))
    finally:
        if not pending.done():
            pending.cancel()
            await asyncio.gather(pending, return_exceptions=True)
        await events.aclose()  # type: ignore[attr-defined]
        service.metrics.answered(f"{task} (stream)", status, time.monotonic() - started)


# ---------------------------------------------------------------------------------------- facts


def _add_facts(app: FastAPI, settings: Settings) -> None:
    @app.get("/v1/models", operation_id="models", responses={401: _FAILURES[401], 421: _FAILURES[421]})
    def models() -> answers.ModelsAnswer:
        """The networks' cards, and the computer algebra systems that take part."""
        from ansatz.serve.facts import systems, weights_cards

        return answers.ModelsAnswer(version=__version__, networks=weights_cards(settings.weights), systems=systems())

    @app.get("/v1/health", operation_id="health", responses={421: _FAILURES[421]})
    async def health(connection: Connection) -> answers.HealthAnswer:
        """Whether it takes requests; it needs no token."""
        desk = connection.app.state.service.desk
        return answers.HealthAnswer(
            status="ok" if desk.open else "stopping",
            version=__version__,
            workers=settings.workers,
            busy=desk.busy,
            waiting=desk.waiting,
        )

    @app.get(
        "/v1/metrics",
        operation_id="metrics",
        response_class=PlainTextResponse,
        responses={401: _FAILURES[401], 421: _FAILURES[421]},
    )
    def metrics(connection: Connection) -> PlainTextResponse:
        """For Prometheus."""
        from ansatz.serve.facts import resident_bytes

        service: Service = connection.app.state.service
        gauges = {
            "waiting": ("Requests in the queue.", float(service.desk.waiting)),
            "busy": ("Lanes at work.", float(service.desk.busy)),
            "workers": ("Lanes.", float(settings.workers)),
            "resident_bytes": ("Resident memory of the service and its processes.", resident_bytes()),
        }
        return PlainTextResponse(service.metrics.text(gauges), media_type="text/plain; version=0.0.4; charset=utf-8")
