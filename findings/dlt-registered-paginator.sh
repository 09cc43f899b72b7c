#!/usr/bin/env bash
# Seen with dlt 1.31.0 (December 2026): a paginator of one's own may be registered under a name for rest_api, but only parameters that
# dlt's own paginators have pass the check of the configuration; one of its own, such as the field that tells how many rows are left,
# is refused as unexpected. An instance in the place of the configuration is taken.
. "$(dirname "$0")/common.sh"
install "dlt[duckdb]==1.31.0" duckdb==2.0.1
export RUNTIME__DLTHUB_TELEMETRY=false
run <<'PY'
import dlt
from loopback import serve
from dlt.sources.helpers.rest_client.paginators import BasePaginator
from dlt.sources.rest_api import rest_api_source
from dlt.sources.rest_api.config_setup import register_paginator

class Remaining(BasePaginator):
    def __init__(self, left_field="left"):
        super().__init__()
        self.left_field, self.page = left_field, 1
    def update_state(self, response, data=None):
        self._has_next_page = response.json()[self.left_field] > 0
    def update_request(self, request):
        self.page += 1
        request.params = {**(request.params or {}), "page": self.page}

register_paginator("remaining", Remaining)
address = serve(lambda path: {"rows": [{"id": path[-1]}], "notReturned": 0 if path.endswith("2") else 1})

def ids(paginator):
    endpoint = {"path": "deals", "params": {"page": 1}, "data_selector": "rows", "paginator": paginator}
    source = rest_api_source({"client": {"base_url": address}, "resources": [{"name": "deals", "endpoint": endpoint}]})
    return [row["id"] for row in source.resources["deals"]]

print("dlt", dlt.__version__)
try:
    told = ids({"type": "remaining", "left_field": "notReturned"})
except Exception as error:
    told = type(error).__name__
print("by its registered name:", told)
print("as an instance:", ids(Remaining("notReturned")))
assert told == "DictValidationException" and ids(Remaining("notReturned")) == ["1", "2"]
PY
