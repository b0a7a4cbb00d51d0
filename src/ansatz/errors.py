"""Every exception that Ansatz raises on purpose.

    AnsatzError
    ├── InputError            the user's input; one sentence, exit code 2
    │   ├── ParseError        text that is not in the grammar
    │   ├── LimitError        too long, too deep, numbers too large
    │   ├── DomainError       not a function: 1/0, 0/0, infinity
    │   └── UnsupportedError  mathematics outside the operator table
    ├── NotationError         a token sequence that spells no expression
    ├── ConfigError           contradictory or unknown settings
    ├── CheckpointError       weights or checkpoints that cannot be read
    ├── AlgebraError          an exact method does not reach so far; its caller tries another one, or none
    │   ├── NotInRingError    an expression without an element in a ring
    │   ├── UndecidedError    a sign, a branch or a nonzero denominator that no ball could certify
    │   │   └── TooFewTermsError  … an expansion that more terms may settle
    │   ├── UnevaluableError  an expression without values in a finite field
    │   │   └── BadConstantsError  … for these random constants; others will do
    │   ├── BadPrimeError     a number that does not exist modulo this prime; another one will do
    │   └── NoValueError      an expression without a finite value at a point
    │       ├── UndefinedError    … certainly
    │       └── UnsureError       … or balls that are too wide to tell
    │           └── MayBeZeroError    … a denominator from zero
    ├── CheckError            what a lesson says of its own result does not hold
    └── ResourceError         a deadline or memory bound was reached
        ├── TooLargeError     exact algebra would take too long, or too much
        ├── BusyError         a service takes no more for now
        └── LostError         a job of a service ended without an answer

    BaseException
    └── TimeIsUpError         no handler inside a foreign library may swallow it

Each message is one clear sentence that says what is wrong and what to do. Algebra on expressions fails in the
ways of `ALGEBRA_FAILURES`, which includes those of the libraries below.
"""


class AnsatzError(Exception):
    """Root of the tree."""


class InputError(AnsatzError, ValueError):
    """The user's input cannot be used."""


class ParseError(InputError):
    """Text that is not in the grammar."""


class LimitError(InputError):
    """An expression beyond the documented limits of `ansatz.expr.tree`."""


class DomainError(InputError):
    """An expression without a value anywhere, such as 1/0."""


class UnsupportedError(InputError):
    """An operator or object that is not in the operator table."""


class NotationError(AnsatzError, ValueError):
    """A token sequence that spells no expression (a malformed hypothesis)."""


class ConfigError(AnsatzError, ValueError):
    """Settings that contradict each other or are unknown."""


class CheckpointError(AnsatzError):
    """A checkpoint or weights folder that cannot be used."""


class AlgebraError(AnsatzError):
    """An exact method does not reach so far: no error of the user's, and no end of the search."""


class NotInRingError(AlgebraError):
    """An expression that has no element in the ring it was to be written in."""


class UndecidedError(AlgebraError):
    """A value needed by a proof could not be certified at the point."""


class TooFewTermsError(UndecidedError):
    """The terms of an expansion do not tell; more of them may."""


class UnevaluableError(AlgebraError):
    """An expression that has no values in the field (an unknown function, no common domain, division by zero)."""


class BadConstantsError(UnevaluableError):
    """A root over the parameters, such as sqrt(a - b), does not exist for these random values; others will do."""


class BadPrimeError(AlgebraError):
    """A number such as sqrt(17) does not exist modulo this prime; another prime will do."""


class NoValueError(AlgebraError):
    """An expression has no finite value at a point."""


class UndefinedError(NoValueError):
    """There certainly is no value."""


class UnsureError(NoValueError):
    """The balls are too wide to tell."""


class MayBeZeroError(UnsureError):
    """A denominator, or what stands in a logarithm, cannot be told from zero.

    is_zero: whether it then is zero, at some thousands of bits and a point of few digits: a number of small height
    that is made of sums, products, roots and magnitudes, and of π and e at most, is not that near zero.
    """

    is_zero = False


class ResourceError(AnsatzError):
    """A deadline or a memory bound was reached."""


class TooLargeError(ResourceError):
    """Exact algebra would take too long, or leave the bounds of degrees and terms."""


class BusyError(ResourceError):
    """The queue is full, the service is stopping, or no lane became free in time: ask again after so many seconds."""

    def __init__(self, message: str, retry_after: int, overloaded: bool = True) -> None:
        super().__init__(message)
        self.retry_after, self.overloaded = retry_after, overloaded


class LostError(ResourceError):
    """A job ended without an answer. status: of its run (`ansatz.limits.Status`)."""

    def __init__(self, status: str, message: str) -> None:
        super().__init__(message)
        self.status = status


class CheckError(AnsatzError):
    """A lesson's check does not hold."""


class TimeIsUpError(BaseException):
    """A soft deadline ended inside a foreign library; not an Exception, so that no handler there swallows it."""


ALGEBRA_FAILURES = (
    AnsatzError,  # what is beyond our own methods, or has no value
    ArithmeticError,  # 1/0 and overflow, in Python and in python-flint
    RuntimeError,  # SymEngine's C++ exceptions, what it has not implemented, and recursion too deep
    ValueError,  # arguments outside a function's domain, in SymEngine, SymPy and python-flint
)
"""How algebra on a well-formed expression may fail. A bug (TypeError, KeyError, …) is none of these."""
