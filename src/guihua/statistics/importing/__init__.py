"""Bringing tables in: every importer ends in one check, which gives good rows as a frame and bad rows as a table.

import_file(store, path, …)   read, check, store all or nothing
read_table(path)              any long table as text columns
check(table)                  text columns -> frame and bad rows
"""

from guihua.statistics.importing.check import Checked, Defaults, check
from guihua.statistics.importing.files import Imported, import_file
from guihua.statistics.importing.table import RawTable, read_table

__all__ = ["Checked", "Defaults", "Imported", "RawTable", "check", "import_file", "read_table"]
