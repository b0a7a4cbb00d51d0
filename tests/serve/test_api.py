"""The API: answers that are right, failures that are typed, and a schema that is what the results say."""

import json
import re
from math import cos, sin
from typing import Any

import pytest
from pydantic import BaseModel
from starlette.testclient import TestClient

import ansatz
from ansatz.expr.parse import parse
from ansatz.serve import answers

from .hostile import HOSTILE

ANSWERS: dict[str, type[BaseModel]] = {
    "integrate": answers.IntegralAnswer,
    "dsolve": answers.OdeAnswer,
    "lyapunov": answers.LyapunovAnswer,
    "verify": answers.VerificationAnswer,
    "read": answers.ReadAnswer,
    "plot": answers.PlotAnswer,
    "attention": answers.AttentionAnswer,
}


def ask(client: TestClient, endpoint: str, **body: object) -> dict[str, Any]:
    """The answer, which keeps its schema to the letter."""
    response = client.post(f"/v1/{endpoint}", json=body)
    assert response.status_code == 200, response.text
    said: dict[str, Any] = response.json()
    model = ANSWERS[endpoint]
    model.model_validate(said, strict=True)
    needed = {name for name, field in model.model_fields.items() if field.is_required()}
    assert needed <= set(said) <= set(model.model_fields)
    return said


# ---------------------------------------------------------------------------------------- answers


def test_an_integral_has_the_fields_of_its_solution(client: TestClient) -> None:
    said = ask(client, "integrate", problem="x*cos(x)")
    assert ansatz.verify(said["answer"], "x*cos(x)").verdict.holds and said["verdict"] == "proved"
    assert set(said) - {"display"} == set(ansatz.integrate("x*cos(x)").to_dict())


def test_what_is_shown_comes_where_it_is_asked_for(client: TestClient) -> None:
    shown = ask(client, "integrate", problem="x*cos(x)", display=True)["display"]
    assert shown["mathml"].startswith("<math") and "<svg" in shown["tree"]
    assert "d/dx" in shown["steps"] and "sin(x)" in shown["sympy"]
    assert ask(client, "integrate", problem="x*cos(x)")["display"] is None


def test_a_definite_integral(client: TestClient) -> None:
    said = ask(client, "integrate", problem="1/(1+t^2)", variable="t", lower="0", upper="1")
    assert said["value"] == "pi/4" and said["bounds"] == ["0", "1"]


def test_a_differential_equation(client: TestClient) -> None:
    said = ask(client, "dsolve", problem="y'' + 4y = 0", ics="y(0)=1, y'(0)=0", display=True)
    assert said["verdict"] == "proved" and said["answer"] == "y = cos(2*x)"
    assert ask(client, "verify", task="dsolve", problem="y'' + 4y = 0", claim="cos(2x)")["verdict"] == "proved"


def test_a_linear_system_of_differential_equations(client: TestClient) -> None:
    said = ask(client, "dsolve", problem="x' = y; y' = -x; x(0) = 0, y(0) = 1")
    assert (
        said["verdict"] == "proved" and said["functions"] == ["x", "y"] and said["components"] == ["sin(t)", "cos(t)"]
    )


def test_a_system_with_and_without_a_function(client: TestClient) -> None:
    said = ask(client, "lyapunov", problem="x' = -x^3 + y; y' = -x - y", display=True)
    assert said["verdict"] == "proved" and said["certificate"]
    claim = ask(client, "verify", task="lyapunov", problem="x' = -x^3 + y; y' = -x - y", claim=said["answer"])
    assert claim["verdict"] == "proved"
    assert ask(client, "lyapunov", problem="x' = y; y' = x")["verdict"] == "refuted"


@pytest.mark.parametrize("claim", ["x*sin(x)", "F(x) = x*sin(x) + C"])
def test_a_wrong_answer_fails_at_a_point(client: TestClient, claim: str) -> None:
    said = ask(client, "verify", problem="x*cos(x)", claim=claim)
    assert said["verdict"] == "refuted"
    x = said["point"]["x"]
    assert abs(sin(x) + x * cos(x) - x * cos(x)) > 1e-9  # (x sin x)' is not x cos x there


def test_a_right_answer_is_right_as_students_write_it(client: TestClient) -> None:
    assert ask(client, "verify", problem="∫ x cos(x) dx", claim="F(x) = x sin(x) + cos(x) + C")["verdict"] == "proved"


def test_reading_says_what_would_be_computed(client: TestClient) -> None:
    said = ask(client, "read", problem="2x sin(x^2)")
    assert said["readable"] and said["task"] == "integrate"
    assert parse(said["text"].removeprefix("∫ ").removesuffix(" dx")) == parse("2x sin(x^2)")
    assert ask(client, "read", problem="x' = y; y' = -x")["task"] == "lyapunov"
    assert ask(client, "read", problem="\\dot{x} = -x, \\dot{y} = -y^3")["task"] == "lyapunov"
    assert ask(client, "read", problem="\\frac{dy}{dx} = y")["task"] == "dsolve"
    assert ask(client, "read", problem="y'' + y = 0, y(0) = 1, y'(0) = 0")["task"] == "dsolve"
    unread = ask(client, "read", problem="sin(x")
    assert not unread["readable"] and unread["error"]["type"] == "ParseError"


def test_pictures(client: TestClient) -> None:
    for task, problem in (("integrate", "x*cos(x)"), ("dsolve", "y' = y"), ("lyapunov", "x' = -x; y' = -y")):
        (picture,) = ask(client, "plot", task=task, problem=problem)["pictures"]
        assert "<svg" in picture["data"] and picture["alt"]
    assert ask(client, "plot", problem="sqrt(-1 - x^2)")["pictures"] == []


def test_attention_rows_are_weights(client: TestClient) -> None:
    said = ask(client, "attention", problem="x*cos(x)")
    assert all(abs(sum(row) - 1) < 0.01 and len(row) == len(said["source"]) for row in said["weights"])


def test_progress_comes_as_events(client: TestClient) -> None:
    accept = {"accept": "text/event-stream"}
    with client.stream("POST", "/v1/integrate", json={"problem": "x*exp(x)"}, headers=accept) as response:
        assert response.headers["content-type"].startswith("text/event-stream")
        events = re.findall(r"event: (\w+)\ndata: (.*)\n\n", response.read().decode())
    assert events[0][0] == "waiting" and events[-1][0] == "answer" and ("progress" in dict(events))
    assert json.loads(events[-1][1])["answer"]
    with client.stream("POST", "/v1/integrate", json={"problem": "x*exp("}, headers=accept) as response:
        assert 'event: error\ndata: {"error"' in response.read().decode()


def test_facts(client: TestClient) -> None:
    assert client.get("/v1/health").json()["status"] == "ok"
    assert client.get("/v1/models").json()["networks"][0]["parameters"] > 1_000_000
    metrics = client.get("/v1/metrics").text
    assert re.search(r'^ansatz_requests_total\{endpoint="integrate",status="200"\} [1-9]', metrics, re.MULTILINE)
    assert re.search(r"^ansatz_resident_bytes [1-9]", metrics, re.MULTILINE)


def test_the_schema_names_every_answer_and_failure(client: TestClient) -> None:
    schema = client.get("/v1/openapi.json").json()
    for task in ANSWERS:
        operation = schema["paths"][f"/v1/{task}"]["post"]
        assert {"200", "422", "429", "503", "504"} <= set(operation["responses"])
        body = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
        assert schema["components"]["schemas"][body]["examples"]


# ---------------------------------------------------------------------------------------- failures


def test_bad_requests_are_refused_in_one_sentence(client: TestClient) -> None:
    for body, status, kind in (
        ({"problem": "x*cos("}, 422, "ParseError"),
        ({"problem": "x", "lower": "0"}, 422, "ConfigError"),
        ({"problem": "gamma(x)"}, 422, "UnsupportedError"),
        ({"problem": ""}, 422, "InvalidRequest"),
        ({"problem": 3}, 422, "InvalidRequest"),
        ({"problem": "x", "deadline": 1e9}, 422, "InvalidRequest"),
        ({"problem": "x", "deadline": "1"}, 422, "InvalidRequest"),
        ({"problem": "x", "weights": "/etc"}, 422, "InvalidRequest"),
        ([], 422, "InvalidRequest"),
    ):
        response = client.post("/v1/integrate", json=body)
        assert response.status_code == status, body
        error = response.json()["error"]
        assert error["type"] == kind and error["message"].endswith(".")


@pytest.mark.slow
@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text)[:30])
def test_hostile_text_is_neither_evaluated_nor_fatal(client: TestClient, text: str) -> None:
    """Each names a way into `eval` that some server's `sympify` or `parse_expr` has opened, or what chokes a parser."""
    for task in ("integrate", "dsolve", "lyapunov", "read"):
        said = {"problem": text} | ({} if task == "read" else {"deadline": 1})
        response = client.post(f"/v1/{task}", content=json.dumps(said), headers=JSON)
        assert response.status_code in (200, 422), response.text
        assert "root:" not in response.text and "posix" not in response.text
    body = json.dumps({"problem": "x", "claim": text})
    assert client.post("/v1/verify", content=body, headers=JSON).status_code in (200, 422)


JSON = {"content-type": "application/json"}


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"{", 400),
        (b"\x00\xff\xfe", 400),
        (b"[" * 50_000, 400),
        (b'{"problem": "' + b"x" * 70_000 + b'"}', 413),
        (b'{"problem": "\\ud800"}', 422),
        (b'{"problem": NaN}', 422),
        (b'{"problem": {"__class__": "x"}}', 422),
        (b'{"problem": "x", "deadline": NaN}', 422),
        (b'{"problem": "x", "beam": 1e400}', 422),
        (b'{"problem": "' + b"(" * 3_900 + b'"}', 422),
        (b"", 422),
    ],
    ids=lambda value: str(value)[:20],
)
def test_strange_bodies(client: TestClient, body: bytes, status: int) -> None:
    response = client.post("/v1/integrate", content=body, headers=JSON)
    assert response.status_code == status, response.text
    assert response.json()["error"]["message"]


def test_pages_of_other_sites_cannot_speak_to_it(client: TestClient) -> None:
    assert (
        client.post("/v1/integrate", content='{"problem": "x"}', headers={"content-type": "text/plain"}).status_code
        == 415
    )
    assert client.get("/v1/health", headers={"host": "evil.example"}).status_code == 421
    assert "access-control-allow-origin" not in client.options("/v1/integrate").headers


def test_every_answer_has_careful_headers(client: TestClient) -> None:
    for response in (client.get("/"), client.get("/v1/health"), client.get("/nothing"), client.post("/v1/read")):
        policy = response.headers["content-security-policy"]
        assert "unsafe" not in policy and "default-src 'none'" in policy and "http" not in policy
        assert response.headers["x-content-type-options"] == "nosniff"
        assert response.headers["referrer-policy"] == "no-referrer"


def test_a_wrong_method_is_told_the_right_one(client: TestClient) -> None:
    wrong = (("GET", "/v1/integrate", "POST"), ("PUT", "/v1/health", "GET"), ("POST", "/v1/models", "GET"))
    for method, path, allowed in wrong:
        refused = client.request(method, path)
        assert refused.status_code == 405 and refused.headers["allow"] == allowed
        assert refused.json()["error"]["type"] == "MethodNotAllowed"


def test_static_files_stay_in_their_folder(client: TestClient) -> None:
    assert client.get("/").text.startswith("<!doctype html>")
    assert client.get("/../settings.py").status_code == 404
    assert client.get("/%2e%2e/settings.py").status_code == 404


def test_a_round_of_the_quiz(client: TestClient) -> None:
    terms = client.get("/v1/quiz", params={"seed": 7}).json()["terms"]
    assert len(set(terms)) == 20
    marked = client.post("/v1/quiz", json={"seed": 7, "answers": [True] * 20}).json()
    assert (marked["score"], marked["of"]) == (10, 20)
    truth = [result["real"] for result in marked["results"]]
    assert [result["term"] for result in marked["results"]] == terms
    assert client.post("/v1/quiz", json={"seed": 7, "answers": truth}).json()["score"] == 20


@pytest.mark.parametrize("body", [{}, {"seed": -1, "answers": [True] * 20}, {"seed": 7, "answers": ["yes"] * 20}])
def test_a_bad_round_is_refused(client: TestClient, body: dict[str, object]) -> None:
    answer = client.post("/v1/quiz", json=body)
    assert answer.status_code == 422 and answer.json()["error"]["type"] == "InvalidRequest"
    assert client.get("/v1/quiz", params={"seed": "x"}).status_code == 422


def test_the_page_of_the_quiz_is_served(client: TestClient) -> None:
    assert "AI balderdash" in client.get("/quiz/").text
