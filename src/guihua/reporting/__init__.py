"""Documents for people: the evaluation report and its kin. One document layer, four forms (.docx, .html, .md, .pdf)."""
