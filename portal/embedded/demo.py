"""`make demo`: the whole portal, servers included, under one foreground command."""

import contextlib
import http.client
import os
import shutil
import sys
import time

from portal.embedded import disk, places, ports, processes, servers
from portal.embedded.accounts import ourselves, server_account
from portal.embedded.errors import LauncherError
from portal.embedded.folder import ROOT, Held, hold, var_folder
from portal.embedded.greeting import greeting
from portal.embedded.postgres import Cluster
from portal.embedded.prepare import prepare
from portal.embedded.service import Running, Service, last_line
from portal.embedded.supervisor import Supervisor

WEB_PATIENCE = 60.0
WORKER = ("--pool=prefork", "--concurrency=2", "--without-gossip", "--without-mingle", "--loglevel=INFO")
BEAT = ("--pidfile=", "--loglevel=INFO")
WEB = ("--workers=2", "--threads=4", "--graceful-timeout=5", "--no-control-socket")


def run(wanted_port: int | None) -> None:
    """Run the demo until a signal's exception ends it; LauncherError says in one line why it cannot."""
    var = var_folder()
    disk.require(var)
    with hold(var) as held:
        if ended := processes.end_marked(var / "run"):
            tell(f"An earlier run was killed and left {', '.join(ended)} running: stopped.")
        port = ports.choose(wanted_port)
        if wanted_port is None and port != ports.FIRST:
            tell(f"Port {ports.FIRST} is taken; using {port}.")
        _serve(held, port)


def reset() -> None:
    """Delete the demo's data, after making sure that nothing uses it."""
    var = var_folder()
    if not var.exists():
        tell("There is no demo data.")
        return
    with hold(var):
        processes.end_marked(var / "run")
        home = places.remembered_home(var)
        if home is not None:
            account = server_account(home)
            Cluster(home, home / "run", home, account, var / "log" / "postgres.log").end_leftovers()
            shutil.rmtree(home)
        for path in var.iterdir():
            if path.name != "lock":
                shutil.rmtree(path) if path.is_dir() else path.unlink()
    tell("The demo's data are deleted; make demo starts afresh.")


def tell(line: str) -> None:
    """One line for the person at the terminal, who may have closed it."""
    with contextlib.suppress(OSError):
        print(line, flush=True)


def _serve(held: Held, port: int) -> None:
    var, logs, address = held.var, held.var / "log", f"http://localhost:{port}"
    supervisor = Supervisor(var / "run", tell)
    account = server_account(places.remembered_home(var))
    home = places.cluster_home(var, account)
    try:
        tell("Starting PostgreSQL and Redis …")
        started = servers.start(supervisor, account, home, var, durable=True)
        environment = _environment(held, started, address)
        prepare(environment, var, tell)
        held.write_environment(environment)
        tell("Starting the web server, the worker and the clock …")
        web, *others = _programs(environment, held, port)
        _wait(supervisor.start(web), port)
        for program in others:
            supervisor.start(program)
        held.announce(address)
        tell(greeting(address, logs))
        supervisor.watch()
    finally:
        held.environment_file.unlink(missing_ok=True)
        if supervisor.kept:
            tell("Stopping …")
        supervisor.stop()
        places.remove_socket_folders(home)


def _environment(held: Held, started: servers.Servers, address: str) -> dict[str, str]:
    environment = started.environment() | {
        "SECRET_KEY": held.secret_key(),
        "VAPID_PRIVATE_KEY": held.push_key(),
        "MEASURES_KEY_FILE": "",
        "VAPID_CONTACT": os.environ.get("VAPID_CONTACT") or "mailto:concord@localhost",
        "DEMO": "1",
        "REQUIRE_SECOND_FACTOR": "0",
        "BASE_URL": address,
        "VAR_DIR": str(held.var),
        "FILES_ROOT": str(held.var / "files"),
        "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
    }
    if mail := os.environ.get("EMAIL_URL"):
        environment["EMAIL_URL"] = mail
    return environment


def _programs(environment: dict[str, str], held: Held, port: int) -> list[Service]:
    """Web, worker and beat, in starting order: the worker's webhooks come to the web, which is stopped last."""
    var = held.var
    schedule = var / "run" / "beat-schedule"
    for left in schedule.parent.glob(f"{schedule.name}*"):
        left.unlink()  # a killed beat may leave half a file, and a plain schedule needs no memory
    commands = {
        "web": ["gunicorn", "portal.wsgi:application", f"--bind=127.0.0.1:{port}", *WEB],
        "worker": ["celery", "-A", "portal", "worker", *WORKER],
        "beat": ["celery", "-A", "portal", "beat", *BEAT, "-s", str(schedule)],
    }
    alone = {"worker": {"MEASURES_KEY_FILE": str(held.measures_key())}}
    us = ourselves()
    return [
        Service(
            name,
            [sys.executable, "-m", *words],
            var / "log" / f"{name}.log",
            us,
            environment | alone.get(name, {}),
            ROOT,
        )
        for name, words in commands.items()
    ]


def _wait(web: Running, port: int) -> None:
    until = time.monotonic() + WEB_PATIENCE
    while web.alive and time.monotonic() < until:
        if _status(port) == http.client.OK:
            return
        time.sleep(0.1)
    raise LauncherError(f"The web server did not start: {last_line(web.service.log)} (see {web.service.log})")


def _status(port: int) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()
