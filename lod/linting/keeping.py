"""Results kept in the user's cache, by all that they come from: texts, rules, authority files, program, settings.

Three kinds are kept: the whole result of texts that were judged together, and for each text the results of the two
stages, so that one changed file among many costs little more than itself. A damaged entry is made again.
"""

from __future__ import annotations

import hashlib
import os
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lod import __version__, caches, packing, resources
from lod.model import Document, Judgement, Text

if TYPE_CHECKING:
    from lod.linter.stages import Alone, Found, Stages

KIND = "results"
MOST = 128 * 1024 * 1024
_ENDINGS = (".ttl", ".py", ".tsv", ".toml", ".css")
_PACKAGE = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Keeper:
    """Gets and keeps results; ``environment`` stands for all that is not the texts."""

    environment: str

    def judgement(self, texts: Sequence[Text], judge: Callable[[], Judgement]) -> Judgement:
        """The result for texts that are judged together, kept or made now."""
        key = _digest(self.environment, "judgement", *(_of_text(text) for text in texts))
        kept = self._get(key, texts)
        if isinstance(kept, Judgement):
            return kept
        made = judge()
        if not made.late:  # the next time it may be in time
            self._put(key, made, texts)
            caches.trim(KIND, MOST)
        return made

    def stages(self, inner: Stages) -> Stages:
        """The stages of each text, kept or made now by others."""
        return _Kept(self, inner)

    def each(
        self,
        things: Sequence[Any],
        keys: Sequence[str],
        texts: Sequence[Text],
        make: Callable[[list[Any]], list[Any]],
        complete: Callable[[Any], bool],
    ) -> list[Any]:
        """A result for each thing: those that are kept, the others made together and kept where they are complete."""
        results = [self._get(key, [text]) for key, text in zip(keys, texts, strict=True)]
        missing = [number for number, result in enumerate(results) if result is None]
        made = make([things[number] for number in missing])
        for number, result in zip(missing, made, strict=True):
            results[number] = result
            if complete(result):
                self._put(keys[number], result, [texts[number]])
        return results

    def _get(self, key: str, texts: Sequence[Text]) -> Any:
        kept = caches.get(KIND, key)
        if kept is None:
            return None
        caches.touch(KIND, key)
        try:
            return packing.unpack(zlib.decompress(kept), texts)
        except (zlib.error, packing.NotPacked):
            return None

    def _put(self, key: str, result: object, texts: Sequence[Text]) -> None:
        caches.put(KIND, key, zlib.compress(packing.pack(result, texts), 1))


@dataclass(frozen=True)
class _Kept:
    keeper: Keeper
    inner: Stages

    def alone(self, texts: Sequence[Text]) -> list[Alone]:
        keys = [_digest(self.keeper.environment, "alone", _of_text(text)) for text in texts]
        return self.keeper.each(texts, keys, texts, self.inner.alone, lambda alone: alone.parsed is not None)

    def found(self, documents: Sequence[Document]) -> list[Found]:
        keys = [_digest(self.keeper.environment, "found", _of_document(document)) for document in documents]
        return self.keeper.each(
            documents, keys, [document.text for document in documents], self.inner.found, lambda found: not found.late
        )


def keeper(rules: Iterable[Path], registry: Iterable[Path], engine: str, wanted: str) -> Keeper:
    """A keeper for rules and authority files as they lie on the disk now; ``wanted`` says which rules are wanted."""
    folders = [resources.path(name) for name in ("shapes", "registry", "ontology")]
    files = [path for path in tree([_PACKAGE, *folders, *rules, *registry]) if path.suffix]
    return Keeper(caches.key(files, __version__, str(sys.version_info), engine, wanted))


def tree(folders: Iterable[Path]) -> Iterator[Path]:
    """The folders below some folders, and the files in them that rules, authority files or the program are made of."""
    for folder in folders:
        for around, inner, names in os.walk(folder):
            inner[:] = sorted(name for name in inner if name not in ("__pycache__", "_data"))
            yield Path(around)
            yield from (Path(around, name) for name in sorted(names) if name.endswith(_ENDINGS))


def _of_text(text: Text) -> str:
    # Mended characters no longer are those of the source, and the same characters may come from another format.
    return _digest(text.source.media_type, text.chars, repr(text.origins))


def _of_document(document: Document) -> str:
    return _digest(_of_text(document.text), document.address, repr(document.root), repr(document.entities))


def _digest(*parts: str) -> str:
    found = hashlib.sha256()
    for part in parts:
        found.update(f"{len(part)}:{part}".encode(errors="surrogatepass"))
    return found.hexdigest()
