"""Commands of `lod` that are more than a few lines: options in, exit code out. They print; nothing below does."""
