"""RDF/XML read as what it says and not as it is nested: a set of things and what is said of them.

Only what the sources use is read: typed nodes, `rdf:about`, `rdf:resource`, `rdf:nodeID` and
`rdf:parseType="Resource"`.
"""

from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError, TreeBuilder
from xml.parsers import expat

from idealab.interchange.converting.conversion import NotConverted

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
SIZE_LIMIT = 64 * 2**20


class Thing:
    """One node: its address (or an own number), its types, and what is said of it, in order."""

    def __init__(self, about: str):
        self.about = about
        self.types: list[str] = []
        self.said: list[tuple[str, Thing | str]] = []

    def all(self, predicate: str) -> list["Thing | str"]:
        return [value for name, value in self.said if name == predicate]

    def texts(self, predicate: str) -> list[str]:
        return [value for value in self.all(predicate) if isinstance(value, str)]

    def text(self, predicate: str) -> str | None:
        """The first literal with blanks around it taken off, or None."""
        return next((value.strip() for value in self.texts(predicate)), None)

    def things(self, predicate: str) -> list["Thing"]:
        return [value for value in self.all(predicate) if isinstance(value, Thing)]

    def addresses(self, predicate: str) -> list[str]:
        return [thing.about for thing in self.things(predicate)]


class Graph:
    """All things of one file, each once, in the order in which they are first met."""

    def __init__(self) -> None:
        self._things: dict[str, Thing] = {}
        self._unnamed = 0

    def of_type(self, name: str) -> Iterator[Thing]:
        return (thing for thing in self._things.values() if name in thing.types)

    def read(self, root: Element) -> None:
        nodes = root if root.tag == _name(RDF, "RDF") else [root]
        for element in nodes:
            self._read_node(element)

    def _thing(self, about: str | None) -> Thing:
        if about is None:
            self._unnamed += 1
            about = f"_:{self._unnamed}"
        return self._things.setdefault(about, Thing(about))

    def _read_node(self, element: Element) -> Thing:
        node_id = element.get(_name(RDF, "nodeID"))
        about = element.get(_name(RDF, "about")) or (f"_:{node_id}" if node_id else None)
        thing = self._thing(about)
        if element.tag != _name(RDF, "Description"):
            thing.types.append(_plain(element.tag))
        self._read_properties(element, thing)
        return thing

    def _read_properties(self, element: Element, thing: Thing) -> None:
        for part in element:
            thing.said.append((_plain(part.tag), self._value_of(part)))

    def _value_of(self, part: Element) -> Thing | str:
        resource, node_id = part.get(_name(RDF, "resource")), part.get(_name(RDF, "nodeID"))
        if resource is not None or node_id is not None:
            return self._thing(resource if resource is not None else f"_:{node_id}")
        if part.get(_name(RDF, "parseType")) == "Resource":
            inner = self._thing(None)
            self._read_properties(part, inner)
            return inner
        if len(part):
            return self._read_node(part[0])
        return part.text or ""


def read_graph(path: Path) -> Graph:
    """The graph in a file. Raises NotConverted with a sentence."""
    if path.stat().st_size > SIZE_LIMIT:
        raise NotConverted(f"{path.name} is larger than {SIZE_LIMIT:,} bytes.")
    graph = Graph()
    try:
        graph.read(_tree_of(path))
    except (ParseError, expat.ExpatError) as problem:
        raise NotConverted(f"{path.name} is not XML: {problem}.") from problem
    except RecursionError as problem:
        raise NotConverted(f"{path.name} is nested too deeply.") from problem
    return graph


def _tree_of(path: Path) -> Element:
    """Parse without entities. The standard library resolves the ones that a file declares, and a
    few lines of nested ones grow to gigabytes, or read other files; so a declaration is refused
    at once, and with it every DOCTYPE, for RDF needs none."""
    builder = TreeBuilder()
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    parser.StartElementHandler = lambda tag, attributes: builder.start(
        _braced(tag), {_braced(name): value for name, value in attributes.items()}
    )
    parser.EndElementHandler = lambda tag: builder.end(_braced(tag))
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = _refuse_declaration
    parser.EntityDeclHandler = _refuse_declaration
    with path.open("rb") as file:
        parser.ParseFile(file)
    return builder.close()


def _refuse_declaration(*declared: object) -> None:
    raise NotConverted("The XML declares a document type or entities; this is not read.")


def _braced(tag: str) -> str:
    return "{" + tag if "}" in tag else tag


def _name(space: str, name: str) -> str:
    return "{" + space + "}" + name


def _plain(tag: str) -> str:
    """The address of a property or a type as RDF means it: namespace and name in one."""
    return tag.removeprefix("{").replace("}", "", 1)
