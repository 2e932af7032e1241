"""The only way the engine reaches a file: below the project's own folders, never the network."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from weasyprint.urls import FatalURLFetchingError, URLFetcher

ALLOWED = ("fonts", "content", "styles", "templates", "editions")


class ProjectFetcher(URLFetcher):  # type: ignore[misc]
    def __init__(self, root: Path):
        super().__init__(allowed_protocols=("file",), allow_redirects=False)
        self._folders = [(root / name).resolve() for name in ALLOWED]

    def fetch(self, url: str, headers: Any = None) -> Any:
        parts = urlsplit(url)
        path = Path(unquote(parts.path)).resolve()
        if parts.scheme != "file" or not any(path.is_relative_to(folder) for folder in self._folders):
            raise FatalURLFetchingError(f"{url} is not a file of the project’s fonts, content, styles or templates")
        return super().fetch(url, headers)
