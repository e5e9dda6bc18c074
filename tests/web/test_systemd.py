"""What systemd hands over and hears, with a socket and a listener of our own; and what it thinks of the units."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from tests.web.conftest import LIMITS, ROOT, RUN

# What systemd does before a service starts: the socket becomes descriptor 3 of a process that knows its own id.
HANDED = """
import os, sys
os.dup2(int(sys.argv[1]), 3)
os.environ |= {"LISTEN_PID": str(os.getpid()), "LISTEN_FDS": "1"}
os.execv(sys.executable, [sys.executable, "-c", *sys.argv[2:]])
"""


def test_socket_and_readiness(small_release: Path, tmp_path: Path) -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as port,
        socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener,
    ):
        listener.bind(str(tmp_path / "notify"))
        listener.settimeout(30)
        environment = os.environ | {"PYTHONPATH": str(ROOT), "NOTIFY_SOCKET": str(tmp_path / "notify")}
        command = [sys.executable, "-c", HANDED, str(port.fileno()), RUN, str(small_release), json.dumps(LIMITS)]
        with subprocess.Popen(command, env=environment, pass_fds=[port.fileno()], stderr=subprocess.PIPE) as process:
            try:
                # Nobody listens yet, and yet nobody is refused.
                assert httpx.get(f"http://127.0.0.1:{port.getsockname()[1]}/healthz", timeout=30).text == "ok\n"
                assert listener.recv(100) == b"READY=1"
                process.send_signal(signal.SIGTERM)
                assert listener.recv(100) == b"STOPPING=1"
                process.wait(30)
            finally:
                process.kill()


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="needs systemd-analyze")
def test_the_units_are_right_and_sealed(tmp_path: Path) -> None:
    for unit in ("gongbao.service", "gongbao.socket"):
        text = (ROOT / "deploy" / unit).read_text(encoding="utf-8")
        (tmp_path / unit).write_text(text.replace("/opt/gongbao/bin/lod", sys.executable), encoding="utf-8")
    checked = [str(tmp_path / "gongbao.service"), str(tmp_path / "gongbao.socket")]
    found = subprocess.run(["systemd-analyze", "verify", *checked], capture_output=True, text=True, check=False)
    assert found.stderr == ""
    sealed = ["systemd-analyze", "security", "--offline=true", "--threshold=20", checked[0]]
    assert subprocess.run(sealed, capture_output=True, check=False).returncode == 0
