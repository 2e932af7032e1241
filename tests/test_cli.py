from __future__ import annotations
from typing import TYPE_CHECKING
if TYPE_CHECKING:
    from tests.conftest import TinyProject

def test_the_tiny_project_is_sound(project: TinyProject) -> None:
    said = project.check("--language", "all")
    assert said.places == []
    assert said.exit_code == 0
def test_it_builds(project: TinyProject) -> None:
    done = project.build("--pub","handbook")
    assert done.stderr == ""
    assert done.returncode == 0
    assert list(project.outputs())==[]
