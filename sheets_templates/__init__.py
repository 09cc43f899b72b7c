"""The templates of the report, and what makes them: XlsxWriter over the blocks and their words.

Hosts build their workbooks from it; it imports no host, and computes no number.
"""
