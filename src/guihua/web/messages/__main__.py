"""`python -m guihua.web.messages`: compile the site's catalogue beside its text."""

from __future__ import annotations

from pathlib import Path

from guihua.view.messages import compiled

HERE = Path(__file__).parent

if __name__ == "__main__":
    (HERE / "en" / "LC_MESSAGES" / "django.mo").write_bytes(compiled("en", HERE))
