"""What tests read of Java's world: single jars that Maven keeps in its own folder. `.ci/run` fetches those named here."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

VERAPDF = "org.verapdf.apps:greenfield-apps:1.28.2"
XJDF = "org.cip4.lib.xjdf:xJdfLib:2.3.12"


def jar(artifact: str, variable: str) -> Path:
    """Where it lies; a test that needs it is skipped where it is not, and says how to get it."""
    group, name, version = artifact.split(":")
    kept = Path.home() / ".m2/repository" / group.replace(".", "/") / name / version / f"{name}-{version}.jar"
    path = Path(os.environ.get(variable, kept))
    if not path.exists():
        pytest.skip(f"{name} is not there; to get it: mvn dependency:get -Dtransitive=false -Dartifact={artifact}, "
                    f"or name its jar in {variable}")
    return path
