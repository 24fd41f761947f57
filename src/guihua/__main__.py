"""`python -m guihua VERB …`, where the command is not on the path."""

import sys

from guihua.cli.main import main

sys.exit(main())
