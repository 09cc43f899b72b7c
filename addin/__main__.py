"""``python -m addin`` is the command line."""

from addin.cli.app import entry

entry()
