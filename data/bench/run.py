"""What the linter costs, as ratios measured in one run: one line of JSON for each figure.

Seconds are those of the processor, the least of several runs: a busy neighbour then hardly counts. What is compared
is measured in the same run, on the same machine.

    python data/bench/run.py            all figures
    python data/bench/run.py page       a page of text against `python -c pass`: again, for the first time, in an editor
    python data/bench/run.py gazette    the bundled gazette against pySHACL's own command, same shapes, same graph
    --record                            also append them to data/bench/log.jsonl
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from lod import graph, linker, linter, parser, readers, registry
from lod.engines import fast, needs
from lod.model import Source, Text

ROOT = Path(__file__).resolve().parents[2]
GAZETTE = str(ROOT / "data/gazettes/jiangxian-2023-01.txt")
LOG = Path(__file__).with_name("log.jsonl")
RUNS = 7
LINT = [sys.executable, "-m", "lod", "lint"]
PAGE = """安山县人民政府关于做好2023年防汛工作的通知

安政发[2023]15号

各乡镇人民政府，县直各有关单位：

为切实做好2023年防汛工作，确保人民群众生命财产安全，现就有关事项通知如下：

一、提高思想认识

各乡镇、各有关单位要充分认识防汛工作的重要性，切实增强责任感和紧迫感，把防汛工作摆在突出位置。

二、落实工作责任

（一）县水利局负责防汛日常工作。

（二）县应急管理局负责抢险救援。

三、严肃工作纪律

各乡镇要严格执行24小时值班制度，确保信息畅通。

附件：防汛责任人名单

安山县人民政府

2023年5月6日

（此件公开发布）
"""
Figure = dict[str, str | float]


def command(*line: str, runs: int = RUNS) -> float:
    """The seconds that a command takes of the processor."""
    return least(lambda: _command(line), runs)


def least(work: Callable[[], float], runs: int = RUNS) -> float:
    """The least of several measurements."""
    return min(work() for _ in range(runs))


def figure(what: str, seconds: float, than: str, other: float) -> Figure:
    """One figure: the seconds, and how many times those of something else they are."""
    return {"what": what, "seconds": round(seconds, 4), "ratio": round(seconds / other, 4), "than": than}


def page(folder: Path) -> Iterator[Figure]:
    """A page of text: unchanged, linted for the first time, and linted again in a process that runs on."""
    draft = folder / "draft.txt"
    draft.write_text(PAGE, encoding="utf-8")
    os.utime(draft, (time.time() - 9, time.time() - 9))
    bare = command(sys.executable, "-c", "pass")
    yield figure("page, first time", command(*LINT, "--no-cache", str(draft)), "bare Python", bare)
    _command([*LINT, str(draft)])
    yield figure("page, unchanged", command(*LINT, str(draft)), "bare Python", bare)
    judge = linter.prepare()
    text = Text(Source("draft.txt", "text/plain", b""), PAGE)
    judge.lint(text)
    yield figure("page, changed in an editor", least(lambda: _here(lambda: judge.lint(text))), "bare Python", bare)


def gazette(folder: Path) -> Iterator[Figure]:
    """A gazette against pySHACL's command on its graph and the document shapes: the engine, then the command."""
    ruleset = linter.load_rules().pick()
    [document] = linker.link([parser.parse(readers.read(readers.open_source(GAZETTE)))], registry.load())
    quads = list(graph.build(document))
    shapes, data = folder / "shapes.nt", folder / "graph.nt"
    shapes.write_text(ruleset.document_shapes, encoding="utf-8")
    data.write_text(needs.ntriples(quad.triple for quad in quads), encoding="utf-8")
    ours = _here(lambda: fast.validate(quads, ruleset))  # once: shapes are compiled too
    theirs = command(sys.executable, "-m", "pyshacl", "-s", str(shapes), "-sf", "nt", "-df", "nt", str(data), runs=1)
    yield figure("gazette, same shapes and graph", ours, "pySHACL", theirs)
    yield figure("gazette, first time", command(*LINT, "--no-cache", GAZETTE, runs=3), "pySHACL", theirs)
    _command([*LINT, GAZETTE])
    yield figure("gazette, unchanged", command(*LINT, GAZETTE), "pySHACL", theirs)


FIGURES = {"page": page, "gazette": gazette}


def _command(line: list[str] | tuple[str, ...]) -> float:
    before = _children()
    done = subprocess.run(line, capture_output=True, check=False)
    if done.returncode not in (0, 1):
        raise SystemExit(f"{' '.join(line)} ends with {done.returncode}: {done.stderr.decode()}")
    return _children() - before


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _here(work: Callable[[], object]) -> float:
    before = time.process_time()
    work()
    return time.process_time() - before


def main() -> int:
    """Measures what is named on the command line, or everything."""
    wanted = [name for name in sys.argv[1:] if name in FIGURES] or list(FIGURES)
    found = []
    with tempfile.TemporaryDirectory() as folder:
        os.environ["LOD_CACHE_DIR"] = str(Path(folder) / "cache")
        for name in wanted:
            for one in FIGURES[name](Path(folder)):
                print(json.dumps(one, ensure_ascii=False), flush=True)
                found.append(one)
    if "--record" in sys.argv[1:]:
        from lod import __version__

        with LOG.open("a", encoding="utf-8") as log:
            kept = {"version": __version__, "python": sys.version.split()[0], "figures": found}
            log.write(json.dumps(kept, ensure_ascii=False) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
