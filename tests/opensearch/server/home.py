"""Lays out the home of an OpenSearch server from its Java artifacts, fetched once by Maven into a cache."""

from __future__ import annotations

import fcntl
import os
import pwd
import re
import shutil
import subprocess
from pathlib import Path

VERSION = "2.19.6"
JAVA = 17

_ARTIFACTS = {
    "org.opensearch:opensearch": VERSION,
    "org.opensearch:opensearch-plugin-classloader": VERSION,
    "org.apache.logging.log4j:log4j-core": "2.25.4",
    "org.opensearch.plugin:transport-netty4-client": VERSION,
    "org.opensearch.plugin:analysis-common": VERSION,
    "org.opensearch.plugin:lang-painless": VERSION,
    "org.opensearch.plugin:reindex-client": VERSION,
}
#: A module's name to the beginnings of its jars' names, its class, and the module that it extends.
_MODULES = {
    "transport-netty4": (("transport-netty4-client-", "netty-"), "org.opensearch.transport.Netty4Plugin", ""),
    "analysis-common": (("analysis-common-",), "org.opensearch.analysis.common.CommonAnalysisPlugin", "lang-painless"),
    "lang-painless": (
        ("lang-painless-", "opensearch-painless-spi", "opensearch-scripting-painless-spi", "antlr4-runtime-", "asm-"),
        "org.opensearch.painless.PainlessPlugin",
        "",
    ),
    "reindex": (
        ("reindex-client-", "opensearch-rest-client-", "opensearch-ssl-config-", "http", "commons-codec-"),
        "org.opensearch.index.reindex.ReindexPlugin",
        "",
    ),
}
#: What each module may do; the server refuses the rest.
_RIGHTS = {
    "transport-netty4": (
        'java.io.FilePermission "/proc/sys/net/core/somaxconn", "read"',
        'java.net.SocketPermission "*", "accept,connect"',
        'java.lang.RuntimePermission "*", "setContextClassLoader"',
        'java.lang.RuntimePermission "getClassLoader"',
        'java.util.PropertyPermission "sun.nio.ch.bugLevel", "write"',
    ),
    "lang-painless": (
        'java.lang.RuntimePermission "createClassLoader"',
        'java.lang.RuntimePermission "getClassLoader"',
    ),
    "reindex": ('java.net.SocketPermission "*", "connect"',),
}
#: Jars that only compilers read.
_UNUSED = ("error_prone_annotations", "jspecify")


class Unavailable(Exception):
    """Why no server can be had here."""


def java() -> str:
    """The Java that runs it; Unavailable says what is missing."""
    found = shutil.which("java")
    if found is None:
        raise Unavailable("no java (Debian, Ubuntu: apt install openjdk-17-jre-headless)")
    told = subprocess.run([found, "-version"], capture_output=True, text=True, check=False).stderr
    version = re.search(r'version "(\d+)', told)
    if version is None or int(version[1]) < JAVA:
        raise Unavailable(f"Java {JAVA} or later is needed, this is {told.splitlines()[0] if told else 'unknown'}")
    return found


def cache() -> Path:
    """Where the server is kept between runs: a folder that another user may pass through, since root may not run it."""
    named = os.environ.get("MORGUE_OPENSEARCH_CACHE")
    if named:
        return Path(named)
    if os.geteuid() == 0:
        return Path("/var/cache/morgue-opensearch")
    home_of_user = Path(pwd.getpwuid(os.geteuid()).pw_dir)  # not $HOME, which tests set to a folder of their own
    return home_of_user / ".cache" / "morgue-opensearch"


def home(folder: Path | None = None) -> Path:
    """The server's home, made when there is none; Unavailable where Maven is missing or the jars cannot be had."""
    folder = cache() if folder is None else folder
    made = folder / f"server-{VERSION}"
    if made.is_dir():
        return made
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # several test processes start at once
        if not made.is_dir():
            unfinished = folder / "unfinished"
            shutil.rmtree(unfinished, ignore_errors=True)
            _lay_out(_jars(folder), unfinished)
            unfinished.rename(made)
    return made


def _jars(folder: Path) -> list[Path]:
    maven = shutil.which("mvn")
    if maven is None:
        raise Unavailable("no mvn to fetch the server's jars (Debian, Ubuntu: apt install maven)")
    dependencies = "".join(
        f"<dependency><groupId>{name.split(':')[0]}</groupId><artifactId>{name.split(':')[1]}</artifactId>"
        f"<version>{version}</version></dependency>"
        for name, version in _ARTIFACTS.items()
    )
    work = folder / "maven"
    work.mkdir(exist_ok=True)
    (work / "pom.xml").write_text(
        '<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>'
        "<groupId>morgue</groupId><artifactId>opensearch-for-tests</artifactId><version>1</version>"
        f"<packaging>pom</packaging><dependencies>{dependencies}</dependencies></project>"
    )
    local = f"-Dmaven.repo.local={folder / 'repository'}"
    command = [maven, "-q", "-B", local, "dependency:copy-dependencies", "-DoutputDirectory=jars"]
    done = subprocess.run(command, cwd=work, capture_output=True, text=True, check=False, timeout=900)
    if done.returncode:
        last = (done.stdout + done.stderr).strip().splitlines()[:1]
        raise Unavailable(f"Maven could not fetch the server's jars: {''.join(last)[:200]}")
    return sorted((work / "jars").glob("*.jar"))


def _lay_out(jars: list[Path], target: Path) -> None:
    for name in ("bin", "lib", "extensions", "plugins", "config", *(f"modules/{m}" for m in _MODULES)):
        (target / name).mkdir(parents=True)
    for jar in jars:
        if not jar.name.startswith(_UNUSED):
            shutil.copyfile(jar, target / _place(jar.name) / jar.name)
    for name, (_, main, extended) in _MODULES.items():
        lines = {
            "name": name,
            "description": name,
            "version": VERSION,
            "opensearch.version": VERSION,
            "java.version": JAVA,
            "classname": main,
            "extended.plugins": extended,
            "has.native.controller": "false",
        }
        folder = target / "modules" / name
        (folder / "plugin-descriptor.properties").write_text("".join(f"{k}={v}\n" for k, v in lines.items()))
        if name in _RIGHTS:
            grants = "".join(f"  permission {right};\n" for right in _RIGHTS[name])
            (folder / "plugin-security.policy").write_text(f"grant {{\n{grants}}};\n")


def _place(jar: str) -> str:
    return next((f"modules/{m}" for m, (starts, _, _) in _MODULES.items() if jar.startswith(starts)), "lib")
