"""The extension in a headless LibreOffice Calc: deals loaded by a formula, hundreds of figures, a refresh.

Beside our formulas, in the same run, the peer: the same counts as COUNTIFS of Calc's own over the same cells.
A count that differs from the peer's ends the run. Linux only, as it reads what the processes have used.
"""
