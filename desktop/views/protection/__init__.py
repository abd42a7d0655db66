"""The pages of encryption: unlocking, setting and changing a passphrase, and the recovery code."""

from .protect import Protect
from .recovery import Recovery
from .unlock import Unlock
from .working import Working

__all__ = ["Protect", "Recovery", "Unlock", "Working"]
