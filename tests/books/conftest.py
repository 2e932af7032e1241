"""The books of five languages and the summaries of nine more, built once a session; a handbook with a page more; the
tools that look at them."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from book_shelf import BOOKS, LANGUAGES, OTHERS, PUBLICATIONS, Book, Shelf, make_books, project_folder, take


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    """Every book of `BOOKS`, by language and publication."""
    return make_books(project_folder(tmp_path_factory.mktemp("shelf"), "shared"), LANGUAGES, PUBLICATIONS)


@pytest.fixture(scope="session")
def summaries(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Book]:
    """The summary of each language of `OTHERS`, screen file only: less to build, and the pages are the same."""
    root = project_folder(tmp_path_factory.mktemp("summaries"), "shared")
    return {language: book for (language, _), book in make_books(root, OTHERS, ["summary"], formats=["screen"]).items()}


@pytest.fixture(scope="session")
def grown(tmp_path_factory: pytest.TempPathFactory, shelf: Shelf) -> Book:
    """The English handbook of the shelf after somebody wrote a few pages more into standard 1."""
    root = project_folder(tmp_path_factory.mktemp("grown"), "copied")
    text = root / "content/en/handbook/standard-01.md"
    note = "### Another note\nOne more paragraph of guidance, as long as it takes to fill a page.\n"
    text.write_text(text.read_text("utf-8").replace("::: guidance\n", "::: guidance\n" + (note + "\n") * 28), "utf-8")
    return make_books(root, ["en"], ["handbook"])["en", "handbook"]


@pytest.fixture(scope="session", params=BOOKS, ids=lambda key: "-".join(key))
def book(request: pytest.FixtureRequest, shelf: Shelf) -> Book:
    return shelf[request.param]


@pytest.fixture(scope="session", params=[*LANGUAGES, *OTHERS])
def summary(request: pytest.FixtureRequest) -> Book:
    """The summary of each of the fourteen languages; of one of `OTHERS`, its screen file only."""
    return take(request, request.param, "summary")


@pytest.fixture(scope="session", params=[*BOOKS, *((language, "summary") for language in OTHERS)], ids=lambda key: "-".join(key))
def readable(request: pytest.FixtureRequest) -> Book:
    """Every book of the shelf and the nine other summaries: screen files."""
    return take(request, *request.param)


@pytest.fixture(scope="session", params=LANGUAGES)
def handbook(request: pytest.FixtureRequest, shelf: Shelf) -> Book:
    return shelf[request.param, "handbook"]


@pytest.fixture(scope="session", params=[*BOOKS, ("grown", "handbook")], ids=lambda key: "-".join(key))
def numbered(request: pytest.FixtureRequest, shelf: Shelf) -> Book:
    """Every book, and the one that grew: page numbers must be right in all of them."""
    return request.getfixturevalue("grown") if request.param[0] == "grown" else shelf[request.param]


@pytest.fixture(scope="session")
def tool() -> Callable[[str, str], Path]:
    def tool(name: str, package: str) -> Path:
        found = shutil.which(name)
        if found is None:
            pytest.skip(f"{name} is not installed; on Debian: apt-get install {package}")
        return Path(found)

    return tool
