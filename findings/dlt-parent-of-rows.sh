#!/usr/bin/env bash
# Seen with dlt 1.31.0 (December 2026): a resource that others of rest_api depend on, as `{resources.changed.id}`, may be any resource,
# but one that yields its rows one by one, as `dlt.resource([{...}, {...}])` does, ends in "'str' object has no attribute 'keys'".
# The same rows as one list, which is how pages come, are taken.
. "$(dirname "$0")/common.sh"
install "dlt[duckdb]==1.31.0" duckdb==2.0.1
export RUNTIME__DLTHUB_TELEMETRY=false
run <<'PY'
import dlt
from loopback import serve
from dlt.sources.rest_api import rest_api_source

address = serve(lambda path: [{"deal": path.rpartition("/")[2], "stage": "won"}])

def stages_of(rows):
    source = rest_api_source({
        "client": {"base_url": address},
        "resources": [
            dlt.resource(rows, name="changed", selected=False),
            {"name": "stages", "endpoint": {"path": "stages/{resources.changed.id}", "paginator": "single_page"}},
        ],
    })
    return [row["deal"] for row in source.resources["stages"]]

deals = [{"id": "7"}, {"id": "8"}]
print("dlt", dlt.__version__)
try:
    told = stages_of(deals)
except Exception as error:
    told = str(error.__cause__ or error)
print("rows one by one:", told)
print("rows as a list:", stages_of([deals]))
assert "has no attribute 'keys'" in told and stages_of([deals]) == ["7", "8"]
PY
