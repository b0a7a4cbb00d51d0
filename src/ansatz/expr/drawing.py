"""Expression trees as pictures: for terminals (Unicode) and for pages (SVG).

    draw_text(tree)    lines of text, the root at the top
    draw_svg(tree)     one self-contained SVG document

Both place nodes by the same layout: subtrees are drawn by themselves, then pushed together until their outlines touch,
and a parent stands midway above its children (Reingold & Tilford, "Tidier drawings of trees", 1981).
"""

from dataclasses import dataclass
from html import escape

from ansatz.expr.tree import Tree, check_limits

_SHOWN = {"*": "×", "/": "÷", "-": "−", "neg": "−", "pi": "π"} | {f"pow{n}": f"^{n}" for n in (2, 3, 4, 5)}


def label(tree: Tree) -> str:
    """What a node shows: "×" for a product, "x", "−3"."""
    if isinstance(tree, int):
        return str(tree).replace("-", "−")
    return _SHOWN.get(tree[0], tree[0]) if isinstance(tree, tuple) else _SHOWN.get(tree, tree)


@dataclass(slots=True)
class _Node:
    """A node with its centre at `x`; while a subtree is laid out, `x` is relative to the parent."""

    text: str
    is_leaf: bool
    children: list["_Node"]
    x: float = 0.0


def _layout(tree: Tree, width: dict[str, float] | None, gap: float) -> _Node:
    root, _ = _place(tree, width, gap)
    _make_absolute(root, 0.0)
    leftmost = min(node.x - _half(node.text, width) for node, _ in _levels(root))
    for node, _ in _levels(root):
        node.x -= leftmost
    return root


def _half(text: str, width: dict[str, float] | None) -> float:
    """Half a label's width: in characters where `width` is None, else in pixels and at least a disc."""
    if width is None:
        return len(text) / 2
    return max(width["disc"], len(text) * width["letter"] / 2 + width["padding"])


_Outline = list[tuple[float, float]]  # per level: leftmost and rightmost edge, relative to the root


def _place(tree: Tree, width: dict[str, float] | None, gap: float) -> tuple[_Node, _Outline]:
    text = label(tree)
    half = _half(text, width)
    if not isinstance(tree, tuple):
        return _Node(text, True, []), [(-half, half)]
    parts = [_place(child, width, gap) for child in tree[1:]]
    children = [node for node, _ in parts]
    if len(parts) == 1:
        return _Node(text, False, children), [(-half, half), *parts[0][1]]
    (_, left), (_, right) = parts
    distance = max(r[1] - s[0] for r, s in zip(left, right, strict=False)) + gap
    if width is None:
        distance = 2 * -(-distance // 2)  # an even distance puts the parent on a column
    children[0].x, children[1].x = -distance / 2, distance / 2
    outline: _Outline = [(-half, half)]
    for level in range(max(len(left), len(right))):
        edges = [(a - distance / 2, b - distance / 2) for a, b in left[level : level + 1]]
        edges += [(a + distance / 2, b + distance / 2) for a, b in right[level : level + 1]]
        outline.append((min(a for a, _ in edges), max(b for _, b in edges)))
    return _Node(text, False, children), outline


def _make_absolute(root: _Node, origin: float) -> None:
    stack = [(root, origin)]
    while stack:
        node, parent = stack.pop()
        node.x += parent
        stack.extend((child, node.x) for child in node.children)


def _levels(root: _Node) -> list[tuple[_Node, int]]:
    """Every node with its level, the root's 0, level by level."""
    found = [(root, 0)]
    for node, level in found:  # grows while it is read
        found += [(child, level + 1) for child in node.children]
    return found


# ---------------------------------------------------------------------------------------- text


def draw_text(tree: Tree) -> str:
    """The tree in lines of text; raises `LimitError` beyond the limits of `ansatz.expr.tree`.

        +
     ┌──┴──┐
    sin    ×
     │   ┌─┴─┐
     x   x   2
    """
    root = _layout(check_limits(tree), None, 2)
    nodes = _levels(root)
    rows: list[dict[int, str]] = [{} for _ in range(2 * nodes[-1][1] + 1)]
    for node, level in nodes:
        start = _column(node) - (len(node.text) - 1) // 2
        for k, character in enumerate(node.text):
            rows[2 * level][start + k] = character
        if node.children:
            _connect(rows[2 * level + 1], _column(node), [_column(child) for child in node.children])
    first = min(min(row) for row in rows)
    lines = ("".join(row.get(k, " ") for k in range(first, max(row) + 1)) for row in rows)
    return "\n".join(line.rstrip() for line in lines)


def _column(node: _Node) -> int:
    return int(node.x // 1)


def _connect(row: dict[int, str], parent: int, children: list[int]) -> None:
    if len(children) == 1:
        row[parent] = "│"
        return
    left, right = children
    for column in range(left, right + 1):
        row[column] = "─"
    row[left], row[right] = "┌", "┐"
    row[parent] = "┴"


# ---------------------------------------------------------------------------------------- SVG

_MEASURES = {"disc": 17.0, "letter": 9.6, "padding": 9.0}
_RISE = 62.0
_MARGIN = 14.0
_STYLE = (
    "line{stroke:#9aa5b1;stroke-width:1.6}"
    "rect{stroke-width:1.4}.operator rect{fill:#e8f0fe;stroke:#3b6fd4}.leaf rect{fill:#f1f8ee;stroke:#4d8a3d}"
    "text{font:16px ui-monospace,Menlo,Consolas,monospace;text-anchor:middle;dominant-baseline:central;fill:#1f2933}"
)


def draw_svg(tree: Tree) -> str:
    """A self-contained SVG document of the tree; raises `LimitError` beyond the limits of `ansatz.expr.tree`."""
    root = _layout(check_limits(tree), _MEASURES, 16.0)
    nodes = _levels(root)
    half = _MEASURES["disc"]
    width = max(node.x + _half(node.text, _MEASURES) for node, _ in nodes) + 2 * _MARGIN
    height = nodes[-1][1] * _RISE + 2 * (half + _MARGIN)
    edges: list[str] = []
    discs: list[str] = []
    for node, level in nodes:
        x, y = node.x + _MARGIN, level * _RISE + half + _MARGIN
        for child in node.children:
            edges.append(f'<line x1="{x:.1f}" y1="{y:.1f}" x2="{child.x + _MARGIN:.1f}" y2="{y + _RISE:.1f}"/>')
        reach = _half(node.text, _MEASURES)
        discs.append(
            f'<g class="{"leaf" if node.is_leaf else "operator"}">'
            f'<rect x="{x - reach:.1f}" y="{y - half:.1f}" width="{2 * reach:.1f}" height="{2 * half:.1f}" '
            f'rx="{half:.1f}"/><text x="{x:.1f}" y="{y:.1f}">{escape(node.text)}</text></g>'
        )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.1f} {height:.1f}" '
        f'width="{width:.0f}" height="{height:.0f}" role="img" aria-label="expression tree">'
        f"<style>{_STYLE}</style>{''.join(edges)}{''.join(discs)}</svg>\n"
    )
