"""The SDK's own client lists the tools and calls each, over both transports."""

import base64
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import anyio
import pytest

pytest.importorskip("mcp", reason="the extra `mcp` is not installed")

from mcp import Client, StdioServerParameters


@asynccontextmanager
async def connected(transport: str, address: str) -> AsyncIterator[Client]:
    here = {"PYTHONPATH": os.pathsep.join(sys.path)}
    over_stdio = StdioServerParameters(command=sys.executable, args=["-m", "ansatz", "mcp"], env=here)
    async with Client(over_stdio if transport == "stdio" else f"{address}/mcp") as client:
        yield client


async def converse(transport: str, address: str) -> None:
    async with connected(transport, address) as client:
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
        assert set(tools) == {"solve", "verify", "plot"}
        assert tools["solve"].output_schema and "verdict" in tools["solve"].output_schema["properties"]

        solved = (await client.call_tool("solve", {"problem": "y' = y, y(0) = 2"})).structured_content
        assert solved and (solved["task"], solved["answer"], solved["verdict"]) == ("dsolve", "y = 2*exp(x)", "proved")
        value = (await client.call_tool("solve", {"problem": "x", "lower": "0", "upper": "2"})).structured_content
        assert value and value["value"] == "2"

        judged = (await client.call_tool("verify", {"problem": "2x", "claim": "x^3"})).structured_content
        assert judged and judged["verdict"] == "refuted"
        x = judged["point"]["x"]
        assert abs(3 * x**2 - 2 * x) > 1e-6  # it does fail there

        drawn = await client.call_tool("plot", {"problem": "x*cos(x)"})
        image = next(part for part in drawn.content if part.type == "image")
        assert base64.b64decode(image.data).startswith(b"\x89PNG")

        for tool, arguments, kind in (
            ("solve", {"problem": "x*cos("}, "ParseError"),
            ("solve", {"problem": "x", "lower": "0"}, "ConfigError"),
            ("solve", {"problem": ""}, "InvalidRequest"),
            ("verify", {"problem": "x", "claim": "__import__('os')"}, "ParseError"),
        ):
            refused = await client.call_tool(tool, arguments)
            assert refused.is_error and refused.structured_content
            assert refused.structured_content["error"]["type"] == kind
        assert (await client.call_tool("solve", {"problem": "x", "deadline": -1})).is_error


@pytest.mark.slow
@pytest.mark.parametrize("transport", ["stdio", "streamable HTTP"])
def test_the_tools_over_both_transports(transport: str, address: str) -> None:
    anyio.run(converse, transport, address)
