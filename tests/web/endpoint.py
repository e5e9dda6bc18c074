"""A plain SPARQL endpoint on a store: its default graph is empty, and it knows no limits but that of time.

    python tests/web/endpoint.py STORE [union]

Prints its port. Each query runs in a process of its own. With `union` everything is in the default graph, whatever
graphs a query names.
"""

from __future__ import annotations

import signal
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from socketserver import ForkingMixIn
from typing import IO, Any, cast
from urllib.parse import parse_qs

from pyoxigraph import NamedNode, QueryResultsFormat, QueryTriples, RdfFormat, Store

SECONDS = 5


class Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        signal.alarm(SECONDS)
        fields = parse_qs(self.rfile.read(int(self.headers["content-length"])).decode())
        graphs: dict[str, Any] = {
            name: [NamedNode(iri) for iri in fields[parameter]]
            for name, parameter in (("default_graph", "default-graph-uri"), ("named_graphs", "named-graph-uri"))
            if parameter in fields
        }
        if sys.argv[2:]:
            graphs = {"use_default_graph_as_union": True}
        try:
            found = Store.read_only(sys.argv[1]).query(fields["query"][0], **graphs)
        except (SyntaxError, ValueError) as error:
            self._begin(400, "text/plain")
            self.wfile.write(str(error).encode())
            return
        if isinstance(found, QueryTriples):
            self._begin(200, "application/n-triples")
            found.serialize(cast(IO[bytes], self.wfile), format=RdfFormat.N_TRIPLES)
        else:
            self._begin(200, "application/sparql-results+json")
            found.serialize(cast(IO[bytes], self.wfile), format=QueryResultsFormat.JSON)

    def log_message(self, format: str, *args: object) -> None:
        pass

    def _begin(self, status: int, kind: str) -> None:
        self.send_response(status)
        self.send_header("content-type", kind)
        self.end_headers()


class Server(ForkingMixIn, HTTPServer):
    max_children = 100
    request_queue_size = 50


if __name__ == "__main__":
    with Server(("127.0.0.1", 0), Handler) as server:
        sys.stdout.write(f"{server.server_port}\n")
        sys.stdout.flush()
        server.serve_forever()
