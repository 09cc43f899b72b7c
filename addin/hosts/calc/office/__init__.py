"""What runs inside the office, on the office's own Python (3.8 or later): standard library and uno only.

In an extension this package is copied as ``pythonpath/honest_funnel_office``; it never imports ``addin``.
"""
