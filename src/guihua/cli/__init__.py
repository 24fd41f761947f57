"""The one command, `guihua`: one file a verb."""
