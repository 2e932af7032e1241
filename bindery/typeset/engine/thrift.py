"""The same pages, byte for byte, in less time.

What WeasyPrint 70 does again and again, and what we do instead. Each was 3 % or more of the CPU time of the English
handbook, or of one section in a new process:

- ``Layout.setup`` makes Pango's context and the font's description anew for each text: once for each style. Styles are
  not changed once texts are laid out with them; the engine changes copies, and a copy has not what was made here.
- Pyphen reads a dictionary pattern by pattern: all patterns at once.
"""

import re
from functools import cache
from pathlib import Path
from typing import Any

from weasyprint.text import line_break
from weasyprint.text.constants import LST_TO_ISO, PANGO_DIRECTION
from weasyprint.text.ffi import FROM_UNITS, ffi, gobject, pango, unicode_to_char_p
from weasyprint.text.fonts import font_features, get_font_description

pyphen: Any = line_break.pyphen
engine_setup = line_break.Layout.setup
engine_read_patterns = pyphen.HyphDict.__init__

_METRICS = ("ascent", "underline_position", "strikethrough_position", "underline_thickness", "strikethrough_thickness")
# The properties that ``font_features`` takes, in its order.
_FEATURES = (
    "font_kerning", "font_variant_ligatures", "font_variant_position", "font_variant_caps", "font_variant_numeric",
    "font_variant_alternates", "font_variant_east_asian", "font_feature_settings",
)  # fmt: skip


def setup(layout: Any, style: Any) -> None:
    """Replaces ``Layout.setup``: make a Pango layout for texts in ``style``."""
    layout.style, layout.first_line_direction = style, 0
    made = getattr(style, "bindery_setting", None)
    if made is None:
        made = style.bindery_setting = setting(style)
    context, layout.language, description, features, metrics = made
    for name, value in metrics.items():
        setattr(layout, name, value)
    layout.layout = ffi.gc(pango.pango_layout_new(context), gobject.g_object_unref)
    pango.pango_layout_set_auto_dir(layout.layout, False)
    pango.pango_layout_set_font_description(layout.layout, description)
    if features is not None:
        # The list is the layout's own: `set_text` adds to it.
        attributes = pango.pango_attr_list_new()
        pango.pango_attr_list_insert(attributes, features)
        pango.pango_layout_set_attributes(layout.layout, attributes)


def setting(style: Any) -> tuple[Any, Any, Any, Any, dict[str, float | None]]:
    """What the engine makes for each layout: context, language, font description, features, metrics of the lines."""
    context = ffi.gc(pango.pango_font_map_create_context(style.font_config.font_map), gobject.g_object_unref)
    pango.pango_context_set_round_glyph_positions(context, False)
    pango.pango_context_set_base_dir(context, PANGO_DIRECTION[style["direction"]])
    tag = style["lang"]
    if (override := style["font_language_override"]) != "normal":
        tag = LST_TO_ISO.get(override.lower(), override)
    if tag:
        pointer, _bytes = unicode_to_char_p(tag)
        language = pango.pango_language_from_string(pointer)
        pango.pango_context_set_language(context, language)
    else:
        language = pango.pango_language_get_default()
    description = get_font_description(style)
    metrics: dict[str, float | None] = dict.fromkeys(_METRICS)
    if style["text_decoration_line"] != "none":
        measured = ffi.gc(
            pango.pango_context_get_metrics(context, description, language), pango.pango_font_metrics_unref
        )
        for name in _METRICS:
            metrics[name] = FROM_UNITS * getattr(pango, f"pango_font_metrics_get_{name}")(measured)
    features = None
    if values := font_features(*(style[name] for name in _FEATURES)):
        text = ",".join(f"{key} {value}" for key, value in values.items()).encode()
        known = style.font_config.font_features
        if text not in known:
            known[text] = pango.pango_attr_font_features_new(text)
        features = known[text]
    return context, language, description, features, metrics


def read_patterns(dictionary: Any, path: Path) -> None:
    """Replaces ``HyphDict.__init__``: read the patterns of ``hyph_*.dic``; those of a rare kind as Pyphen does."""
    with path.open("rb") as file:
        encoding = file.readline().decode()
    if encoding.lower() == "microsoft-cp1251":
        encoding = "cp1251"
    lines = (line.strip() for line in path.read_text(encoding).split("\n")[1:])
    text = "\n".join(line for line in lines if line and not line.startswith(pyphen.ignored))
    if "^^" in text or "/" in text or re.search(r"\d\d", text):
        engine_read_patterns(dictionary, path)
        return
    # a1b2c: the letters abc, and a value before each: 0 1 2. Zeros at either end say nothing.
    values = re.sub(r"[^\d\n]", "", re.sub(r"(?<!\d)[^\d\n]", "0", text)).split("\n")
    letters = re.sub(r"\d", "", text).split("\n")
    numbers = cache(lambda digits: tuple(map(int, digits)))
    dictionary.patterns = {
        name: (len(value) - len(value.lstrip("0")), numbers(digits))
        for name, value in zip(letters, values, strict=True)
        if (digits := value.strip("0"))
    }
    dictionary.cache = {}
    dictionary.maxlen = max(map(len, dictionary.patterns))


def apply() -> None:
    """Install the patches."""
    line_break.Layout.setup = setup
    pyphen.HyphDict.__init__ = read_patterns
