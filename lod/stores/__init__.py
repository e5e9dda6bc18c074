"""Where the graph is asked: a store on disk that belongs to a release."""
