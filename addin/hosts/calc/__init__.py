"""LibreOffice Calc as a host: an xlwings engine, the part that runs inside the office, and how to start one."""
