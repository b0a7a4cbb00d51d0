"""Three tools for language models, by the Model Context Protocol: solve, verify, plot. Each call stands alone.

    over_stdio(settings)              serve standard input and output until they end: `ansatz mcp`
    async with over_http(service)     the route /mcp of a service that runs

What a tool refuses is a result with `isError`, and `{"error": {"type": …, "message": …}}` as its structured content.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Annotated, Any, Literal

from mcp.server import MCPServer
from mcp.types import CallToolResult, ImageContent, TextContent
from pydantic import BaseModel, Field, ValidationError
from starlette.routing import BaseRoute

from ansatz import __version__
from ansatz.serve import requests
from ansatz.serve.service import Reply, Service, failed
from ansatz.serve.settings import Settings

INSTRUCTIONS = (
    "Integrals, ordinary differential equations and Lyapunov functions. Answers are verified: 'proved' is a theorem on "
    "the stated scope, 'checked' agrees to 200 digits at random points, 'refuted' names a point where a claim fails, "
    "'unknown' decides nothing and is never an answer. State the verdict, the scope and the conditions with an answer."
)
Auto = Literal["auto", "integrate", "dsolve", "lyapunov"]
Problem = Annotated[str, Field(description="As text or LaTeX: 'x*cos(x)', \"y'' + y = x\", \"x' = y; y' = -x - y\".")]
Variable = Annotated[str | None, Field(description="The variable, where the problem does not name it.")]
Seconds = Annotated[float, Field(gt=0, le=60, description="Seconds allowed.")]


class Solved(BaseModel):
    """A verified answer, or why there is none."""

    task: str
    problem: str = Field(description="As it was read.")
    answered: bool
    answer: str | None = Field(description="The antiderivative, y = …, or V.")
    value: str | None = Field(default=None, description="The exact value of a definite integral.")
    enclosure: str | None = Field(default=None, description="A rigorous enclosure of the value.")
    verdict: str
    scope: str = Field(description="Where the answer holds.")
    conditions: list[str] = Field(description="On parameters.")
    method: str
    reason: str
    remark: str
    others: list[str] = Field(default_factory=list, description="Further solutions of a differential equation.")
    interval: str | None = None
    stability: str | None = None
    seconds: float


class Judged(BaseModel):
    """The verdict on a claim."""

    verdict: str
    scope: str
    conditions: list[str]
    reason: str
    point: dict[str, Any] | None = Field(description="Where the claim fails, if it is refuted.")


def server_for(service: Service) -> MCPServer[Any]:
    """The tools over a service."""
    server: MCPServer[Any] = MCPServer(
        "ansatz", title="Ansatz", instructions=INSTRUCTIONS, version=__version__, log_level="ERROR"
    )

    @server.tool(title="Solve")
    async def solve(
        problem: Problem,
        task: Annotated[Auto, Field(description="Default: seen from the problem.")] = "auto",
        variable: Variable = None,
        lower: Annotated[str | None, Field(description="Lower bound of a definite integral.")] = None,
        upper: Annotated[str | None, Field(description="Upper bound.")] = None,
        ics: Annotated[str | None, Field(description="Initial values: y(0)=1, y'(0)=0.")] = None,
        deadline: Seconds = 10.0,
    ) -> Annotated[CallToolResult, Solved]:
        """Integrate a function, solve an ordinary differential equation, or find a Lyapunov function; verified."""
        kind = await _task(service, problem, task)
        options = {"integrate": {"lower": lower, "upper": upper}, "dsolve": {"ics": ics}, "lyapunov": {}}[kind]
        if kind != "lyapunov":
            options["variable"] = variable
        asked: dict[str, type[requests.Request]] = {
            "integrate": requests.Integrate,
            "dsolve": requests.Dsolve,
            "lyapunov": requests.Lyapunov,
        }
        reply = await _ask(service, kind, asked[kind], {"problem": problem, "deadline": deadline, **options})
        return _error(reply) if reply.status != 200 else _result(_solved(kind, reply.data))

    @server.tool(title="Verify")
    async def verify(
        problem: Problem,
        claim: Annotated[str, Field(description="The claimed antiderivative, solution y(x), or V.")],
        task: Annotated[Auto, Field(description="Default: seen from the problem.")] = "auto",
        variable: Variable = None,
        deadline: Seconds = 10.0,
    ) -> Annotated[CallToolResult, Judged]:
        """Decide whether a claimed answer is right: proved, checked, refuted at a point, or unknown."""
        kind = await _task(service, problem, task)
        fields = {"problem": problem, "claim": claim, "task": kind, "variable": variable, "deadline": deadline}
        reply = await _ask(service, "verify", requests.Verify, fields)
        if reply.status != 200:
            return _error(reply)
        said = reply.data
        conditions = [condition["text"] for condition in said["conditions"]]
        return _result(
            Judged(
                verdict=said["verdict"],
                scope=said["scope"]["text"],
                conditions=conditions,
                reason=said["reason"],
                point=said["point"],
            )
        )

    @server.tool(title="Plot", structured_output=False)
    async def plot(
        problem: Problem,
        task: Annotated[Auto, Field(description="Default: seen from the problem.")] = "auto",
        variable: Variable = None,
        deadline: Seconds = 10.0,
    ) -> CallToolResult:
        """Draw f and F, solutions over the direction field, or the phase portrait with level sets, as a picture."""
        kind = await _task(service, problem, task)
        fields = {"problem": problem, "task": kind, "variable": variable, "deadline": deadline, "format": "png"}
        reply = await _ask(service, "plot", requests.Plot, fields)
        if reply.status != 200:
            return _error(reply)
        content: list[Any] = []
        for picture in reply.data["pictures"]:
            content.append(ImageContent(type="image", data=picture["data"], mime_type="image/png"))
            content.append(TextContent(type="text", text=picture["alt"]))
        return CallToolResult(content=content or [TextContent(type="text", text="There is nothing to draw.")])

    return server


async def _task(service: Service, problem: str, task: Auto) -> Literal["integrate", "dsolve", "lyapunov"]:
    if task != "auto":
        return task
    reply = await _ask(service, "read", requests.Read, {"problem": problem})
    found: Literal["integrate", "dsolve", "lyapunov"] = "integrate"
    return reply.data["task"] if reply.status == 200 else found


async def _ask(service: Service, task: str, asked: type[requests.Request], fields: Mapping[str, object]) -> Reply:
    try:
        request = asked(**fields)
    except ValidationError as error:
        first = error.errors()[0]
        return failed(422, "InvalidRequest", f"{'.'.join(map(str, first['loc']))}: {first['msg']}.")
    return await service.ask(task, request)


def _solved(task: str, said: dict[str, Any]) -> Solved:
    others = [f"{one['kind']}: {one['text']} ({one['verdict']}, {one['scope']})" for one in said.get("solutions", ())]
    common: dict[str, Any] = {
        name: said[name] for name in ("problem", "answered", "verdict", "scope", "conditions", "method")
    }
    special: dict[str, Any] = {name: said.get(name) or None for name in ("value", "enclosure", "stability")}
    special["interval"] = said.get("interval") if task == "dsolve" else None  # an integral's repeats the enclosure
    return Solved(
        task=task,
        answer=said["answer"],
        reason=said["reason"],
        remark=said["remark"],
        seconds=said["seconds"],
        others=others[1:] if said["answered"] else others,
        **common,
        **special,
    )


def _result(model: BaseModel) -> CallToolResult:
    data = model.model_dump(mode="json")
    return CallToolResult(content=[TextContent(type="text", text=json.dumps(data))], structured_content=data)


def _error(reply: Reply) -> CallToolResult:
    error = reply.data
    said = f"{error['error']['type']}: {error['error']['message']}"
    return CallToolResult(content=[TextContent(type="text", text=said)], structured_content=error, is_error=True)


@asynccontextmanager
async def over_http(service: Service) -> AsyncIterator[BaseRoute]:
    """The route /mcp: streamable HTTP without sessions. Hosts and the token are the guard's business."""
    server = server_for(service)
    route = server.streamable_http_app(stateless_http=True, json_response=True, host="").routes[0]
    async with server.session_manager.run():
        yield route


def over_stdio(settings: Settings) -> None:
    """Serve standard input and output until they end."""

    async def serve() -> None:
        service = Service(settings)
        try:
            await server_for(service).run_stdio_async()
        finally:
            service.close()

    asyncio.run(serve())
