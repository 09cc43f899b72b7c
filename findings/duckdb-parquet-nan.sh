#!/usr/bin/env bash
# Seen with DuckDB 2.0.1 (November 2026): a Parquet file's statistics leave NaN out of minimum and maximum, and DuckDB takes a float
# column with statistics to hold none. isnan() is then folded to false before a row is read, so that NaN cannot be found, replaced
# or filtered, while sums over the same column are NaN. From a table in memory the same query finds it, and so does
# read_parquet(..., can_have_nan=true).
. "$(dirname "$0")/common.sh"
install duckdb==2.0.1 pyarrow==26.0.1
run <<'PY'
import duckdb, math, pyarrow as pa, pyarrow.parquet as pq

pq.write_table(pa.table({"amount": pa.array([100.0, math.nan, 50.0])}), "deals.parquet")
ask = "SELECT count(*) FILTER (isnan(amount)), sum(CASE WHEN isnan(amount) THEN 0 ELSE amount END) FROM "
plain = duckdb.sql(ask + "'deals.parquet'").fetchall()[0]
said = duckdb.sql(ask + "read_parquet('deals.parquet', can_have_nan=true)").fetchall()[0]
duckdb.sql("CREATE TABLE deals AS SELECT unnest([100.0, 'NaN'::DOUBLE, 50.0]::DOUBLE[]) AS amount")
table = duckdb.sql(ask + "deals").fetchall()[0]
print("DuckDB", duckdb.__version__, "Parquet:", plain, "with can_have_nan:", said, "table:", table)
assert plain[0] == 0 and math.isnan(plain[1]), "NaN is found in Parquet now"
assert said == table == (1, 150.0)
PY
