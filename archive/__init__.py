"""The headless core: records, importers, store, index and the verbs over them; runs where no Qt is installed."""

__version__ = "0.1.0"
