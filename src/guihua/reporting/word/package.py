"""The package around the body: house styles, settings and fonts, properties, fixed times and a fixed order of parts."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import datetime
from importlib.resources import files
from typing import Any

from guihua.reporting.document import Document
from guihua.reporting.word.register import FIGURES_NS

_MOMENT = (1980, 1, 1, 0, 0, 0)
_SMALLER = ((b'"32"', b'"28"'), (b'"640"', b'"560"'), (b'"44"', b'"36"'), (b'"720"', b'"560"'))
"""Sizes and indents of the styles, and what stands for them where all must fit on one page."""
_SMALLEST = ((b'"32"', b'"23"'), (b'"640"', b'"460"'), (b'"44"', b'"32"'), (b'"720"', b'"480"'))
"""The same for English, which takes more room."""
_ITEM = (
    '<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n<ds:datastoreItem ds:itemID="{6B1E6C3A-6775-6968-7561-0000F1697372}" '
    'xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml"><ds:schemaRefs>'
    f'<ds:schemaRef ds:uri="{FIGURES_NS}"/></ds:schemaRefs></ds:datastoreItem>'
).encode()
"""Properties of the register: without them LibreOffice drops the part when it saves."""


def dress(package: Any, document: Document) -> None:
    """House styles, settings and fonts in place of the library's; the properties."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml import parse_xml

    main = package.part
    main._styles_part._element = parse_xml(_styles(compact=document.compact, lang=document.lang))
    main._settings_part._element = parse_xml(_template("settings.xml"))
    for relation in main.rels.values():
        if relation.reltype == RELATIONSHIP_TYPE.FONT_TABLE:
            relation.target_part._blob = _template("fontTable.xml")
    _drop(main.rels, RELATIONSHIP_TYPE.CUSTOM_XML)
    _drop(main.package.rels, RELATIONSHIP_TYPE.THUMBNAIL)
    _drop(main.rels, "http://schemas.microsoft.com/office/2007/relationships/stylesWithEffects")
    _properties(package.core_properties, document)


def enter(package: Any, register: bytes) -> None:
    """Put the register of figures into the package."""
    from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    main = package.part
    item = Part(PackURI("/customXml/item1.xml"), "application/xml", register, main.package)
    props = Part(PackURI("/customXml/itemProps1.xml"), CONTENT_TYPE.OFC_CUSTOM_XML_PROPERTIES, _ITEM, main.package)
    item.relate_to(props, RELATIONSHIP_TYPE.CUSTOM_XML_PROPS)
    main.relate_to(item, RELATIONSHIP_TYPE.CUSTOM_XML)


def packed(package: Any) -> bytes:
    """The package's bytes with fixed times and a fixed order of parts."""
    raw = io.BytesIO()
    package.save(raw)
    with zipfile.ZipFile(raw) as source:
        return zipped({name: source.read(name) for name in source.namelist()})


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """Parts as a package: content types and relations first, the others by name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(parts, key=lambda n: (n != "[Content_Types].xml", n != "_rels/.rels", n)):
            info = zipfile.ZipInfo(name, _MOMENT)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            target.writestr(info, parts[name])
    return out.getvalue()


def repacked(source: bytes, parts: Mapping[str, bytes]) -> bytes:
    """A package with these parts, in the order and with the times that `source` has."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(source)) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for info in before.infolist():
            kept = zipfile.ZipInfo(info.filename, info.date_time)
            kept.compress_type, kept.external_attr = zipfile.ZIP_DEFLATED, info.external_attr
            after.writestr(kept, parts[info.filename])
    return out.getvalue()


def _styles(*, compact: bool, lang: str) -> bytes:
    styles = _template("styles.xml")
    for large, small in (_SMALLEST if lang == "en" else _SMALLER) if compact else ():
        styles = styles.replace(large, small)
    return styles


def _properties(properties: Any, document: Document) -> None:
    moment = datetime.fromisoformat(document.meta.get("as_of", "2000-01-01"))
    properties.title, properties.author, properties.comments = document.title, "guihua", ""
    properties.created = properties.modified = moment
    properties.last_modified_by, properties.revision = "guihua", 1
    properties.language = "zh-CN" if document.lang == "zh" else "en"


def _drop(relations: Any, kind: str) -> None:
    """Leave out what the library's own template brings along."""
    for key in [key for key, relation in relations.items() if relation.reltype == kind]:
        del relations[key]


def _template(name: str) -> bytes:
    return files("guihua.reporting").joinpath("templates", name).read_bytes()
