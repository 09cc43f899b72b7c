"""Large sheets read on every core. One door, ``load_in_parts``; in doubt the sheet is read the plain way."""
