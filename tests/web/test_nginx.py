"""Behind a TLS proxy, a real nginx with the configuration that the documents give: log-in, Secure cookies, whose address is believed."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from http.cookiejar import CookieJar
from pathlib import Path

import pytest

NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
OPENSSL = shutil.which("openssl")
EXAMPLE = Path(__file__).parents[2] / "docs" / "reference" / "nginx.conf"
PASSWORD = "long pass phrase 7"

pytestmark = pytest.mark.skipif(not (NGINX and OPENSSL), reason="needs nginx and openssl, from Debian's packages")


def _free() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _environment() -> dict[str, str]:
    return {k: v for k, v in os.environ.items() if not k.startswith(("GUIHUA_", "DJANGO_"))}


def _guihua(root: Path, *arguments: str, given: str = "") -> None:
    subprocess.run(
        [sys.executable, "-m", "guihua", *arguments], cwd=root, input=given, env=_environment(), text=True, check=True, capture_output=True
    )  # fmt: skip


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    root = tmp_path_factory.mktemp("proxied")
    (root / "plan.txt").write_text("某市规划\n\n到2020年，产量达到100万吨。\n", encoding="utf-8")
    (root / "guihua.toml").write_text('plan = "plan.txt"\nregion = "150200"\n', encoding="utf-8")
    _guihua(root, "user", "add", "li", "--role", "administrator", "--password-stdin", given=f"{PASSWORD}\n")
    below, above = _free(), _free()
    subprocess.run(
        [str(OPENSSL), "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
         "-keyout", str(root / "key.pem"), "-out", str(root / "cert.pem")], check=True, capture_output=True,
    )  # fmt: skip
    told = EXAMPLE.read_text(encoding="utf-8")
    for name, value in (
        ("LISTEN", f"127.0.0.1:{above}"), ("SERVER_NAME", "localhost"), ("UPSTREAM", str(below)),
        ("CERTIFICATE", str(root / "cert.pem")), ("KEY", str(root / "key.pem")),
    ):  # fmt: skip
        told = re.sub(rf"\b{name}\b(?!_)", value, told)
    conf = root / "nginx.conf"
    conf.write_text(
        f"worker_processes 1; pid {root}/nginx.pid; error_log {root}/error.log; daemon off;\nevents {{}}\n"
        f"http {{ access_log off; client_body_temp_path {root}/b; proxy_temp_path {root}/p; fastcgi_temp_path {root}/f;"
        f" uwsgi_temp_path {root}/u; scgi_temp_path {root}/s;\n{told}\n}}\n",
        encoding="utf-8",
    )
    serve = [
        sys.executable,
        "-m",
        "guihua",
        "serve",
        "--proxy",
        "127.0.0.1",
        "--names",
        "localhost",
        "--port",
        str(below),
    ]
    with (root / "log").open("w") as log:
        site = subprocess.Popen([*serve, "--workers", "1"], cwd=root, env=_environment(), stderr=log)
        front = subprocess.Popen([str(NGINX), "-c", str(conf)], stderr=log)
    try:
        _until_up(f"https://localhost:{above}/health/", root)
        yield f"https://localhost:{above}"
    finally:
        for process in (front, site):
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=15)


def _until_up(address: str, root: Path) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            if _opener(CookieJar()).open(address, timeout=5).status == 200:
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError((root / "log").read_text())


def _opener(jar: CookieJar) -> urllib.request.OpenerDirector:
    trusting = ssl.create_default_context()
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
    return urllib.request.build_opener(
        urllib.request.HTTPCookieProcessor(jar), urllib.request.HTTPSHandler(context=trusting)
    )


def _log_in(address: str, password: str, jar: CookieJar, forwarded: str = "") -> int:
    opener = _opener(jar)
    opener.open(f"{address}/login/", timeout=20).read()
    token = next(c.value for c in jar if c.name == "guihua_csrf")
    form = urllib.parse.urlencode(
        {"username": "li", "password": password, "csrfmiddlewaretoken": token, "next": "/jobs/"}
    )
    headers = {"Referer": f"{address}/login/", "Origin": address} | (
        {"X-Forwarded-For": forwarded} if forwarded else {}
    )
    try:
        return int(opener.open(urllib.request.Request(f"{address}/login/", form.encode(), headers), timeout=20).status)
    except urllib.error.HTTPError as error:
        return int(error.code)


def test_log_in_works_and_its_cookies_are_for_tls_alone(address: str) -> None:
    jar = CookieJar()
    assert _log_in(address, PASSWORD, jar) == 200
    kept = {c.name: c.secure for c in jar}
    assert kept == {"guihua_session": True, "guihua_csrf": True}


def test_a_client_cannot_choose_the_address_that_its_failures_count_for(address: str) -> None:
    for n in range(7):
        _log_in(address, "wrong", CookieJar(), forwarded=f"203.0.113.{n}")
    assert _log_in(address, "wrong", CookieJar(), forwarded="203.0.113.99") == 429


def test_a_large_anonymous_body_is_refused_before_it_is_sent(address: str) -> None:
    host, port = address.removeprefix("https://").split(":")
    trusting = ssl.create_default_context()
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
    with socket.create_connection((host, int(port)), timeout=10) as plain, trusting.wrap_socket(plain) as s:
        s.sendall(
            f"POST /start/plan/ HTTP/1.1\r\nHost: {host}\r\nContent-Length: {400 * 1024**2}\r\n\r\nfirst".encode()
        )
        assert s.recv(200).split()[1] == b"413"
