"""The service: a page for people, an API for programs, three tools for language models; `ansatz serve`, `ansatz mcp`.

    app          FastAPI: routes, typed errors, server-sent events      requests, answers: their schema
    guard        what every connection must keep: sizes, hosts, a token, careful headers
    service      from a request to its answer: cache, queue, batches
    desk         a bounded queue and lanes: each a process that can be killed, with solvers of its own
    tasks        what runs in a lane: reading, solving, judging, drawing
    static       the page, plain files; another page is a row in `pages.PAGES`
    tools        MCP: solve, verify, plot

Text from outside is read, solved and printed in a lane's process alone: the server itself imports no mathematics, and a
text that makes a library hang costs its sender an answer and nobody else anything.
"""
