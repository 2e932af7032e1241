"""The engine's C declarations, parsed once a machine; and what it imports and we never use, imported never.

WeasyPrint 70 hands 450 lines of C declarations to cffi's parser, written in Python, each time that it is imported, and
cffi runs that parser again for each new name of a type (``hb_codepoint_t[31]``). That is half of the time in which the
engine loads. cffi can write what it parsed as a Python module (its “out-of-line ABI mode”), whose types are read in C.
We keep that module beside the fontconfig configuration, under a name that is made of all it depends on.

fontTools' subsetter and instancer serve fonts that HarfBuzz cannot subset; the project has none (fonts/manifest.json).
"""

import hashlib
import importlib
import os
import platform
import sys
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from types import ModuleType
from typing import Any

import cffi

FFI = cffi.FFI

#: Modules that the engine imports, and the functions that it takes from them by name.
LATER = {
    "fontTools.subset": (),
    "fontTools.ttLib.woff2": (),
    "fontTools.varLib.instancer": ("instantiateVariableFont",),
}


class Learned:
    """Stands for cffi’s FFI while the engine is imported: what `cdef` is given has been parsed before."""

    def cdef(self, declarations: str) -> None:
        parsed = learn(declarations, _folder())
        for name in dir(parsed):
            if not name.startswith("__") and name != "errno":
                setattr(self, name, getattr(parsed, name))


def learn(declarations: str, folder: Path | None) -> Any:
    """An FFI that knows `declarations`, from the module in `folder`, which is written there when it is missing."""
    key = hashlib.sha256(f"{declarations}{cffi.__version__}{platform.python_version()}".encode()).hexdigest()[:20]
    name = f"ffi-{key}.py"
    source = _read(folder / name) if folder else ""
    if not source:
        ffi = FFI()
        ffi.set_source(f"bindery_{key}", None)
        ffi.cdef(declarations)
        if folder is None:
            return ffi
        try:
            beside = folder / f"{name}.{os.getpid()}"
            with redirect_stdout(StringIO()):  # it says that it writes
                ffi.emit_python_code(str(beside))
            source = beside.read_text()
            beside.write_text(_head(source) + source)
            os.replace(beside, folder / name)
        except OSError:  # no room, no rights: a build says so itself; here it only takes longer
            return ffi
    made: dict[str, Any] = {}
    exec(compile(source, name, "exec"), made)
    return made["ffi"]


def _read(path: Path) -> str:
    """What `learn` wrote; nothing where it is damaged."""
    try:
        head, source = path.read_text().split("\n", 1)
    except (OSError, ValueError):
        return ""
    return source if f"{head}\n" == _head(source) else ""


def _head(source: str) -> str:
    return f"# {hashlib.sha256(source.encode()).hexdigest()}\n"


def _folder() -> Path | None:
    """Where the fontconfig configuration is (see pool.py)."""
    configuration = os.environ.get("FONTCONFIG_FILE")
    folder = Path(configuration).parent if configuration else None
    return folder if folder and folder.is_dir() else None


def apply() -> None:
    """Import the engine; nothing where that is done already."""
    if "weasyprint" in sys.modules:
        return
    for name, functions in LATER.items():
        if name not in sys.modules:
            sys.modules[name] = _later(name, functions)
    cffi.FFI = Learned
    try:
        importlib.import_module("weasyprint")
    finally:
        cffi.FFI = FFI


def _later(name: str, functions: tuple[str, ...]) -> ModuleType:
    """A module that is loaded when something in it is first used."""

    def load() -> ModuleType:
        if sys.modules.get(name) is module:
            del sys.modules[name]
        return importlib.import_module(name)

    def ask(attribute: str) -> Any:
        if attribute.startswith("__"):  # the import statement asks for a __path__: that is no use
            raise AttributeError(attribute)
        return getattr(load(), attribute)

    module = ModuleType(name)
    module.__getattr__ = ask  # type: ignore[method-assign]
    for function in functions:
        setattr(module, function, lambda *values, _name=function, **named: getattr(load(), _name)(*values, **named))
    return module
