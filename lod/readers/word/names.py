"""Names of WordprocessingML elements and attributes, and small ways to look at them."""

from __future__ import annotations

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
OFF = ("0", "false", "off", "none")


def w(name: str) -> str:
    """A name in the namespace of WordprocessingML.

    >>> w("p")
    '{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p'
    """
    return f"{{{W}}}{name}"


def child(element: etree._Element | None, name: str) -> etree._Element | None:
    """The first child of a name, None where there is none or no element."""
    return element.find(w(name)) if element is not None else None


def attribute(element: etree._Element, name: str) -> str:
    """An attribute of WordprocessingML, an empty string where it is not there."""
    return element.get(w(name)) or ""


def val(element: etree._Element | None) -> str:
    """What ``w:val`` of an element says; an empty string where there is neither."""
    return attribute(element, "val") if element is not None else ""


def is_on(element: etree._Element | None) -> bool:
    """Whether a property that is on or off is on.

    >>> is_on(etree.fromstring(f'<a xmlns:w="{W}" w:val="0"/>')), is_on(etree.fromstring("<a/>")), is_on(None)
    (False, True, False)
    """
    return element is not None and val(element) not in OFF
