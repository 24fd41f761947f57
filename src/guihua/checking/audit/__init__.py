"""数据核校: every figure of any paper against the store, the plan and the paper itself.

audit(document, …)   a paper as read -> Audit: one remark a figure, what is wrong and where the right figure stands
"""

from __future__ import annotations
