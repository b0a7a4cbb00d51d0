"""The schema of the answers: the fields of `Solution.to_dict` and `Verification.to_dict`, task by task.

Answers are written in a lane and passed on as they are; these classes describe them to OpenAPI and to clients, and the
tests hold them to what the results' own types say.
"""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Verdict = Literal["proved", "checked", "refuted", "unknown"]


class Answer(BaseModel):
    """Plain JSON values."""

    model_config = ConfigDict(extra="forbid")


class CandidateAnswer(Answer):
    """One claimed answer."""

    expression: str
    method: str
    detail: str
    score: float | None = Field(description="The beam's mean log-probability; null for other methods.")
    verdict: Verdict
    seconds: float


class Display(Answer):
    """For the page, where `display` was asked for."""

    statement: str = Field(description="The problem as MathML.")
    mathml: str = Field(description="The answer as MathML, empty where there is none.")
    others: list[str] = Field(description="MathML of further solutions of a differential equation.")
    sympy: str = Field(description="The answer as SymPy code.")
    steps: str = Field(description="How it was found and verified, in paragraphs.")
    tree: str = Field(description="The expression tree of the answer as SVG.")


class SolutionAnswer(Answer):
    """Common to all tasks; see `ansatz.Solution`."""

    problem: str
    answered: bool
    answer: str | None
    latex: str
    verdict: Verdict
    scope: str
    conditions: list[str]
    method: str
    elementary: bool
    reason: str
    remark: str
    candidates: list[CandidateAnswer]
    tried: list[str]
    seconds: float
    display: Display | None = None


class IntegralAnswer(SolutionAnswer):
    """An antiderivative, or the value between bounds."""

    integrand: str
    variable: str
    bounds: list[str] | None
    value: str | None
    enclosure: str | None
    interval: list[float] | None
    diverges: bool


class OneSolutionAnswer(Answer):
    """One of the solutions of a differential equation."""

    text: str
    latex: str
    kind: str
    implicit: bool
    parametric: bool
    verdict: Verdict
    scope: str
    conditions: list[str]
    method: str
    detail: str


class OdeAnswer(SolutionAnswer):
    """The general solution, or the one with the initial values; the others beside it.

    Of a system, its functions and what each of them is.
    """

    function: str
    variable: str
    order: int
    implicit: bool
    solutions: list[OneSolutionAnswer]
    interval: str | None
    functions: list[str] = []
    components: list[str] = []


class LyapunovAnswer(SolutionAnswer):
    """V with its certificate; `refuted` where it is proved that there is none."""

    variables: list[str]
    system: list[str]
    at: list[str]
    stability: str
    why: str
    point: dict[str, float] | None
    box: list[str] | None
    level: str | None
    other_equilibrium: str
    certificate: dict[str, object] | None


class VerificationAnswer(Answer):
    """The verdict on a claim; `point`: where it fails."""

    verdict: Verdict
    scope: dict[str, object]
    conditions: list[dict[str, str]]
    reason: str
    advice: str
    point: dict[str, object] | None
    seconds: float


class Failure(Answer):
    """What went wrong, in one clear sentence. type: of the error, as in `ansatz.errors`, or of the service."""

    type: str
    message: str


class Failed(Answer):
    """The body of every answer that is none."""

    error: Failure


class ReadAnswer(Answer):
    """What would be computed, or why the text cannot be read (yet)."""

    readable: bool
    task: Literal["integrate", "dsolve", "lyapunov"]
    text: str
    latex: str
    mathml: str
    variable: str
    error: Failure | None


class Picture(Answer):
    """name: function, antiderivative, family or portrait. alt: what it shows, in words. data: SVG, or PNG in base64."""

    name: str
    alt: str
    format: Literal["svg", "png"]
    data: str


class PlotAnswer(Answer):
    """The pictures of a problem."""

    pictures: list[Picture]


class AttentionAnswer(Answer):
    """weights: (answer, source); each row sums to 1."""

    source: list[str]
    answer: list[str]
    weights: list[list[float]]


class ModelsAnswer(Answer):
    """Who takes part."""

    version: str
    networks: list[dict[str, object]]
    systems: list[str]


class HealthAnswer(Answer):
    """ok, or stopping."""

    status: Literal["ok", "stopping"]
    version: str
    workers: int
    busy: int
    waiting: int
