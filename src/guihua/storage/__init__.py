"""A project's store: SQL for what is small and must be true, Parquet parts for what is large.

``open_store(path_or_url)`` gives a ``Store``; every library function takes one and never opens its own.
"""

from guihua.storage.bulk import BulkTable, Condition
from guihua.storage.store import Store, open_store

__all__ = ["BulkTable", "Condition", "Store", "open_store"]
