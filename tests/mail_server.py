"""A real IMAP server for tests: Debian's dovecot, as a private instance on free ports with its own configuration."""

from __future__ import annotations

import contextlib
import imaplib
import os
import pwd
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from schemas.arrival_settings import MailSettings

PASSWORD = "a-long-secret-of-tests"
CONFIG = """
base_dir = {root}/run
log_path = {root}/log
protocols = imap
listen = 127.0.0.1
mail_location = maildir:{root}/mail/%u
mail_uid = {user}
mail_gid = {group}
first_valid_uid = 1
first_valid_gid = 1
default_internal_user = {internal}
default_login_user = {login}
default_internal_group = {internal_group}
disable_plaintext_auth = no
ssl = yes
ssl_cert = <{root}/cert.pem
ssl_key = <{root}/key.pem
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={root}/mail/%u
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {plain}
  }}
  inet_listener imaps {{
    port = {tls}
  }}
}}
service anvil {{
  chroot =
}}
"""


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@dataclass(frozen=True)
class MailServer:
    """Accepts every user with `PASSWORD`: a test takes a name of its own, and has a mailbox of its own."""

    plain: int
    tls: int
    certificate: Path

    def settings(self, user: str, **changes: Any) -> MailSettings:
        own = {"host": "127.0.0.1", "port": self.plain, "security": "none", "timeout_s": 10.0}
        return MailSettings.model_validate(own | {"user": user, "password": PASSWORD} | changes)

    def client(self, user: str) -> imaplib.IMAP4:
        client = imaplib.IMAP4("127.0.0.1", self.plain, timeout=20)
        try:
            client.login(user, PASSWORD)
            client.select()
        except (OSError, imaplib.IMAP4.error):
            client.shutdown()
            raise
        return client

    def deliver(self, user: str, message: EmailMessage | bytes) -> None:
        data = message if isinstance(message, bytes) else message.as_bytes()
        with self.client(user) as client:
            status, _ = client.append("INBOX", "", imaplib.Time2Internaldate(time.time()), data)
            assert status == "OK"

    def flags(self, user: str) -> list[str]:
        """The flags of each message, in their order."""
        with self.client(user) as client:
            _, lines = client.fetch("1:*", "(FLAGS)")
            return [line.decode().rpartition("(")[2].strip("()") for line in lines if line]


@pytest.fixture(scope="module")
def mail_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MailServer]:
    program = shutil.which("dovecot") or "/usr/sbin/dovecot"
    if not Path(program).exists():
        pytest.skip("dovecot is not installed: apt-get install dovecot-imapd")
    root = tmp_path_factory.mktemp("dovecot")
    is_root = os.geteuid() == 0
    me = pwd.getpwuid(os.geteuid())
    owner = pwd.getpwnam("mail") if is_root else me
    server = MailServer(free_port(), free_port(), root / "cert.pem")
    _make_certificate(root)
    (root / "dovecot.conf").write_text(
        CONFIG.format(
            root=root, plain=server.plain, tls=server.tls, password=PASSWORD, user=owner.pw_name, group=owner.pw_gid,
            internal="dovecot" if is_root else me.pw_name, login="dovenull" if is_root else me.pw_name,
            internal_group="dovecot" if is_root else str(me.pw_gid),
        )
    )  # fmt: skip
    (root / "mail").mkdir()
    if is_root:
        os.chown(root / "mail", owner.pw_uid, owner.pw_gid)
        for folder in (root, *root.parents):  # its processes leave root behind, and the folders of tests are private
            if folder.stat().st_uid == 0 and folder != Path("/"):
                folder.chmod(folder.stat().st_mode | 0o011)
    process = subprocess.Popen([program, "-F", "-c", str(root / "dovecot.conf")])
    try:
        _wait(lambda: server.client("nobody-yet").logout(), root / "log", process)
        yield server
    finally:
        process.terminate()
        process.wait(10)


def _make_certificate(root: Path) -> None:
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", "key.pem", "-out", "cert.pem"],
        cwd=root, check=True, capture_output=True,
    )  # fmt: skip


def _wait(look: Callable[[], object], log: Path, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 20
    while True:
        try:
            look()
            return
        except (OSError, imaplib.IMAP4.error):
            if time.monotonic() > until or process.poll() is not None:
                pytest.fail(f"dovecot does not answer: {log.read_text() if log.exists() else 'no log'}")
            time.sleep(0.1)


class Line:
    """The line to a server, which breaks as a test wants. Use it in a ``with`` block.

    Args:
        port: Of the server.
        breaks: Gets what the client sent last and the bytes that the server sent so far.
    """

    def __init__(self, port: int, breaks: Callable[[bytes, int], bool]) -> None:
        self._port = port
        self._breaks = breaks
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self._open: list[socket.socket] = []
        self._thread = threading.Thread(target=self._accept, daemon=True)

    def __enter__(self) -> Line:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        # Not close alone: it does not wake accept.
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(5)
        for one in self._open:
            one.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            self._serve(client, socket.create_connection(("127.0.0.1", self._port)))

    def _serve(self, client: socket.socket, server: socket.socket) -> None:
        self._open += [client, server]
        sent, last, lock = 0, b"", threading.Lock()

        def cut() -> None:
            for one in (client, server):
                with contextlib.suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR)

        def pump(source: socket.socket, target: socket.socket) -> None:
            nonlocal sent, last
            try:
                while data := source.recv(65536):
                    with lock:
                        if source is client:
                            last = data
                        else:
                            sent += len(data)
                        if self._breaks(last, sent):
                            cut()
                            return
                    target.sendall(data)
            except OSError:
                pass
            cut()

        back = threading.Thread(target=pump, args=(server, client), daemon=True)
        back.start()
        pump(client, server)
        back.join(5)
