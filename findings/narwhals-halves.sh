#!/usr/bin/env bash
# Seen with narwhals 2.29.0 over pandas 3.1.1, Polars 2.1.0 and DuckDB 2.0.1 (November 2026): the same expression gives other whole
# numbers on other engines. round(0) of 2.5 is 2 on pandas and Polars (halves to even) and 3 on DuckDB (away from zero); a cast of
# 3.5 to Int64 is 3 on pandas and Polars (cut off) and 4 on DuckDB, whose cast rounds halves to even: 2.5 becomes 2 there.
. "$(dirname "$0")/common.sh"
install narwhals==2.29.0 pandas==3.1.1 polars==2.1.0 duckdb==2.0.1 pyarrow==26.0.1
run <<'PY'
import duckdb, narwhals as nw, pandas as pd, polars as pl

values = {"x": [2.5, 3.5, -2.5]}
native = {"pandas": pd.DataFrame(values), "polars": pl.DataFrame(values)}
native["duckdb"] = duckdb.sql("SELECT unnest([2.5, 3.5, -2.5]::DOUBLE[]) AS x")
found = {}
for name, frame in native.items():
    made = nw.from_native(frame).lazy().select(r=nw.col("x").round(0), c=nw.col("x").cast(nw.Int64)).collect()
    found[name] = sorted(zip(made["r"].to_list(), made["c"].to_list()))
    print("narwhals", nw.__version__, name, found[name])
assert found["pandas"] == found["polars"] == [(-2.0, -2), (2.0, 2), (4.0, 3)]
assert found["duckdb"] == [(-3.0, -2), (3.0, 2), (4.0, 4)]
PY
