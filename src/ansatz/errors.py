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
    └── ResourceError         a deadline or memory bound was reached

Each message is one clear sentence that says what is wrong and what to do.
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


class ResourceError(AnsatzError):
    """A deadline or a memory bound was reached."""
