"""The parts of a .docx, one concern a module: runs and controls, tables, pictures, contents, sections, package, register."""
