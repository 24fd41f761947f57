"""The catalogue of messages: Chinese is the source language, English its translation, in files that Django shares.

`LOCALE` is the folder for Django's LOCALE_PATHS. The text is `en/LC_MESSAGES/django.po`; `django.mo` beside it is
compiled from it by `python -m guihua.view.messages` (no outside tool), and a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

LOCALE = Path(__file__).parent
LANGUAGES = ("zh", "en")


def translator(lang: str) -> Callable[[str], str]:
    """The function that turns a Chinese message into `lang`; for Chinese it returns the message itself.

    A message without a translation stays Chinese: nothing is silently dropped.
    """
    if lang == "zh":
        return lambda message: message
    known = _catalogue(lang)
    return lambda message: known.get(message, message)


def compiled(lang: str = "en", locale: Path = LOCALE) -> bytes:
    """The .mo bytes of a language's catalogue, made from its .po text."""
    entries = {"": _HEADER, **dict(sorted(read_po(locale / lang / "LC_MESSAGES" / "django.po").items()))}
    pairs = [(key.encode(), text.encode()) for key, text in sorted(entries.items(), key=lambda pair: pair[0].encode())]
    start = 28 + 16 * len(pairs)
    keys = b"".join(key + b"\0" for key, _ in pairs)
    texts = b"".join(text + b"\0" for _, text in pairs)
    index = b""
    at = start
    for key, _ in pairs:
        index += len(key).to_bytes(4, "little") + at.to_bytes(4, "little")
        at += len(key) + 1
    for _, text in pairs:
        index += len(text).to_bytes(4, "little") + at.to_bytes(4, "little")
        at += len(text) + 1
    head = (0x950412DE, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, start)
    return b"".join(word.to_bytes(4, "little") for word in head) + index + keys + texts


def read_po(path: Path) -> dict[str, str]:
    """Messages of a .po file, without its header; msgid and msgstr may run over several quoted lines."""
    found: dict[str, str] = {}
    parts = {"msgid": "", "msgstr": ""}
    field = ""
    for line in [*path.read_text(encoding="utf-8").splitlines(), 'msgid ""']:
        word, _, rest = line.strip().partition(" ")
        if word in parts:
            if word == "msgid":
                if parts["msgid"] and parts["msgstr"]:
                    found[parts["msgid"]] = parts["msgstr"]
                parts = {"msgid": "", "msgstr": ""}
            field = word
        quoted = rest if word in parts else line.strip()
        if field and quoted.startswith('"'):
            parts[field] += _unquote(quoted)
    return found


_HEADER = "Content-Type: text/plain; charset=UTF-8\nLanguage: en\nPlural-Forms: nplurals=2; plural=(n != 1);\n"


def _folder(lang: str) -> Path:
    return LOCALE / lang / "LC_MESSAGES"


@cache
def _catalogue(lang: str) -> dict[str, str]:
    return read_po(_folder(lang) / "django.po")


def _unquote(text: str) -> str:
    return text[1:-1].replace("\\n", "\n").replace('\\"', '"').replace("\\\\", "\\")
