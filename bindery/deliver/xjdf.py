"""The job ticket for a printing house's program: CIP4 XJDF 2.1 (Exchange Job Definition Format), the product's side.

A book is one Product that binds two others, cover and body; each has its size, its paper, its inks. Lengths are points,
paper is g/m² and micrometres, as the format wants them. What a name means is said by CIP4's specification: chapter 3
(products), 4 (intents), 6 (resources), 8 (FileSpec), appendix A (values).
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from xml.etree.ElementTree import Element, SubElement

from bindery.model import JobTicket, Paper

NAMESPACE = "http://www.CIP4.org/JDFSchema_2_0"
VERSION = "2.1"
MM = 72 / 25.4
#: Our bindings by CIP4's names: the binding, and the product (table A.74: a booklet has no spine).
BINDINGS = {"saddle-stitch": ("SaddleStitch", "Booklet"), "perfect": ("SoftCover", "SoftCoverBook")}
INKS = {"cmyk": "Cyan Magenta Yellow Black", "gray": "Black"}
#: The surface of a paper, where its kind tells.
COATINGS = {"coated": "Coated", "uncoated": "None", "bulky": "None"}
#: The name of a condition that is in no registry (ISO 15930-7): it names no characterization data.
CUSTOM = "Custom"
PARTS = {"cover": "Cover", "interior": "Body"}


def xjdf(ticket: JobTicket) -> bytes:
    """The document, the same bytes for the same ticket."""
    root = Element(f"{{{NAMESPACE}}}XJDF", JobID=_token(ticket.job), DescriptiveName=ticket.said["title"][0], Types="Product",
                   Version=VERSION)  # fmt: skip
    _products(root, ticket)
    for name in ("Contact", "CustomerInfo", "DeliveryParams", "RunList"):
        _RESOURCES[name](_add(root, "ResourceSet", Name=name, Usage="Input"), ticket)
    ElementTree.register_namespace("", NAMESPACE)
    ElementTree.indent(root)
    text: str = ElementTree.tostring(root, "unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()


def _add(parent: Element, name: str, **attributes: str) -> Element:
    return SubElement(parent, f"{{{NAMESPACE}}}{name}", attributes)


def _intent(product: Element, name: str, **attributes: str) -> Element:
    return _add(_add(product, "Intent", Name=name), name, **attributes)


def _products(root: Element, ticket: JobTicket) -> None:
    products = _add(root, "ProductList")
    binding, product = BINDINGS.get(ticket.binding, ("", "Book"))
    book = _add(products, "Product", ID="Book", IsRoot="true", Amount=str(ticket.copies),
                MaxAmount=str(ticket.copies + ticket.overs), ProductType=product,
                DescriptiveName=ticket.said["title"][0], PartVersion=ticket.language.tag)  # fmt: skip
    if ticket.isbn:
        _add(book, "GeneralID", IDUsage="ISBN", IDValue=ticket.isbn.replace("-", ""))
    if binding:
        # Sheets lie in one another, the cover outside; a glued cover is laid around, and nothing says in what order.
        order = {"BindingOrder": "Collecting"} if binding == "SaddleStitch" else {}
        _intent(book, "BindingIntent", BindingType=binding, BindingSide=ticket.edge.capitalize(), ChildRefs="Cover Body", **order)
    _intent(book, "LayoutIntent", FinishedDimensions=_shape(ticket, ticket.spine))
    # The cover is one sheet; each of its surfaces, a spread, counts as one page (table A.44).
    cover = _part(products, ticket, "Cover", "WrapAroundCover", 2, "Spread", ticket.cover, both=ticket.cover_inside)
    if ticket.lamination:
        _add(_add(cover, "Intent", Name="LaminatingIntent", DescriptiveName=ticket.lamination), "LaminatingIntent", Surface="Front")
    _part(products, ticket, "Body", "Body", ticket.pages, "SinglePage", ticket.interior, both=True)


def _part(
    products: Element, ticket: JobTicket, id: str, product: str, pages: int, spread: str, paper: Paper, both: bool
) -> Element:
    part = _add(products, "Product", ID=id, IsRoot="false", Amount="1", ExternalID=_external(ticket, id), ProductType=product,
                PartVersion=ticket.language.tag)  # fmt: skip
    colour = _intent(part, "ColorIntent")
    standard = {} if ticket.condition == CUSTOM else {"PrintStandard": _token(ticket.condition)}
    for surface in ("Front", "Back") if both else ("Front",):
        _add(colour, "SurfaceColor", Surface=surface, ColorsUsed=INKS[ticket.colour], **standard)
    _intent(part, "LayoutIntent", FinishedDimensions=_shape(ticket), Pages=str(pages), SpreadType=spread,
            Sides="TwoSidedHeadToHead" if both else "OneSided", Bleed=_points(ticket.bleed))  # fmt: skip
    coating = {"Coating": COATINGS[paper.kind]} if paper.kind in COATINGS else {}
    _intent(part, "MediaIntent", MediaType="Paper", Weight=f"{paper.gsm:g}", Thickness=f"{paper.caliper * 1000:g}",
            MediaQuality=paper.name, **coating)  # fmt: skip
    return part


def _external(ticket: JobTicket, id: str) -> str:
    """How files are told to which product they belong (Part/@Product, from 2.1 on)."""
    return f"{_token(ticket.job)}-{id}"


def _token(text: str) -> str:
    """As an NMTOKEN, which has no spaces."""
    return re.sub(r"[^\w.-]+", "-", text)


def _shape(ticket: JobTicket, depth: float = 0) -> str:
    return f"{_points(ticket.trim.width)} {_points(ticket.trim.height)} {_points(depth)}"


def _points(mm: float) -> str:
    return f"{mm * MM:.3f}".rstrip("0").rstrip(".")


def _contact(resources: Element, ticket: JobTicket) -> None:
    for kind, name, reached in (("Customer", "publisher", ticket.said["contact"][0]), ("Delivery", "consignee", "")):
        if who := ticket.said[name][0]:
            resource = _add(resources, "Resource", DescriptiveName=who)
            _add(resource, "Part", ContactType=kind)
            contact = _add(resource, "Contact")
            if reached:
                _reached(contact, reached)
            _add(contact, "Company", OrganizationName=who)


def _reached(contact: Element, words: str) -> None:
    """Where a customer can be asked: the e-mail address in `words`, else all of them as an address."""
    mail = re.search(r"[^\s<>(),;:]+@[^\s<>(),;:]+\.\w+", words)
    if mail:
        _add(contact, "ComChannel", ChannelType="Email", Locator=f"mailto:{mail[0]}", DescriptiveName=words)
    else:
        _add(_add(contact, "Address"), "AddressLine").text = words


def _customer(resources: Element, ticket: JobTicket) -> None:
    _add(_add(resources, "Resource"), "CustomerInfo", CustomerJobName=ticket.said["title"][0], CustomerOrderID=ticket.job)


def _delivery(resources: Element, ticket: JobTicket) -> None:
    """What is ordered, in all as many as the product's Amount; what the house prints above it travels with the cartons."""
    drops = {"Cartons": ticket.copies - ticket.file_copies, "FileCopies": ticket.file_copies}
    for drop, copies in drops.items():
        if copies:
            resource = _add(resources, "Resource")
            _add(resource, "Part", DropID=drop)
            # Of the day, whatever the hour: XJDF knows only points in time.
            by = {"Required": f"{ticket.deliver_by}T23:59:59Z"} if ticket.deliver_by else {}
            delivery = _add(resource, "DeliveryParams", **by)
            _add(delivery, "DropItem", Amount=str(copies), ItemRef="Book", TotalWeight=f"{copies * ticket.grams:.0f}")


def _files(resources: Element, ticket: JobTicket) -> None:
    for file in ticket.files:
        resource = _add(resources, "Resource", DescriptiveName=f"{file.name}, sha256 {file.sha256}")
        _add(resource, "Part", Product=_external(ticket, PARTS[file.use]))
        runs = _add(resource, "RunList", NPage=str(file.pages))
        _add(runs, "FileSpec", CheckSum=file.md5, FileSize=str(file.size), MimeType="application/pdf", URL=file.name)


_RESOURCES = {"Contact": _contact, "CustomerInfo": _customer, "DeliveryParams": _delivery, "RunList": _files}
