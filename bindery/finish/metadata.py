"""XMP metadata and the document information dictionary, saying the same (ISO 32000-1, 14.3; ISO 19005-2, 6.6.3).

The XMP is written out as text rather than built by a library: it must be the same bytes every time and readable.
"""

from __future__ import annotations

import time
import uuid
from dataclasses import dataclass
from xml.sax.saxutils import escape

from pikepdf import Dictionary, Name, Pdf, String

from bindery import __version__

PROGRAM = f"bindery {__version__}"
_SPACE = uuid.UUID("6d0e1f0c-6f4e-5b55-9d0c-6b7a0a9f2f11")  # ours, drawn once: document ids become UUIDs in it


@dataclass(frozen=True, slots=True)
class About:
    """What a file says of itself. `epoch`: seconds since 1970, UTC; `document_id`: made from the content."""

    title: str
    author: str
    language: str
    epoch: int
    document_id: str
    description: str = ""


def describe(pdf: Pdf, about: About, extra: str, trapped: bool = False) -> None:
    """Write XMP and Info. `extra`: further rdf:Description elements; `trapped`: say that it is not (PDF/X)."""
    moment = time.gmtime(about.epoch)
    iso, pdf_date = time.strftime("%Y-%m-%dT%H:%M:%SZ", moment), time.strftime("D:%Y%m%d%H%M%SZ", moment)
    packet = pdf.make_stream(_packet(about, iso, extra, trapped).encode())
    packet.Type, packet.Subtype = Name.Metadata, Name.XML
    pdf.Root.Metadata = packet
    info = Dictionary(Title=String(about.title), Creator=String(PROGRAM), Producer=String(PROGRAM),
                      CreationDate=String(pdf_date), ModDate=String(pdf_date))
    optional = (("/Author", about.author), ("/Subject", about.description))
    for key, value in optional:
        if value:
            info[key] = String(value)
    if trapped:
        info.Trapped = Name("/False")
    pdf.trailer.Info = pdf.make_indirect(info)


def identifier(text: str) -> str:
    """A URI for xmpMM: `text` itself where it is one already, else a UUID made from it."""
    return text if text.startswith(("uuid:", "urn:uuid:")) else f"uuid:{uuid.uuid5(_SPACE, text)}"


def _packet(about: About, date: str, extra: str, trapped: bool) -> str:
    title, language = escape(about.title), escape(about.language)
    parts = [f"<dc:title>{_alternatives(title)}</dc:title>", "<dc:format>application/pdf</dc:format>"]
    if about.author:
        parts.append(f"<dc:creator><rdf:Seq><rdf:li>{escape(about.author)}</rdf:li></rdf:Seq></dc:creator>")
    if about.language:
        parts.append(f"<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>")
    if about.description:
        parts.append(f"<dc:description>{_alternatives(escape(about.description))}</dc:description>")
    if trapped:
        parts.append("<pdf:Trapped>False</pdf:Trapped>")
    program, document = escape(PROGRAM), escape(identifier(about.document_id))
    parts += [
        f"<pdf:Producer>{program}</pdf:Producer>", f"<xmp:CreatorTool>{program}</xmp:CreatorTool>",
        *(f"<xmp:{name}>{date}</xmp:{name}>" for name in ("CreateDate", "ModifyDate", "MetadataDate")),
        f"<xmpMM:DocumentID>{document}</xmpMM:DocumentID>", "<xmpMM:VersionID>1</xmpMM:VersionID>",
        "<xmpMM:RenditionClass>default</xmpMM:RenditionClass>",
    ]
    body = "\n".join(parts)
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/">
{body}
</rdf:Description>
{extra}
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""


def _alternatives(text: str) -> str:
    return f'<rdf:Alt><rdf:li xml:lang="x-default">{text}</rdf:li></rdf:Alt>'
