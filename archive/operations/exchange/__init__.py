"""Work that goes from one archive to another, and is joined there (docs/EXCHANGE.md)."""
