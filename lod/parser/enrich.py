from lod.model import Part, Text
def enrich(text: Text, root: Part) -> Part:
    return root
