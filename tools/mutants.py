"""Small wrong versions of a module of rules: each differs from it in one thing."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass

COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
}
OPPOSITES = {"isnull": "notnull", "notnull": "isnull", "min": "max", "max": "min"}
OTHER_WAY = {"earliest": "latest", "latest": "earliest"}
NARROWING = ("filter", "semi_join", "anti_join")
SHIFTS = ("days_after", "months_after", "hours_after", "working_days_after")
FIRST_OF = ("first_known", "earliest", "latest")
PARTS_OF_A_CHECK = ("right", "excuse", "excused_until", "until_on", "blank", "done_on")
ONLY_SPEED = ("record.since", "record.as_of")
"""What is compared with these only leaves out rows that can't matter on the days judged."""
YES = ast.Constant(value=True)
Change = tuple[str, ast.AST]


@dataclass(frozen=True, slots=True)
class Mutant:
    """A module with one change.

    Attributes:
        line: Where, in the module as it is, from 1.
        change: What was changed, in words.
        source: The module's text with the change.
    """

    line: int
    change: str
    source: str


def mutants(source: str) -> Iterator[Mutant]:
    """Every mutant of a module of rules: comparisons, deadlines, blanks, excuses and filters.

    Evidence, imports and what a function takes stay as they are: they decide nothing.
    """
    for place, node in enumerate(_deciding(ast.parse(source))):
        for number, (change, _) in enumerate(_changes(node)):
            tree = ast.parse(source)
            again = list(_deciding(tree))[place]
            _, put = list(_changes(again))[number]
            text = ast.unparse(ast.fix_missing_locations(_Put(again, put).visit(tree)))
            yield Mutant(getattr(node, "lineno", 0), change, text)


def _deciding(tree: ast.AST) -> Iterator[ast.AST]:
    """The parts of a module that decide something."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Call) and _name(node) in {"evidence", "seen"}:
            continue
        if isinstance(node, ast.FunctionDef) and "evidence" in node.name:
            continue
        if isinstance(node, ast.arguments):
            continue
        yield node
        yield from _deciding(node)


def _changes(node: ast.AST) -> Iterator[Change]:
    """What may be put in the place of a part, and what to call that."""
    if any(period in ast.unparse(node) for period in ONLY_SPEED):
        return
    match node:
        case ast.Compare(left, [op], right) if type(op) in COMPARISONS:
            other = COMPARISONS[type(op)]
            yield f"{type(op).__name__} → {other.__name__}", ast.Compare(left, [other()], right)
        case ast.BinOp(left, ast.BitAnd(), right):
            yield "and → or", ast.BinOp(left, ast.BitOr(), right)
        case ast.BinOp(left, ast.BitOr(), right):
            yield "or → and", ast.BinOp(left, ast.BitAnd(), right)
        case ast.UnaryOp(ast.Invert(), operand):
            yield "without not", operand
        case ast.Call():
            yield from _changes_of_call(node)


def _changes_of_call(call: ast.Call) -> Iterator[Change]:
    name, of = _name(call), call.func
    if isinstance(of, ast.Attribute) and name in OPPOSITES:
        other = OPPOSITES[name]
        yield f"{name} → {other}", _called(call, ast.Attribute(of.value, other))
    if isinstance(of, ast.Attribute) and name in NARROWING:
        yield f"without {name}", of.value
    if name in OTHER_WAY:
        yield f"{name} → {OTHER_WAY[name]}", _called(call, ast.Name(OTHER_WAY[name]))
    if name in FIRST_OF:
        named = [arg for arg in call.args if not isinstance(arg, ast.Starred)]
        yield from ((f"{name}: only {ast.unparse(arg)[:40]}", arg) for arg in named)
    if name == "day_past":
        yield "a day sooner", call.args[0]
    if name == "yes":
        yield "a blank says yes", _called(call, ast.Attribute(call.args[0], "fill_null"), [YES])
    yield from _changes_of_parts(call, name)


def _changes_of_parts(call: ast.Call, name: str) -> Iterator[Change]:
    match call.args:
        case [*others, ast.Constant(int(number))] if name in SHIFTS:
            yield "one more", _called(call, call.func, [*others, ast.Constant(number + 1)])
        case [ast.Dict() as fields] if name == "first_blank":
            yield from _blanks_left_out(call, fields)
    if name == "checks":
        yield from _parts_left_out(call)


def _blanks_left_out(call: ast.Call, fields: ast.Dict) -> Iterator[Change]:
    for left_out, key in enumerate(fields.keys):
        others = [place for place in range(len(fields.keys)) if place != left_out]
        kept = ast.Dict([fields.keys[i] for i in others], [fields.values[i] for i in others])
        named = ast.unparse(key) if key else "**"
        yield f"{named} may be blank", _called(call, call.func, [kept])


def _parts_left_out(call: ast.Call) -> Iterator[Change]:
    for keyword in call.keywords:
        if keyword.arg in PARTS_OF_A_CHECK and ast.unparse(keyword.value) != "None":
            kept = [each for each in call.keywords if each is not keyword]
            if keyword.arg == "done_on":
                kept.append(ast.keyword("done_on", ast.Constant(None)))
            yield f"without {keyword.arg}", ast.Call(call.func, call.args, kept)


def _called(call: ast.Call, func: ast.expr, args: list[ast.expr] | None = None) -> ast.Call:
    return ast.Call(func, call.args if args is None else args, call.keywords)


def _name(call: ast.Call) -> str:
    match call.func:
        case ast.Name(name) | ast.Attribute(attr=name):
            return name
    return ""


class _Put(ast.NodeTransformer):
    """Puts one part in the place of another."""

    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self._old, self._new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        """Give the new part for the old, and look further elsewhere."""
        return self._new if node is self._old else self.generic_visit(node)
