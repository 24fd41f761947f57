"""Sphinx configuration: MyST pages, furo, no network. Pages made from the source are written before the build."""

import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

project = "guihua 规划"
author = "guihua"
copyright = "guihua"
extensions = ["myst_parser", "sphinx.ext.autodoc"]
autodoc_typehints = "description"
autodoc_preserve_defaults = True
source_suffix = {".md": "markdown"}
exclude_patterns = ["_build", "_made/reading-stages.md", "_made/architecture.md", "notebooks", "tutorial/files"]
html_theme = "furo"
html_title = "guihua 规划"
language = "zh_CN"
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
suppress_warnings = ["myst.xref_missing"]
html_theme_options = {
    "light_css_variables": {"color-brand-primary": "#1f4e79", "color-brand-content": "#1f4e79"},
    "dark_css_variables": {"color-brand-primary": "#8ab4d8", "color-brand-content": "#8ab4d8"},
}


def setup(app):
    """Write the pages that are made from the source."""
    from scripts.made_pages import write_all
    from scripts.reference_pages import write_errors

    write_errors()
    write_all()
