"""The second look: figures as they stand in the sentences and tables of a text, and what they say of each other there.

Statements meet by what they are called; where reading gives a figure another name, year or form, they do not meet. This
look needs none of that: it takes the figures of a sentence in their order, with the words between them (由…到…, 其中, 占,
每年), and holds each relation that the words state against the arithmetic. What it finds rests on the figures' own
characters and is made again from them (`relations`).
"""

from __future__ import annotations
