"""LibreOffice Calc as a host: an xlwings engine, the part that runs inside the office, how to start one."""
