"""The column of rows that say that one thing is in another, and of records that two may make each by itself.

It holds a random number, by which two who put the same thing in the same place are told apart from one of whom the other has a copy: who takes
off what one put on takes nothing off that another put on (an observed-remove set; Shapiro et al., "A comprehensive study of convergent and
commutative replicated data types", INRIA RR-7506, 2011, 3.3.5). Rows of earlier versions have none, and are taken for the same.
"""

import secrets

NONCE = "nonce"
_BITS = 53  # a number that any JSON can tell
IN_SQL = f"random() & {2**_BITS - 1}"


def new() -> int:
    """A nonce: at least 0, below 2^53."""
    return secrets.randbits(_BITS)


def is_one(value: object) -> bool:
    """Whether a value is a nonce."""
    return type(value) is int and 0 <= value < 2**_BITS
