"""The job ticket for a printing house's program: CIP4 XJDF 2.1 (Exchange Job Definition Format), the product's side.

A book is one Product that binds two others, cover and body; each has its size, its paper, its inks. Lengths are points,
paper is g/m² and micrometres, as the format wants them.
"""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from xml.etree.ElementTree import Element, SubElement

from bindery.model import JobTicket, Paper

NAMESPACE = "http://www.CIP4.org/JDFSchema_2_0"
VERSION = "2.1"
MM = 72 / 25.4
#: Our bindings by CIP4's names (XJDF, BindingType).
BINDINGS = {"saddle-stitch": "SaddleStitch", "perfect": "SoftCover"}
INKS = {"cmyk": "Cyan Magenta Yellow Black", "gray": "Black"}


def xjdf(ticket: JobTicket) -> bytes:
    """The document, the same bytes for the same ticket."""
    root = Element(f"{{{NAMESPACE}}}XJDF", JobID=ticket.job, DescriptiveName=ticket.said["title"][0], Types="Product",
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
    book = _add(products, "Product", ID="Book", IsRoot="true", Amount=str(ticket.copies),
                MaxAmount=str(ticket.copies + ticket.overs), ProductType="Book",
                DescriptiveName=ticket.said["title"][0], PartVersion=ticket.language.tag)  # fmt: skip
    if ticket.isbn:
        _add(book, "GeneralID", IDUsage="ISBN", IDValue=ticket.isbn.replace("-", ""))
    if ticket.binding in BINDINGS:
        _intent(book, "BindingIntent", BindingType=BINDINGS[ticket.binding], BindingSide=ticket.edge.capitalize(),
                ChildRefs="Cover Body")  # fmt: skip
    _intent(book, "LayoutIntent", FinishedDimensions=_shape(ticket, ticket.spine))
    for id, pages, paper in (("Cover", 4, ticket.cover), ("Body", ticket.pages, ticket.interior)):
        _part(products, ticket, id, pages, paper)


def _part(products: Element, ticket: JobTicket, id: str, pages: int, paper: Paper) -> None:
    part = _add(products, "Product", ID=id, IsRoot="false", Amount="1", ProductType=id, PartVersion=ticket.language.tag)
    inks = INKS[ticket.colour]
    colour = _intent(part, "ColorIntent")
    both = id != "Cover" or ticket.cover_inside
    for surface in ("Front", "Back") if both else ("Front",):
        _add(colour, "SurfaceColor", Surface=surface, ColorsUsed=inks, PrintStandard=ticket.condition)
    spread = "Spread" if any(file.use == id.lower() and file.pages < 4 for file in ticket.files) else "SinglePage"
    _intent(part, "LayoutIntent", FinishedDimensions=_shape(ticket), Pages=str(pages), Sides="TwoSidedHeadToHead" if both else "OneSided",
            Bleed=_points(ticket.bleed), SpreadType=spread)  # fmt: skip
    _intent(part, "MediaIntent", MediaType="Paper", Weight=f"{paper.gsm:g}", Thickness=f"{paper.caliper * 1000:g}",
            MediaQuality=paper.name)  # fmt: skip


def _shape(ticket: JobTicket, depth: float = 0) -> str:
    return f"{_points(ticket.trim.width)} {_points(ticket.trim.height)} {_points(depth)}"


def _points(mm: float) -> str:
    return f"{mm * MM:.3f}".rstrip("0").rstrip(".")


def _contact(resources: Element, ticket: JobTicket) -> None:
    for kind, name in (("Customer", "publisher"), ("Delivery", "consignee")):
        if who := ticket.said[name][0]:
            address = ticket.said["contact"][0] if kind == "Customer" else ""
            resource = _add(resources, "Resource", DescriptiveName=address or who)
            _add(resource, "Part", ContactType=kind)
            _add(_add(resource, "Contact"), "Company", OrganizationName=who)


def _customer(resources: Element, ticket: JobTicket) -> None:
    _add(_add(resources, "Resource"), "CustomerInfo", CustomerJobName=ticket.said["title"][0])


def _delivery(resources: Element, ticket: JobTicket) -> None:
    grams = (ticket.copies + ticket.overs) * ticket.grams
    delivery = _add(_add(resources, "Resource"), "DeliveryParams")
    _add(delivery, "DropItem", Amount=str(ticket.copies + ticket.overs), ItemRef="Book", TotalWeight=f"{grams:.0f}")


def _files(resources: Element, ticket: JobTicket) -> None:
    for file in ticket.files:
        resource = _add(resources, "Resource", DescriptiveName=f"{file.name}, sha256 {file.sha256}")
        _add(resource, "Part", ProductPart="Cover" if file.use == "cover" else "Body")
        _add(_add(resource, "RunList"), "FileSpec", URL=file.name, MimeType="application/pdf", FileSize=str(file.size))


_RESOURCES = {"Contact": _contact, "CustomerInfo": _customer, "DeliveryParams": _delivery, "RunList": _files}
