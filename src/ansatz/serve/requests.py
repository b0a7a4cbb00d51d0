"""What clients send, checked before anything is read: types and sizes, no mathematics."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from ansatz.serve.settings import MAX_DEADLINE

MAX_TEXT = 4_000
Text = Annotated[str, Field(min_length=1, max_length=MAX_TEXT)]
Short = Annotated[str, Field(min_length=1, max_length=200)]
Method = Literal["network", "fit", "classical"]
Methods = Annotated[list[Method], Field(min_length=1, max_length=3)]
Seconds = Annotated[float, Field(gt=0, le=MAX_DEADLINE, allow_inf_nan=False)]
Beam = Annotated[int, Field(ge=1, le=50)]
Task = Literal["integrate", "dsolve", "lyapunov"]


class Request(BaseModel):
    """Common to all: unknown fields and wrong types are refused."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Solvable(Request):
    """A problem with the settings of its search."""

    problem: Text
    deadline: Seconds = Field(default=10.0, description="Seconds from the request to its answer, waiting included.")
    beam: Beam = Field(default=10, description="Hypotheses of the network.")
    methods: Methods = Field(default=["network", "fit", "classical"], description="Which methods may answer.")
    display: bool = Field(
        default=False, description="Also answer with MathML, SymPy, the steps and the expression tree."
    )


class Integrate(Solvable):
    """An integrand, or an integral with its sign, as text or LaTeX."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"problem": "x*cos(x)"},
                {"problem": "1/(1+t^2)", "variable": "t", "lower": "0", "upper": "1"},
                {"problem": "\\int \\frac{x}{\\sqrt{1-x^2}} dx", "display": True},
            ]
        }
    )
    variable: Short | None = Field(
        default=None, description="Default: what a differential names, the only symbol, or x."
    )
    lower: Short | None = Field(default=None, description="Bounds, both or none; oo and -oo are infinite.")
    upper: Short | None = None
    domain: Literal["real", "complex"] = "real"


class Dsolve(Solvable):
    """An ordinary differential equation of order one or two, initial values after commas."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"problem": "x*y' = y*ln(4*x)"}, {"problem": "y'' + 4y = 0", "ics": "y(0)=1, y'(0)=0"}]
        }
    )
    function: Short = Field(default="y", description="The unknown function, where not only one is differentiated.")
    variable: Short | None = Field(default=None, description="Default: what a derivative names, else x, else t.")
    ics: Text | None = Field(default=None, description="Initial values, such as y(0)=1, y'(0)=0.")


class Lyapunov(Solvable):
    """A system of first-order equations with ; between them."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"problem": "x' = -x^3 + y; y' = -x - y"}, {"problem": "x' = y; y' = -sin(x) - y", "box": "1"}]
        }
    )
    methods: Methods = Field(default=["network", "fit"], description="Of network and fit.")
    at: Short | None = Field(default=None, description='The equilibrium, such as "x = 1, y = 0"; default: the origin.')
    box: Short | None = Field(default=None, description='Only on a box about the equilibrium: "1", or "x = 1, y = 2".')
    barrier: bool = Field(default=False, description="V >= 0 is enough.")


class Verify(Request):
    """A claim, and the problem whose answer it should be: F against f, y against an equation, V against a system."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"problem": "x*cos(x)", "claim": "x*sin(x) + cos(x)"},
                {"task": "dsolve", "problem": "y'' + y = 0", "claim": "C1*sin(x) + C2*cos(x)"},
                {"task": "lyapunov", "problem": "x' = -x; y' = -y", "claim": "x^2 + 2y^2"},
            ]
        }
    )
    problem: Text
    claim: Text
    task: Task = "integrate"
    variable: Short | None = None
    function: Short = "y"
    at: Short | None = None
    domain: Literal["real", "complex"] = "real"
    deadline: Seconds = 5.0


class Read(Request):
    """A text as it is being typed: what would be computed?"""

    model_config = ConfigDict(json_schema_extra={"examples": [{"problem": "2x sin(x^2)"}]})
    problem: Annotated[str, Field(max_length=MAX_TEXT)]
    task: Task | None = Field(default=None, description="Default: seen from the text.")
    variable: Short | None = None


class Plot(Request):
    """A problem whose pictures are wanted."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"problem": "x*cos(x)"}]})
    problem: Text
    task: Task = "integrate"
    variable: Short | None = None
    at: Short | None = None
    box: Short | None = None
    ics: Text | None = None
    deadline: Seconds = 20.0
    dark: bool = Field(default=False, description="For a dark page.")
    format: Literal["svg", "png"] = "svg"


class Attention(Request):
    """An integrand, to see where the network looks while it answers."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"problem": "x*cos(x)"}]})
    problem: Text
    variable: Short | None = None
