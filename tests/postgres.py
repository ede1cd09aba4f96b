"""A real PostgreSQL from Debian's package: a folder, a socket and a life of its own; nothing listens on the network."""

import os
import shutil
import subprocess
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

_FOLDERS = [*sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True), *map(Path, os.get_exec_path())]
BINARIES = next((folder for folder in _FOLDERS if (folder / "initdb").exists()), None)
# The server refuses to run as root; Debian's package brings a user of its own.
OWNER = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.getuid() == 0 else {}


class Server:
    """A server that is running."""

    def __init__(self, folder, settings=""):
        self.folder = folder
        self._settings = f"-c listen_addresses='' -c unix_socket_directories={folder} {settings}"
        self._n_databases = 0

    def run(self, program, *arguments):
        subprocess.run(
            [BINARIES / program, *arguments],
            check=True,
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
            timeout=120,
            **OWNER,
        )

    def make(self):
        data, encoding = ("-D", self.folder / "data"), ("-E", "UTF8", "--locale=C.UTF-8")
        self.run("initdb", *data, "-U", "postgres", "-A", "trust", "--no-sync", *encoding)

    def start(self):
        self.run("pg_ctl", "-D", self.folder / "data", "-l", self.folder / "log", "-w", "-o", self._settings, "start")

    def stop(self, mode="immediate"):
        self.run("pg_ctl", "-D", self.folder / "data", "-m", mode, "-w", "stop")

    def address(self, name="postgres"):
        return f"postgresql+psycopg://postgres@/{name}?host={self.folder}"

    def new_database(self):
        """Give the address of an empty database."""
        self._n_databases += 1
        name = f"t{self._n_databases}"
        engine = create_engine(self.address(), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
        engine.dispose()
        return self.address(name)


@contextmanager
def own_server(settings=""):
    """A server of one's own, stopped and removed at the end."""
    if BINARIES is None:
        pytest.skip("PostgreSQL is not installed (Debian package postgresql)")
    folder = Path(tempfile.mkdtemp(prefix="pg", dir="/tmp"))  # a socket's address may be 107 letters long
    if OWNER:
        shutil.chown(folder, "postgres", "postgres")
    server = Server(folder, settings)
    try:
        server.make()
        server.start()
        try:
            yield server
        finally:
            with suppress(subprocess.CalledProcessError):
                server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres_server():
    """A server for the whole run."""
    with own_server("-c fsync=off") as server:
        yield server
