"""The key of an encrypted archive: 32 raw bytes, handed to the store as they are and never shown."""

from dataclasses import dataclass, field

from archive.base.errors import Invalid

KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class Key:
    """A raw SQLCipher key (https://www.zetetic.net/sqlcipher/sqlcipher-api/#key); its representation does not tell it."""

    raw: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.raw) != KEY_BYTES:
            raise Invalid(
                f"A key has {KEY_BYTES} bytes, not {len(self.raw)}.", "Give the key that the archive was made with."
            )
