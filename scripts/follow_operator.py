"""Does what docs/howto/operate.md says, `make operate`: every line of its `sh` blocks, in an empty folder in place of /opt and /srv.

    python -m scripts.follow_operator [--program FOLDER]     an installed environment (default: the one that runs this)

Ends with status 1 at the first line that fails. A line that ends with & is left running until the end.
"""

from __future__ import annotations

import argparse
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "howto" / "operate.md"


def lines() -> list[str]:
    """The commands of the page that need no administrator."""
    blocks = re.findall(r"```sh\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    return [line for block in blocks for line in block.splitlines() if line.strip()]


def main() -> int:
    """Follow the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", type=Path, default=Path(sys.prefix))
    args = parser.parse_args()
    running: list[subprocess.Popen[bytes]] = []
    with tempfile.TemporaryDirectory(prefix="guihua-operate-") as work:
        here = Path(work)
        environment = {**os.environ, "PATH": f"{args.program / 'bin'}:{os.environ['PATH']}"}
        try:
            for line in lines():
                command = line.replace("/opt/guihua", str(args.program)).replace("/srv/guihua", f"{here}/srv")
                print(f"$ {line}", flush=True)
                if command.endswith("&"):
                    command = command.removesuffix("&").replace("&& guihua", "&& exec guihua")
                    running.append(
                        subprocess.Popen(["bash", "-c", command], cwd=ROOT, env=environment, start_new_session=True)
                    )
                    _until_up(command)
                    continue
                done = subprocess.run(
                    ["bash", "-c", command], cwd=ROOT, env=environment, check=False, capture_output=True, text=True
                )
                if done.returncode:
                    print(done.stdout[-2000:], done.stderr[-2000:], sep="\n")
                    return 1
        finally:
            for process in running:
                os.killpg(process.pid, signal.SIGTERM)
                process.wait(timeout=20)
    print(f"{len(lines())} lines followed")
    return 0


def _until_up(command: str) -> None:
    """Wait until the site answers and its worker was heard of."""
    port = re.search(r"--port (\d+)", command)
    for _ in range(240):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port[1] if port else 8000}/ready/", timeout=2)
            return
        except OSError:
            time.sleep(0.5)


if __name__ == "__main__":
    sys.exit(main())
