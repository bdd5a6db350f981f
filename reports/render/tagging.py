"""What WeasyPrint leaves to do for PDF/UA-1 beside PDF/A-2a, on its finished object tree.

- the PDF/UA identifier in the metadata, with the schema that PDF/A asks for;
- heads of tables: identifiers, scopes and, from the grid, the heads of each cell (WeasyPrint ties cells under merged heads
  to the wrong ones);
- what stands in the page margins is an artifact, not content;
- a link says where it leads in words.
"""

from collections.abc import Iterator
from typing import Any

import pydyf

Element = Any
"""A structure element: a pydyf.Dictionary, which is untyped."""

_PDF_UA = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"><pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource"><pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI><pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema><pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:category>internal</pdfaProperty:category><pdfaProperty:description>PDF/UA part number</pdfaProperty:description><pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType></rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""


def finish(document: Any, pdf: Any, *, titles: dict[str, str]) -> None:
    """WeasyPrint's finisher: completes the metadata and the structure of `pdf` in place.

    `titles` are the titles of the sections by their identifiers, for links that lead to them.
    """
    objects = _Objects(pdf)
    _identify(pdf, objects)
    root = objects[pdf.catalog["StructTreeRoot"]]
    reached = set[int]()
    elements = list(objects.below(root, reached))
    identifiers: dict[str, str] = {}
    for element in elements:
        if element["S"] == "/Table":
            _tie_heads(element, objects, identifiers)
        elif element["S"] == "/Link":
            _describe_link(element, objects, titles)
    if identifiers:
        names = pydyf.Array()
        for name in sorted(identifiers):
            names += [pydyf.String(name), identifiers[name]]
        tree = pydyf.Dictionary({"Names": names})
        pdf.add_object(tree)
        root["IDTree"] = tree.reference
    _free_margins(pdf, objects, root, reached)


class _Objects:
    """The objects of a PDF by their references (`12 0 R`)."""

    def __init__(self, pdf: Any) -> None:
        self._objects = pdf.objects

    def __getitem__(self, reference: str | bytes) -> Any:
        return self._objects[int(reference.split()[0])]

    def below(self, element: Element, reached: set[int]) -> Iterator[Element]:
        """Structure elements below one, in reading order; their numbers are put into `reached`."""
        for kid in _kids(element):
            if isinstance(kid, str | bytes):
                child = self[kid]
                if child.get("Type") == "/StructElem":
                    reached.add(child.number)
                    yield child
                    yield from self.below(child, reached)

    def children(self, element: Element, *kinds: str) -> Iterator[Element]:
        for kid in _kids(element):
            if isinstance(kid, str | bytes) and (child := self[kid]).get("S") in kinds:
                yield child


def _kids(element: Element) -> list[Any]:
    kids = element.get("K", [])
    return kids if isinstance(kids, list) else [kids]


def _identify(pdf: Any, objects: _Objects) -> None:
    """Say PDF/UA-1 in the metadata, inside the block that is there."""
    metadata = objects[pdf.catalog["Metadata"]]
    text = b"\n".join(metadata.stream)
    end = text.index(b"</rdf:RDF>")
    metadata.stream = [text[:end] + _PDF_UA + text[end:]]


# ------------------------------------------------------------------------------------------------------ tables


def _tie_heads(table: Element, objects: _Objects, identifiers: dict[str, str]) -> None:
    """Give heads their scope and an identifier, and every data cell the heads above it and beside it."""
    number = len(identifiers)
    rows = [
        (group["S"] == "/THead", [*objects.children(row, "/TH", "/TD")])
        for group in objects.children(table, "/THead", "/TBody", "/TFoot")
        for row in objects.children(group, "/TR")
    ]
    above: dict[int, list[Any]] = {}
    beside: list[tuple[int, Any]] = []
    reaching: dict[int, int] = {}
    for in_head, cells in rows:
        column = 0
        following = {at: left - 1 for at, left in reaching.items() if left > 1}
        beside = [(left - 1, head) for left, head in beside if left > 1]
        for cell in cells:
            while column in reaching:
                column += 1
            attributes = cell.setdefault("A", pydyf.Dictionary({"O": "/Table"}))
            attributes.pop("Headers", None)
            wide, deep = attributes.get("ColSpan", 1), attributes.get("RowSpan", 1)
            covered = range(column, column + wide)
            if cell["S"] == "/TH":
                number += 1
                name = f"head-{number:05}"
                identifiers[name] = cell.reference
                cell["ID"] = pydyf.String(name)
                attributes["Scope"] = "/Column" if in_head else "/Row"
                if in_head:
                    for at in covered:
                        above.setdefault(at, []).append(cell["ID"])
                else:
                    beside.append((deep, cell["ID"]))
            else:
                heads = [head for _, head in beside]
                heads += [head for at in covered for head in above.get(at, ()) if head not in heads]
                if heads:
                    attributes["Headers"] = pydyf.Array(heads)
            if deep > 1:
                following |= dict.fromkeys(covered, deep - 1)
            column += wide
        reaching = following


# ------------------------------------------------------------------------------------------- links and margins


def _describe_link(link: Element, objects: _Objects, titles: dict[str, str]) -> None:
    """The annotation says the title of its target, not the target's identifier."""
    for kid in _kids(link):
        if isinstance(kid, str | bytes) and (target := objects[kid]).get("Type") == "/OBJR":
            annotation = objects[target["Obj"]]
            annotation["Contents"] = pydyf.String(titles[annotation["Dest"].string])


def _free_margins(pdf: Any, objects: _Objects, root: Element, reached: set[int]) -> None:
    """Running heads and page numbers are marked as content that hangs nowhere: make artifacts of them."""
    numbers = objects[root["ParentTree"]]["Nums"]
    for page_reference, owners in zip(pdf.page_references, numbers[1::2], strict=False):
        loose = {place for place, owner in enumerate(owners) if objects[owner].number not in reached}
        parts = objects[objects[page_reference]["Contents"]].stream
        for place, part in enumerate(parts):
            if isinstance(part, dict) and part.get("MCID") in loose:
                parts[place - 1 : place + 1] = "/Artifact", pydyf.Dictionary({"Type": "/Pagination"})
        for place in loose:
            owners[place] = "null"
