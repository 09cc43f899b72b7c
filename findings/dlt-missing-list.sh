#!/usr/bin/env bash
# Seen with dlt 1.31.0 (December 2026): where an answer lacks the list that `data_selector` names, rest_api takes it for an empty
# page and the pipeline ends well. Some CRMs answer an error with HTTP 200 and no list, and a list may be renamed: no deal comes, and nobody is told.
. "$(dirname "$0")/common.sh"
install "dlt[duckdb]==1.31.0" duckdb==2.0.1
export RUNTIME__DLTHUB_TELEMETRY=false
run <<'PY'
import dlt
from loopback import serve
from dlt.sources.rest_api import rest_api_source

address = serve(lambda _: {"isValid": False, "error": "another user is online"})

source = rest_api_source({
    "client": {"base_url": address},
    "resources": [{"name": "deals", "endpoint": {"path": "deals", "data_selector": "deals", "paginator": "single_page"}}],
})
pipeline = dlt.pipeline("finding", pipelines_dir="state", destination=dlt.destinations.duckdb("out.duckdb"), dataset_name="crm")
info = pipeline.run(source)
rows = pipeline.last_trace.last_normalize_info.row_counts
print("dlt", dlt.__version__, "failed jobs:", info.has_failed_jobs, "rows:", rows.get("deals", 0))
assert not info.has_failed_jobs and rows.get("deals", 0) == 0
PY
