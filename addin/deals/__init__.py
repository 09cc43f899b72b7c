"""From cells to typed deals, and from deals to stage visits; no file format, no rate and no forecast.

``values`` and ``tables`` understand cells and sheets, ``reading`` makes a dataset of them, ``asof`` cuts it
at T, ``timeline`` and ``visits`` turn it into arrays.
"""
