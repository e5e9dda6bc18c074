"""The server: every resource's address, the query endpoint and the pages, on one release, read-only."""
