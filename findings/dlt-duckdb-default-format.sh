#!/usr/bin/env bash
# Seen with dlt 1.31.0 and DuckDB 2.0.1 (December 2026): dlt's own choice of file for DuckDB, statements of VALUES, takes many times the
# time and memory of Parquet for the same rows, which is to be asked for: `loader_file_format="parquet"`.
. "$(dirname "$0")/common.sh"
install "dlt[duckdb]==1.31.0" duckdb==2.0.1 pyarrow==22.0.0
export RUNTIME__DLTHUB_TELEMETRY=false
run <<'PY'
import resource, subprocess, sys

LOAD = """
import resource, sys, dlt
rows = [{"id": str(i), "status": f"S{i % 7}", "manager": f"M{i % 5}", "client": f"Client {i}", "amount": float(i)} for i in range(30_000)]
pipeline = dlt.pipeline("finding", pipelines_dir=sys.argv[1], destination=dlt.destinations.duckdb(sys.argv[1] + ".duckdb"), dataset_name="crm")
given = {"loader_file_format": "parquet"} if sys.argv[1] == "parquet" else {}
pipeline.run(rows, table_name="deals", write_disposition="merge", primary_key="id", **given)
used = resource.getrusage(resource.RUSAGE_SELF)
print(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
"""
found = {}
for name in ("default", "parquet"):
    out = subprocess.run([sys.executable, "-c", LOAD, name], capture_output=True, text=True, check=True).stdout
    found[name] = tuple(map(float, out.split()))
    print(f"{name}: {found[name][0]:.1f} s of CPU, {found[name][1]:.0f} MB")
assert found["default"][0] > 2 * found["parquet"][0]
assert found["default"][1] > 1.5 * found["parquet"][1]
PY
