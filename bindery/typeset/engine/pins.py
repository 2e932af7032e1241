"""What of WeasyPrint the patches were written against, and the proof that it is what is installed.

A patch that meets another engine does not fail: it draws something else. So every function that a patch replaces,
rewrites or leans on is pinned by the sha256 of its source, and a difference stops the build before a page is laid out.
"""

import hashlib
import importlib
import inspect
import linecache
from collections.abc import Callable
from operator import attrgetter
from textwrap import dedent
from types import CodeType
from typing import Any

VERSION = "70.0"

# "module:name" -> sha256 of inspect.getsource. `python -m bindery.typeset.engine.pins` prints the table of what is
# installed.
PINS = {
    "pyphen:HyphDict.__init__": "ded3bdcdf58f9d38434d3fbfc009baea0c578858e84c2182262a7654ca38af08",
    "weasyprint.anchors:gather_anchors": "373f8c676f27da3b0960998876d78d01eef0b5ff0a0b0c48bfc7a9a89627bbfd",
    "weasyprint.document:Document.write_pdf": "086e4a8e99981829749305f70cc00582a6c3c78e8b4eeca60afe71dc53382ae9",
    "weasyprint.draw:draw_block_level": "3de9ec3ad4aaad3c11a93368dc0b5767740a425c5b46195b3e6f7cf3f8ce648d",
    "weasyprint.draw:draw_inline_level": "068162a401d00efd3bc23a37df12a1c743cd8958cdbf4f03960a777760b1e01c",
    "weasyprint.draw.text:draw_first_line": "1bb8eae6d88e71b17096a034656f3be17da8f1f513c78536c1c38d971927638b",
    "weasyprint.formatting_structure.build:build_formatting_structure": "cec02c4844472c92ef960efb5fea483412767113423f262a6183acbe4950769f",
    "weasyprint.formatting_structure.build:create_anonymous_boxes": "f1e76cc779a8985537b04c91ed408f44ac5c5eb652552898fcb9eb01bf02f033",
    "weasyprint.formatting_structure.build:inline_in_block": "849ed9746b630850294399f31933f0ab27fc448354d4f02861998a065973ee66",
    "weasyprint.layout.block:_break_line": "2b92255d94ab45f789310b2716ae1bf7d4a178e18636e4fc42cbfa56fbf9fd1a",
    "weasyprint.layout.block:find_earlier_page_break": "c2bbdcdfdf408cbc3071fe769f11118e4913e887315f231287845b63a6ea72f1",
    "weasyprint.layout.block:_linebox_layout": "e07bbe000974787ee370be1f419a01a21b327a1a1e3025a65afd47589060883d",
    "weasyprint.layout.block:block_box_layout": "a6279066e3d9ff7d2efe70280d14eddd38bfbfa3f132ebf76011ecc8f4ca5a22",
    "weasyprint.layout.column:columns_layout": "7a05cce3272fc581cf8d9352ebe07d4de51fb742dfccd6d2e86895ac0eca9691",
    "weasyprint.layout.inline:_break_waiting_children": "62536bacd563bb449ebdc15fa1f70dcd2b0d8907bcf23fe291382bb351a2a17d",
    "weasyprint.layout.inline:add_word_spacing": "879516e71f1b80fa1833aee877e1a34c851248c5fd871d6c855c58f07358d418",
    "weasyprint.layout.inline:can_break_inside": "fec5e4629e03814132461eecf4afdfe78f74bbb07f746c01a28c668c399f6c9f",
    "weasyprint.layout.inline:get_next_linebox": "67af458c2545e74f0803072103c6c5d392d5e353dfdaa4f5bac5a96e20ed024d",
    "weasyprint.layout.inline:justify_line": "f83b21ff8793ba6b6dfc5fe8e10e4ab6cd6e02b17de02da97200902166148a81",
    "weasyprint.layout.inline:remove_last_whitespace": "1bb6d91ce9904e02d47fff3157d5c3ca3952c35e4db87d344017aa4c8c1adea0",
    "weasyprint.layout.inline:split_inline_box": "3a0cb7ca7e34c7ef0feda818cdb8fea64b7a8332ccf83e12506289534f6faeae",
    "weasyprint.layout.inline:split_text_box": "8c564329599ef23fac6cc8c403768e9e51638226d87a8b2de69c49c9c5f408c8",
    "weasyprint.layout.inline:text_align": "e953d41b87ccfc30405f83f6cc3c73918ef4638662794db4f834b1d788d6ed67",
    "weasyprint.layout.leader:handle_leader": "e4bf5941eb946d0b2029b21c3613f384d6157edb01d98add8d3bfa120ac3e571",
    "weasyprint.layout.preferred:trailing_whitespace_size": "cd005b8042a652f9072d7190546439113280315f9a5b865b432c6e015b333b1d",
    "weasyprint.layout.block:block_container_layout": "65842ca53a8391ebad539e7ff642eec2f429e981df4396590c37c7b0a0e524dc",
    "weasyprint.pdf:generate_pdf": "626343ef25c396e8521948cadbe2b7544331c161040da80ed4e338fadac3efa9",
    "weasyprint.pdf.anchors:add_links": "262e8b9b299892a7b539bf622e47b891f9c0548e555d6438c3ae6c48f30feca0",
    "weasyprint.pdf.fonts:Font": "1888854798bf87262b5fc822169feea96211da0c7de97cef8e3001c4a5c118a1",
    "weasyprint.pdf.fonts:build_fonts_dictionary": "fc551bef35d0d6c3d288f686fd21b5ea8c1efadb8f2f3b4d379cfa6045c02230",
    "weasyprint.pdf.fonts:_build_vector_font_dictionary": "aa6eea312c6e3375689f3405d48c5059525038a8d73d2f63bf3476de6dc05903",
    "weasyprint.pdf.stream:Stream.add_font": "e4226e111747721713ef1a513ba39542ac767bf32f354a18da2207b0ddf44787",
    "weasyprint.pdf.stream:Stream.artifact": "be61e42186804e990c3fa090d95a0a579b0d9ca73ba2ec9915c57fde18910faa",
    "weasyprint.pdf.stream:Stream.clone": "a4f89c7ab7de235c0f1ef8fbd6108fb5db26ec9d4cce7e1758171e9e4e7a26ff",
    "weasyprint.pdf.stream:Stream.marked": "3fa3acacbbf66422e7b0de4346b6eaf638657280a0f62c73172e3c445b888692",
    "weasyprint.pdf.tags:add_tags": "f0e74575b0bafaf36458eaac27874e3b80457fba3694058153da514a68933f22",
    "weasyprint.pdf.tags:_build_box_tree": "f716251a83e7096e9cae972b63e633aab21c664d200582166dd0d5096780f9c4",
    "weasyprint.text.fonts:font_features": "e35741064c06885295ee9519f6874f2953187b61ff33aaf344f51ea1d9114361",
    "weasyprint.text.fonts:get_font_description": "85734b8947b9bf64ef27ff11d8f5355db76a2ae8efc9a6fed925dc9e2a1056ce",
    "weasyprint.text.line_break:Layout": "681b737d1ba5e004efdc3ee409478b6b3e05ee0662142c5875b188bc9eefa698",
    "weasyprint.text.line_break:create_layout": "6587192cc0ab3ffad7bb1902654c7f26dd28910f760804bcf67cbf7b986660b0",
    "weasyprint.text.line_break:first_line_metrics": "55ec5d0b58b29a8bda9f4c85d3bc3bc46b45d2110e05982e7126c7f4d507e65d",
    "weasyprint.text.line_break:line_size": "03fa04fd51fc69aa128ca5312faa9a82578d88cf8549fda8d3d63a76f8eef173",
    "weasyprint.text.line_break:split_first_line": "39ad1016863ca34de0bea4c9fcffb46da7e27813c87dd82b7011bfa19fe5504f",
}


class EngineMismatch(RuntimeError):
    """The installed WeasyPrint is not the one that the patches were written for."""


def find(target: str) -> Any:
    """The object that ``package.module:qualified.name`` names."""
    module, _, name = target.partition(":")
    return attrgetter(name)(importlib.import_module(module))


def digest(target: str) -> str:
    """sha256 of the source of ``target``."""
    return hashlib.sha256(source_of(find(target)).encode()).hexdigest()


def source_of(thing: Any) -> str:
    """The source, told from compiled code: ``inspect.getsource`` reads the whole module for it, each time.

    Raises OSError where there is no source.
    """
    if inspect.isclass(thing):
        codes = [each.__code__ for each in vars(thing).values() if inspect.isfunction(each)]
    else:
        codes = [inspect.unwrap(thing).__code__]
    lines = linecache.getlines(codes[0].co_filename)
    if not lines:
        raise OSError("no source")
    first = codes[0].co_firstlineno - 1
    if inspect.isclass(thing):
        first = next(i for i, line in enumerate(lines) if line.startswith(f"class {thing.__name__}"))
    return "".join(lines[first : max(map(_end, codes))])


def _end(code: CodeType) -> int:
    """The last line of a function, those within it counted."""
    own = max((place[1] or 0 for place in code.co_positions()), default=0)
    return max([own, *(_end(each) for each in code.co_consts if isinstance(each, CodeType))])


def verify() -> None:
    """Raise `EngineMismatch` unless version and every pinned source are the expected ones."""
    import weasyprint

    if weasyprint.__version__ != VERSION:
        raise EngineMismatch(
            f"WeasyPrint {weasyprint.__version__} is installed, the engine patches are for {VERSION}: install "
            f"weasyprint=={VERSION}, or review bindery/typeset/engine against the new version and pin it."
        )
    changed = []
    for target, expected in PINS.items():
        try:
            same = digest(target) == expected
        except (AttributeError, ImportError, OSError):
            same = False
        if not same:
            changed.append(target)
    if changed:
        raise EngineMismatch(
            f"WeasyPrint says {VERSION}, but the source of {', '.join(changed)} is not that of the release: "
            "install the versions that requirements.lock names, or take away what else patches them."
        )


def rewrite(function: Callable[..., Any], *changes: tuple[str, str]) -> Callable[..., Any]:
    """Compile ``function`` anew with each ``(old, new)`` replaced in its source.

    For the case where a hook is needed in the middle of a long function. The new function lives in the module of
    the old one and is not yet installed there. Each ``old`` must occur exactly once.
    """
    source = source_of(function)
    for old, new in changes:
        if source.count(old) != 1:
            raise EngineMismatch(f"{function.__module__}.{function.__qualname__}: {old.strip()!r} is not there once")
        source = source.replace(old, new)
    made: dict[str, Callable[..., Any]] = {}
    exec(compile(dedent(source), f"<bindery {function.__qualname__}>", "exec"), function.__globals__, made)
    return made[function.__name__]


if __name__ == "__main__":
    for pinned in PINS:
        print(f'    "{pinned}": "{digest(pinned)}",')
