"""Finds what travels with the package: ontology, shapes, registry and the bundled gazettes.

In a checkout these are folders of the repository, where people edit them; in a wheel they lie in `lod/_data`.
The checkout wins, because an editable install leaves a copy of them in site-packages that grows old.
"""

from __future__ import annotations

from pathlib import Path

from lod.model import ConfigError

_PACKAGE = Path(__file__).resolve().parent
_FOLDERS = {
    "ontology": "ontology",
    "shapes": "shapes",
    "registry": "data/registry",
    "gazettes": "data/gazettes",
    "profiles": "data/profiles",
}


def path(name: str) -> Path:
    """The folder of one kind of resource: ``ontology``, ``shapes``, ``registry``, ``gazettes`` or
    ``profiles``.

    Raises ConfigError when there is no such kind, or when the installation lacks the folder.

    >>> (path("gazettes") / "jiangxian-2023-01.txt").is_file()
    True
    >>> path("fonts")
    Traceback (most recent call last):
    lod.model.ConfigError: There is no resource called 'fonts'.
    """
    if name not in _FOLDERS:
        raise ConfigError(f"There is no resource called {name!r}.")
    checkout = _PACKAGE.parent / _FOLDERS[name]
    bundled = _PACKAGE / "_data" / name
    if (_PACKAGE.parent / "pyproject.toml").is_file() and checkout.is_dir():
        return checkout
    if bundled.is_dir():
        return bundled
    raise ConfigError(f"This installation lacks its {name} folder ({bundled}); install the package again.")
