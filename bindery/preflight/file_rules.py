"""Rules for the file as a whole: what it says of itself, its output intent, what it must not hold."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pikepdf import Array, Dictionary, Name, Pdf, PdfError, Stream

from bindery.preflight.limits import Limits
from bindery.preflight.report import ERROR, WARNING
from bindery.preflight.rule import HOUSE, PDFX, Found, Rule

#: Conditions of the registry at color.org, by the beginnings of their names.
REGISTERED = ("FOGRA", "CGATS", "IFRA", "JC2001", "JCN", "JCW", "EUROSB", "PSRgravure", "PSR_", "SWOP", "Ugra", "EFI")
#: The name of a condition that is in no registry; its profile and Info then say what it is (ISO 15930-7).
CUSTOM = "Custom"
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_XMP = {"pdfxid": "http://www.npes.org/pdfx/ns/id/", "dc": "http://purl.org/dc/elements/1.1/",
        "xmp": "http://ns.adobe.com/xap/1.0/", "pdf": "http://ns.adobe.com/pdf/1.3/",
        "xmpMM": "http://ns.adobe.com/xap/1.0/mm/"}
_WANTED = {"dc:title": "a title", "xmp:CreateDate": "the date of creation", "xmp:ModifyDate": "the date of the last change",
           "xmp:MetadataDate": "the date of the metadata", "xmpMM:DocumentID": "an id of the document",
           "xmpMM:VersionID": "a version id", "xmpMM:RenditionClass": "a rendition class"}
_SAME = {"/Title": "dc:title", "/Creator": "xmp:CreatorTool", "/Producer": "pdf:Producer", "/CreationDate": "xmp:CreateDate",
         "/ModDate": "xmp:ModifyDate", "/Trapped": "pdf:Trapped", "/Keywords": "pdf:Keywords"}  # fmt: skip
_X4_MEND = "export the file again as PDF/X-4"


@dataclass(slots=True)
class Document:
    """An opened file and its metadata: `xmp` by prefix and name, `info` by key, both as text."""

    pdf: Pdf
    limits: Limits
    pages: int
    xmp: dict[str, str] = field(default_factory=dict)
    info: dict[str, str] = field(default_factory=dict)

    @property
    def intents(self) -> list[Any]:
        """The output intents for print."""
        found = self.pdf.Root.get("/OutputIntents")
        everything = list(found) if isinstance(found, Array) else []
        return [each for each in everything if isinstance(each, Dictionary) and each.get("/S") == Name("/GTS_PDFX")]


def read_document(pdf: Pdf, limits: Limits) -> Document:
    document = Document(pdf, limits, len(pdf.pages))
    packet = pdf.Root.get("/Metadata")
    if isinstance(packet, Stream):
        try:
            document.xmp = _read_xmp(packet.read_bytes())
        except (PdfError, ElementTree.ParseError, ValueError):
            document.xmp = {}
    info = pdf.trailer.get("/Info")
    if isinstance(info, Dictionary):
        document.info = {key: str(value).removeprefix("/") for key, value in info.items()
                         if not isinstance(value, (Dictionary, Array, Stream))}  # fmt: skip
    return document


def _read_xmp(packet: bytes) -> dict[str, str]:
    if b"<!DOCTYPE" in packet:
        raise ValueError("XMP has no document type")
    prefixes = {uri: prefix for prefix, uri in _XMP.items()}
    found: dict[str, str] = {}
    for description in ElementTree.fromstring(packet.decode("utf-8", "replace").strip("\x00")).iter(f"{_RDF}Description"):
        pairs = [*description.attrib.items(), *((child.tag, "".join(child.itertext()).strip()) for child in description)]
        for name, value in pairs:
            uri, _, local = name.removeprefix("{").partition("}")
            if uri in prefixes:
                found.setdefault(f"{prefixes[uri]}:{local}", value)
    return found


def version(document: Document) -> Iterator[Found]:
    said = document.pdf.pdf_version, str(document.pdf.Root.get("/Version", "")).removeprefix("/")
    found = max(said, key=_numbers)  # the catalogue's counts where it is the newer one (ISO 32000-1, 7.7.2)
    if _numbers(found) > (1, 6):
        yield Found(f"the file is PDF {found}; PDF/X-4 is PDF 1.6", _X4_MEND)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, re.findall(r"\d+", version)))


def identification(document: Document) -> Iterator[Found]:
    said = document.xmp.get("pdfxid:GTS_PDFXVersion", document.info.get("/GTS_PDFXVersion", ""))
    if said != "PDF/X-4":
        yield Found(f"the file says that it is {said}, not PDF/X-4" if said else "the file does not say that it is PDF/X-4",
                    _X4_MEND)  # fmt: skip


def metadata(document: Document) -> Iterator[Found]:
    if not document.xmp:
        yield Found("the file has no XMP metadata that can be read", _X4_MEND)
        return
    for key, what in _WANTED.items():
        if not document.xmp.get(key):
            yield Found(f"the metadata lack {what} ({key})", _X4_MEND)


def metadata_agree(document: Document) -> Iterator[Found]:
    for key, name in _SAME.items() if document.xmp else ():
        one, other = document.info.get(key, ""), document.xmp.get(name, "")
        if one and _plain(key, one) != _plain(key, other):
            yield Found(f"{key[1:]} is “{one}” in the properties and “{other}” in the XMP metadata ({name})", _X4_MEND)


def _plain(key: str, value: str) -> str:
    """Dates as their first fourteen digits: the two places write them differently."""
    return re.sub(r"\D", "", value)[:14] if key.endswith("Date") else value.strip()


def file_id(document: Document) -> Iterator[Found]:
    if "/ID" not in document.pdf.trailer:
        yield Found("the file has no id (/ID in the trailer)", _X4_MEND)


def trapped(document: Document) -> Iterator[Found]:
    for value in (document.info.get("/Trapped", ""), document.xmp.get("pdf:Trapped", "")):
        if value not in ("True", "False"):
            yield Found("the file does not say whether it is trapped (Trapped: True or False)", _X4_MEND)
            return


def output_intent(document: Document) -> Iterator[Found]:
    if (count := len(document.intents)) != 1:
        yield Found(f"the file has {count} output intents for print; one is needed" if count
                    else "the file has no output intent: nothing says which inks its numbers mean",
                    "export again with the printer's profile as the output intent")  # fmt: skip


def intent_profile(document: Document) -> Iterator[Found]:
    for intent in document.intents[:1]:
        profile = intent.get("/DestOutputProfile")
        if not isinstance(profile, Stream):
            yield Found("the output intent has no profile in the file", "embed the printer's ICC profile")
            continue
        try:
            head = bytes(profile.read_bytes()[:40])
        except PdfError:
            head = b""
        if head[12:16] != b"prtr" or head[16:20] != b"CMYK" or head[36:40] != b"acsp":
            kind = head[16:20].decode("latin-1").strip() or "damaged"
            yield Found(f"the output intent's profile is not that of a CMYK printer ({kind})",
                        "embed the printer's own CMYK profile, an ICC file of the class “prtr”")  # fmt: skip


def condition(document: Document) -> Iterator[Found]:
    for intent in document.intents[:1]:
        said = str(intent.get("/OutputConditionIdentifier", ""))
        registry, info = (str(intent.get(key, "")) for key in ("/RegistryName", "/Info"))
        if not said or not (registry or (said == CUSTOM and info)):
            yield Found("the output intent does not name a registered printing condition",
                        "name it, for example FOGRA39, and the registry http://www.color.org, or “Custom” and what it is")  # fmt: skip
        elif document.limits.condition and said != document.limits.condition:
            yield Found(f"the file is made for {said}; the printer asks for {document.limits.condition}",
                        f"make the file again for {document.limits.condition}")  # fmt: skip


def condition_known(document: Document) -> Iterator[Found]:
    for intent in document.intents[:1]:
        said = str(intent.get("/OutputConditionIdentifier", ""))
        if said and said != CUSTOM and not said.startswith(REGISTERED):
            yield Found(f"the printing condition “{said}” is not one of the registry's", "ask the printer for its name")


def encryption(document: Document) -> Iterator[Found]:
    if document.pdf.is_encrypted:
        yield Found("the file is encrypted", "save it without a password and without restrictions")


def actions(document: Document) -> Iterator[Found]:
    root = document.pdf.Root
    names = root.get("/Names")
    held = [(root, "/OpenAction", "an action that runs when the file is opened"), (root, "/AA", "actions"),
            (root, "/AcroForm", "a form to fill in"), (names, "/JavaScript", "JavaScript")]  # fmt: skip
    for holder, key, what in held:
        if isinstance(holder, Dictionary) and key in holder and not _destination(holder[key]):
            yield Found(f"the file holds {what} ({key[1:]})", "take it out, and export the file again for print")


def _destination(action: Any) -> bool:
    """Where a viewer shall begin is no action (ISO 32000-1, 12.3.2)."""
    return isinstance(action, Array) and not isinstance(action, Stream) and len(action) > 1 and isinstance(action[1], Name)


_CHOOSE = "choose another binding (printing in edition.yaml, bindings in the printer’s profile)"


def binding(document: Document) -> Iterator[Found]:
    limits, pages = document.limits, document.pages
    name = limits.binding or "this binding"
    if limits.multiple > 1 and pages % limits.multiple:
        yield Found(f"{pages} pages are no multiple of {limits.multiple}, as {name} needs",
                    f"add {-pages % limits.multiple} pages at the end")  # fmt: skip
    if limits.most_pages and pages > limits.most_pages:
        yield Found(f"{pages} pages are too many for {name}: at most {limits.most_pages}",
                    f"{_CHOOSE}, or make two volumes")  # fmt: skip
    if pages < limits.fewest_pages:
        yield Found(f"{pages} pages are too few for {name}: at least {limits.fewest_pages}",
                    _CHOOSE)  # fmt: skip


FILE_RULES: tuple[Rule[Document], ...] = (
    Rule("X02", ERROR, "PDF 1.6 or older", PDFX, version),
    Rule("X03", ERROR, "says that it is PDF/X-4", PDFX, identification),
    Rule("X04", ERROR, "metadata: title, dates, ids", PDFX, metadata),
    Rule("X05", ERROR, "the properties say what the XMP metadata say", PDFX, metadata_agree),
    Rule("X06", ERROR, "a file id", PDFX, file_id),
    Rule("X07", ERROR, "says whether it is trapped", PDFX, trapped),
    Rule("X08", ERROR, "exactly one output intent for print", PDFX, output_intent),
    Rule("X09", ERROR, "the output intent holds a CMYK printer's profile", PDFX, intent_profile),
    Rule("X10", ERROR, "a registered printing condition, the printer's", PDFX, condition),
    Rule("X11", WARNING, "the condition's name is in the registry", PDFX, condition_known),
    Rule("X12", ERROR, "no encryption", PDFX, encryption),
    Rule("X13", ERROR, "no actions, JavaScript or forms", PDFX, actions),
    Rule("H02", ERROR, "the number of pages fits the binding", HOUSE, binding),
)
