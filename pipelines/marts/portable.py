"""What a mart's SELECT may not hold, so that sqlglot can bring it to Spark with the same answers.

Some constructs fail there, others run and give another figure in silence: averages of DECIMAL, casts of fractions to
integers, the order of NULLs.
"""

from collections.abc import Callable, Iterator

import sqlglot
from sqlglot import exp
from sqlglot.tokens import Token, TokenType

_Check = Callable[[exp.Expr], bool]


def _is_float(node: exp.Expr) -> bool:
    """Whether it holds a literal such as 1e0 or a cast to DOUBLE."""
    return any(
        (isinstance(part, exp.Literal) and not part.is_string and "e" in part.name.lower())
        or (isinstance(part, exp.Cast) and part.is_type(exp.DataType.Type.DOUBLE))
        for part in node.walk()
    )


def _joins_other_names(node: exp.Expr) -> bool:
    """Whether it is a union by position whose SELECTs do not name their columns alike: a swapped pair would be seen nowhere."""
    return isinstance(node, exp.Union) and _names(node.left) != _names(node.right)


def _names(select: exp.Query) -> list[str]:
    return [column.alias_or_name for column in select.selects]


def _divides_exact_numbers(node: exp.Expr) -> bool:
    return isinstance(node, exp.Div) and not _is_float(node)


def _divides_by_zero(node: exp.Expr) -> bool:
    return isinstance(node, exp.Div) and not isinstance(node.expression.unnest(), (exp.Nullif, exp.Literal))


def _truncates(node: exp.Expr) -> bool:
    return (
        isinstance(node, exp.Cast)
        and node.to.this in exp.DataType.INTEGER_TYPES
        and not isinstance(node.this.unnest(), exp.Round)
        and (node.this.find(exp.Div) is not None or _is_float(node.this))
    )


def _names_one_side(node: exp.Expr) -> bool:
    """Whether it names a column that USING has made one of both tables as that of one of them, or all of one table's."""
    if not isinstance(node, exp.Select):
        return False
    shared = {name.name for join in node.args.get("joins") or [] for name in join.args.get("using") or []}
    return bool(shared) and any(
        column.table and column.parent_select is node and (column.name in shared or column.is_star)
        for column in node.find_all(exp.Column)
    )


def _is_untyped_null(node: exp.Expr) -> bool:
    """Whether it is a NULL column whose type nothing states: that of a later SELECT of a union is the first one's."""
    if not (isinstance(node, exp.Alias) and isinstance(node.this, exp.Null)):
        return False
    select = node.parent_select
    return select is None or not (isinstance(select.parent, exp.Union) and select.arg_key == "expression")


_FORBIDDEN: dict[str, _Check] = {
    "PIVOT or UNPIVOT; expected sum(case when …) and union all": lambda node: isinstance(node, exp.Pivot),
    "an ASOF join; expected a window with row_number()": (
        lambda node: isinstance(node, exp.Join) and node.method.upper() == "ASOF"
    ),
    "COLUMNS(); expected the columns by name": lambda node: isinstance(node, exp.Columns),
    "* REPLACE; expected the columns by name": (
        lambda node: isinstance(node, exp.Star) and bool(node.args.get("replace"))
    ),
    "quantile_cont(column, share); expected percentile_cont(share) within group (order by column)": (
        lambda node: isinstance(node, exp.PercentileCont) and node.expression is not None
    ),
    "a VALUES list, whose columns the dictionary does not trace; expected a union of SELECTs": (
        lambda node: isinstance(node, exp.Values)
    ),
    "USING SAMPLE; expected every row": lambda node: isinstance(node, exp.TableSample),
    "a union of SELECTs that name columns otherwise; expected the same names in the same order": _joins_other_names,
    "a sum of fractions, whose last digit follows the order of rows; expected a sum of exact numbers": (
        lambda node: isinstance(node, exp.Sum) and _is_float(node.this)
    ),
    "avg(); expected a sum over a count, as a rate": lambda node: isinstance(node, exp.Avg),
    "the integer division //; expected floor() of a rate": lambda node: isinstance(node, exp.IntDiv),
    "a division of exact numbers; expected * 1e0 or a cast to double": _divides_exact_numbers,
    "a denominator that may be 0; expected nullif(…, 0)": _divides_by_zero,
    "one table's column or * beside USING; expected the column without a table, or ON": _names_one_side,
    "a NULL of no type; expected cast(null as …)": _is_untyped_null,
    "a fraction cast to an integer; expected round() before the cast": _truncates,
}
"""What is found and what is expected instead → whether a node of the SELECT is that."""

_CLOSES_ORDER = {
    TokenType.R_PAREN, TokenType.LIMIT, TokenType.OFFSET, TokenType.ROWS, TokenType.RANGE, TokenType.QUALIFY,
    TokenType.WINDOW, TokenType.UNION, TokenType.SEMICOLON,
}  # fmt: skip


def unportable(sql: str) -> list[str]:
    """What the SELECT holds that Spark would refuse or answer otherwise, each with what is expected instead.

    Raises sqlglot's SqlglotError where it is not a SELECT.
    """
    tree = sqlglot.parse_one(sql, dialect="duckdb")
    found = [text for text, is_that in _FORBIDDEN.items() if any(is_that(node) for node in tree.walk())]
    if not all(_states_nulls(terms) for terms in _orders(sqlglot.tokenize(sql, dialect="duckdb"))):
        found.append("an order without the place of NULLs; expected nulls first or nulls last")
    return found


def _orders(tokens: list[Token]) -> Iterator[list[list[Token]]]:
    """The terms of every ORDER BY."""
    for start, token in enumerate(tokens):
        if token.token_type == TokenType.ORDER_BY:
            yield list(_terms(tokens[start + 1 :]))


def _terms(tokens: list[Token]) -> Iterator[list[Token]]:
    depth, term = 0, list[Token]()
    for token in tokens:
        if depth == 0 and token.token_type in _CLOSES_ORDER:
            break
        depth += {TokenType.L_PAREN: 1, TokenType.R_PAREN: -1}.get(token.token_type, 0)
        if depth == 0 and token.token_type == TokenType.COMMA:
            yield term
            term = []
        else:
            term.append(token)
    yield term


def _states_nulls(terms: list[list[Token]]) -> bool:
    return all([token.text.lower() for token in term[-2:-1]] == ["nulls"] for term in terms)
