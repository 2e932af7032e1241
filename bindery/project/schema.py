"""The shapes of the project's YAML files, as JSON schemas (draft 2020-12). Loading them reports every fault with its line."""

from __future__ import annotations

from typing import Any


def obj(required: dict[str, Any], optional: dict[str, Any] | None = None) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": required | (optional or {}),
        "required": list(required),
        "additionalProperties": False,
    }


TEXT = {"type": "string", "pattern": r"\S", "description": "words"}
MAYBE_TEXT = {"type": "string"}
CHARACTER = {"type": "string", "minLength": 1, "maxLength": 1}
BOOL = {"type": "boolean"}
NAMES = {"type": "array", "items": TEXT}
COUNT = {"type": "integer", "minimum": 1}
#: More than any press run: a number typed wrong.
MOST_COPIES = 10_000_000
SIZE = {"type": "number", "exclusiveMinimum": 0}
#: Times the size. With less, lines lie on one another and nobody says so; Nastaliq needs 2.3.
LEADING = {"type": "number", "minimum": 0.8, "maximum": 5}


#: What becomes part of a file's name. A pattern's description says to people what it says to the program.
NAME = {
    "type": "string",
    "pattern": "^[A-Za-z0-9][A-Za-z0-9_-]*$",
    "description": "letters a to z, digits and hyphens alone",
}


def mapping(value: dict[str, Any], names: dict[str, Any] | None = None) -> dict[str, Any]:
    shape = {"type": "object", "additionalProperties": value, "minProperties": 1}
    return shape | {"propertyNames": names} if names else shape


PLAN = {
    "type": "array",
    "minItems": 1,
    "items": {
        "oneOf": [
            TEXT,
            {
                "type": "object",
                "minProperties": 1,
                "maxProperties": 1,
                "additionalProperties": {"oneOf": [TEXT, NAMES]},
            },
        ]
    },
}

CATALOGUE = obj(
    {
        "trims": mapping(obj({"width": SIZE, "height": SIZE})),
        "kinds": mapping(
            obj(
                {},
                {
                    "side": {"enum": ["any", "recto", "verso"]},
                    "folio": BOOL,
                    "generated": BOOL,
                    "blank": BOOL,
                    "contents": {"type": "integer", "minimum": 0, "maximum": 3},
                },
            )
        ),
        "roles": mapping({"enum": ["partial", "full"]}),
        "areas": mapping(obj({"colour": TEXT, "standards": NAMES}), NAME),
        "publications": mapping(
            obj(
                {
                    "folder": NAME,
                    "trim": TEXT,
                    "style": TEXT,
                    "colour": TEXT,
                    "needs": NAME,
                    "cover": NAMES,
                    "plan": PLAN,
                },
                {"title": NAME, "book": NAME, "cover-text": TEXT},
            ),
            NAME,
        ),
    },
    {
        "legal-forms": mapping(
            obj({"language": NAME}, {"imprint": NAMES, "cover": NAMES, "cover-lines": NAMES}), NAME
        )
    },
)

#: The strings that the program itself asks for, which English must have; other languages must have what English has.
STRINGS = [
    *("area-n", "case-ref", "contents", "discuss", "elsewhere", "index", "list-comma", "note-n", "page-ref"),
    *("principle-n", "reference", "reference-named", "standard-n"),
]

MARKS = {"decimal": CHARACTER, "group": CHARACTER}
GROUPING = {
    "sizes": {"type": "array", "items": COUNT, "minItems": 1, "maxItems": 2},
    "from": COUNT,
    "ranges": {"enum": ["ltr", "rtl"]},
}

LANGUAGE = obj(
    {
        "tag": {
            "type": "string",
            "pattern": "^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$",
            "description": "a language tag (BCP 47), such as fr, pt-BR or zh-Hans",
        },
        "name": TEXT,
        "native": TEXT,
        "script": {
            "type": "string",
            "pattern": "^[A-Z][a-z]{3}$",
            "description": "a code of four letters (ISO 15924), such as Latn, Arab or Deva",
        },
        "direction": {"enum": ["ltr", "rtl"]},
        "digits": {"type": "string", "minLength": 10, "maxLength": 10},
        "numbers": obj(MARKS, GROUPING),
        "quotes": {"type": "array", "items": CHARACTER, "minItems": 4, "maxItems": 4},
        "hyphenation": {"enum": ["none", "patterns", "soft-hyphens"]},
        "filters": NAMES,
        "type": obj(
            {
                "text": NAMES | {"minItems": 1},
                "head": NAMES | {"minItems": 1},
                "scale": {"type": "number", "minimum": 0.5, "maximum": 2},
                "leading": LEADING,
                "head-leading": LEADING,
                "emphasis": {"enum": ["italic", "bold"]},
                "align": {"enum": ["justify", "start"]},
                "spaced-labels": BOOL,
            },
            {
                "list-suffix": MAYBE_TEXT,
                "markers": obj({}, {"list": TEXT, "preparedness": TEXT, "response": TEXT}),
                "run-in": MAYBE_TEXT,
                "spine": {"enum": ["down", "up", "upright"]},
                "title-leading": LEADING,
            },
        ),
    },
    {
        "strings": mapping(MAYBE_TEXT),
        "transliterated-from": NAME,
        "transliteration": TEXT,
        "capitals": mapping(CHARACTER, CHARACTER),
        "letters": mapping(CHARACTER, CHARACTER),
        "pairs": {"type": "array", "items": {"type": "string", "minLength": 2, "maxLength": 2}},
        "collation": obj(
            {},
            {
                "alphabet": TEXT,
                "as": mapping(TEXT, CHARACTER),
                "skip": NAMES,
                "heads": mapping(TEXT),
                "pinyin": BOOL,
            },
        ),
        "date": obj(
            {},
            {
                "pattern": TEXT,
                "first": TEXT,
                "second": obj(
                    {
                        "calendar": {"enum": ["solar-hijri", "bikram-sambat"]},
                        "months": {"type": "array", "items": TEXT, "minItems": 12, "maxItems": 12},
                        "form": TEXT,
                        "beside": TEXT,
                    }
                ),
            },
        ),
    },
)

#: One text for all languages, or one for each.
BY_LANGUAGE = {"oneOf": [TEXT, mapping(TEXT)]}

#: publication -> language -> something.
def by_book(value: dict[str, Any]) -> dict[str, Any]:
    return mapping(mapping(value), NAME)


BINDING = {"enum": ["saddle-stitch", "perfect"]}
DAY = {
    "type": "string",
    "pattern": r"^\d{4}-\d{2}-\d{2}$",
    "description": "the day as 2026-03-05: year, month, day",
}
PRINTING = obj(
    {}, {"interior": NAME, "cover": NAME, "binding": BINDING, "lamination": {"enum": ["matt", "gloss"]}, "deliver-by": DAY}
)

EDITION = obj(
    {"name": BY_LANGUAGE, "version": TEXT, "year": COUNT | {"maximum": 9999}, "feedback": BY_LANGUAGE, "licence": TEXT},
    {
        "publisher": BY_LANGUAGE,
        "date": DAY,
        "place": BY_LANGUAGE,
        "contact": BY_LANGUAGE,
        "source-edition": BY_LANGUAGE,
        "disclaimer": BY_LANGUAGE,
        "printed-by": BY_LANGUAGE,
        "print-date": BY_LANGUAGE,
        "print-run": by_book(COUNT | {"maximum": MOST_COPIES}),
        "file-copies": {"type": "integer", "minimum": 0, "maximum": MOST_COPIES},
        "consignee": BY_LANGUAGE,
        "isbn": by_book({"oneOf": [TEXT, mapping(TEXT, {"enum": ["print", "pdf", "epub"]})]}),
        "printing": mapping(PRINTING, NAME),
        "legal": mapping(mapping(MAYBE_TEXT)),
        "legal-form": NAME,
        "digits": mapping({"type": "string", "minLength": 10, "maxLength": 10}),
        "numbers": mapping(obj({}, MARKS | GROUPING)),
    },
)

PAPERS = mapping(
    obj(
        {"name": TEXT, "kind": {"enum": ["coated", "uncoated", "bulky", "other"]}, "gsm": SIZE},
        {"caliper": SIZE, "bulk": SIZE},
    ),
    NAME,
)
EXTENT = {"type": "array", "items": SIZE, "minItems": 2, "maxItems": 2}

PRINTER = obj(
    {
        "name": TEXT,
        "profile": TEXT,
        "class": {"enum": ["offset", "digital", "large-format"]},
        "bleed": {"type": "number", "minimum": 0, "maximum": 5},
        "slug": {"type": "number", "minimum": 0, "maximum": 30},
        "marks": BOOL,
        "interior-papers": PAPERS,
        "cover-papers": PAPERS,
        "bindings": obj(
            {},
            {
                "saddle-stitch": obj({"max-pages": {"type": "integer", "minimum": 4}}),
                "perfect": obj(
                    {"signatures": {"type": "array", "minItems": 1, "items": {"enum": [4, 8, 16, 32]}}},
                    {"min-thickness": SIZE},
                ),
            },
        ),
    },
    {
        "based-on": NAME,
        "condition": TEXT,
        "registry": TEXT,
        "colour": {"enum": ["cmyk", "gray"]},
        "max-ink": {"type": "number", "minimum": 100, "maximum": 400},
        "min-ppi": SIZE,
        "target-ppi": SIZE,
        "spine-text": SIZE,
        "imposition": obj({"pages": {"enum": [4, 8, 16, "cut-stack"]}}, {"sheet": EXTENT}),
        "overs": {"type": "number", "minimum": 0, "maximum": 20},
        "carton": obj({}, {"copies": COUNT, "max-kg": SIZE}),
        "trim-min": EXTENT,
        "trim-max": EXTENT,
    },
)

BOOK = obj({"title": TEXT, "subtitle": TEXT, "short": TEXT, "spine": TEXT, "back": TEXT})

#: What names a term in one language; English may also say which of its phrases mean something else.
WORD = obj({"term": TEXT}, {"source": TEXT, "certainty": TEXT, "forms": NAMES, "passed-over": NAMES})

TERMBASE = obj(
    {
        "sources": mapping(obj({"means": TEXT, "certainty": TEXT})),
        "certainty": mapping(TEXT),
        "terms": mapping(
            {
                "type": "object",
                "properties": {"gloss": TEXT, "en": WORD},
                "required": ["gloss", "en"],
                "additionalProperties": WORD,
            },
            NAME,
        ),
    },
    {"bending": mapping(obj({}, {"endings": COUNT, "joined": NAMES}))},
)

STATUS = {"enum": ["source", "draft", "reviewed"]}

#: What the header of a Markdown file may say, by the kind of its section.
HEADERS: dict[str, dict[str, Any]] = {
    "chapter": obj({"title": TEXT, "status": STATUS}, {"labels": NAMES}),
    "principle": obj({"title": TEXT, "status": STATUS}),
    "area": obj({"title": TEXT, "status": STATUS, "short": TEXT, "labels": NAMES}),
    "standard": obj({"title": TEXT, "status": STATUS}, {"partial": BOOL}),
    "glossary": obj({"title": TEXT, "status": STATUS}),
    "case-study": obj({"title": TEXT, "status": STATUS, "sector": TEXT, "place": TEXT, "question": TEXT}),
    "session": obj({"title": TEXT, "status": STATUS, "case": TEXT, "minutes": COUNT, "group": TEXT}),
}
