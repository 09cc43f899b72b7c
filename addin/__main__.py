"""``python -m addin`` is the command line."""

from addin.cli.start import entry

entry()
