"""The report's chapters, one file each: every function writes its chapter into a composer."""
