"""The least that reading a big sheet could cost: a bare fastexcel load into Arrow, by its defaults."""

import logging
import sys

import fastexcel

logging.getLogger("fastexcel.types.dtype").setLevel(logging.ERROR)
batch = fastexcel.read_excel(sys.argv[1]).load_sheet(0).to_arrow()
print(batch.num_rows, batch.num_columns)
