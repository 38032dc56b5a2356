"""Reading YAML safely and, where the parser in C is there, ten times faster."""

import os
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar, get_args

import yaml
from pydantic import BaseModel, TypeAdapter, ValidationError

from pipelines.common.errors import UserError
from pipelines.common.old_names import rename_keys
from pipelines.common.private_numbers import initials_only, without_private_numbers

_PROBLEMS = {
    "extra_forbidden": "没有这一项",
    "missing": "缺少这一项",
    "literal_error": "应为 {expected}",
    "string_type": "应为文字",
    "string_too_short": "不能为空",
    "bool_type": "应为 true 或 false",
    "bool_parsing": "应为 true 或 false",
    "int_type": "应为整数",
    "int_parsing": "应为整数",
    "date_from_datetime_parsing": "应为日期，如 2026-12-31",
    "date_type": "应为日期，如 2026-12-31",
}
"""What pydantic finds, by its type of error, in Chinese."""
_Entry = TypeVar("_Entry", bound=BaseModel)
_MOST_BYTES = 1 << 20
_DEEPEST = 20
_LONGEST_SHOWN = 80
_UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}
"""Kinds of signs that steer a terminal, turn text round, break lines, or make two names of what looks like one."""
_TAG = "tag:yaml.org,2002:"
_PLAIN = {"map", "seq", "str", "int", "float", "bool", "null", "timestamp"}
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class InvalidFile(UserError):
    """A file that somebody wrote and that cannot be used: `chinese` and `english` go on from its name."""

    def __init__(self, path: Path, english: str, chinese: str):
        super().__init__(f"{path}: {english}", f"{path} {chinese}")
        self.path, self.english, self.chinese = path, *map(without_private_numbers, (english, chinese))

    @classmethod
    def at(cls, path: Path, line: int, english: str, chinese: str) -> "InvalidFile":
        return cls(path, f"line {line}: {english}.", f"第 {line} 行：{chinese}。")

    def __reduce__(self) -> tuple:
        return type(self), (self.path, self.english, self.chinese)


def read_yaml(path: Path, otherwise: str = "not valid YAML") -> Any:
    """The content of a YAML file: plain values only, never objects.

    Raises UserError, which calls any other file `otherwise`.
    """
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise UserError(f"{path}: {otherwise} ({' '.join(str(error).split())}).") from None


def read_entries(
    path: Path, model: type[_Entry], renamed: Mapping[str, str] | None = None
) -> tuple[_Entry, ...]:
    """Every entry of a file that lists them; none where the file is missing. `renamed` are old keys that it may have.

    Raises InvalidFile as `read_model` does.
    """

    def current(entries: Any) -> Any:
        if not (renamed and isinstance(entries, list)):
            return entries
        return [rename_keys(path, entry, renamed) for entry in entries]

    form = ("a list of entries, each beginning with '- '", "一条一条的清单，每条以“- ”开头")
    return tuple(_validated(path, TypeAdapter(list[model]), model, [], form, current))  # type: ignore[valid-type]


def read_model(path: Path, model: type[_Entry]) -> _Entry:
    """A file of `name: value` lines that somebody wrote beside the data, as the model; the model's defaults where there
    is missing.

    Raises InvalidFile naming file, line, what was found and what was expected. Refuses what a file written by hand does
    not hold: tags, aliases, a name twice, deep nesting, more than a megabyte.
    """
    form = ("lines of the form 'name: value'", "“名称： 值”的写法，一行一项")
    return _validated(path, TypeAdapter(model), model, {}, form)


def _validated(
    path: Path,
    adapter: TypeAdapter,
    model: type[BaseModel],
    empty: Any,
    form: tuple[str, str],
    current: Callable[[Any], Any] = lambda content: content,
) -> Any:
    """What the file holds as the adapter's type; an absent or empty one holds `empty`. `form` says what it consists of."""
    node = _composed(path, form)
    content = None if node is None else yaml.SafeLoader("").construct_document(node)
    if content is None:
        content = empty
    if not isinstance(content, type(empty)):
        raise InvalidFile.at(path, 1, f"expected {form[0]}", f"应为{form[1]}")
    try:
        return adapter.validate_python(current(content))
    except ValidationError as error:
        first = error.errors()[0]
        raise InvalidFile.at(path, _line_of(node, first["loc"]), *_fault(first, model)) from None


def _fault(error: Any, model: type[BaseModel]) -> tuple[str, str]:
    """What pydantic finds wrong, with its place, in English and in Chinese."""
    location, found = error["loc"], _shown(error["input"])
    field = ".".join(map(str, location))
    match location:
        case (int(position), *rest):
            field = ": ".join(filter(None, [f"entry {position + 1}", ".".join(map(str, rest))]))
    english, chinese = error["msg"], _PROBLEMS.get(error["type"], "写法不对").format(**error.get("ctx", {}))
    if error["type"] == "extra_forbidden" and (known := [*_names_beside(model, location)]):
        english, chinese = (
            f"no such name; expected one of {', '.join(known)}",
            f"没有这一项，可写 {'、'.join(known)}",
        )
    field = initials_only(field)
    return f"{field}: {english}; found {found}", f"{field}：{chinese}；写的是 {found}"


def _names_beside(model: type[BaseModel], location: tuple[int | str, ...]) -> Iterator[str]:
    """Names that the model knows where the location is, and its last part is not one of them."""
    for part in location[:-1]:
        if field := next((f for name, f in model.model_fields.items() if part in (name, f.alias)), None):
            model = next(_models_in(field.annotation), model)
    yield from (field.alias or name for name, field in model.model_fields.items())


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _models_in(argument)


def _shown(value: Any) -> str:
    """The value as it is shown, which may be of somebody: without private numbers, which a cut would hide from whoever looks
    for them, of Chinese words their first characters, and then cut."""
    text = initials_only(without_private_numbers(repr(value)))
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"


def _composed(path: Path, form: tuple[str, str]) -> yaml.Node | None:
    """The file's nodes, all of plain values, or None where it is absent or empty."""
    try:
        if not os.path.lexists(path):
            return None
        if not path.is_file():
            raise InvalidFile(path, f"not a file; expected {form[0]}.", f"不是文件；应为{form[1]}。")
        if path.stat().st_size > _MOST_BYTES:
            raise InvalidFile(
                path, "more than a megabyte; expected a few lines.", "超过 1 MB；应为几行文字。"
            )
        text = _decoded(path.read_bytes())
        _refuse_what_no_hand_writes(path, text)
        node = yaml.compose(text, Loader=_LOADER)
    except OSError as error:
        raise InvalidFile(path, f"cannot be read: {error.strerror}.", f"打不开：{error.strerror}。") from None
    except UnicodeDecodeError:
        english, chinese = (
            "text in neither UTF-8 nor GBK; save it as UTF-8.",
            "不是 UTF-8 或 GBK 的文字；请另存为 UTF-8。",
        )
        raise InvalidFile(path, english, chinese) from None
    except (yaml.YAMLError, RecursionError) as error:
        reason = initials_only(" ".join(str(error).split()))
        raise InvalidFile(path, f"not valid YAML ({reason}).", f"不是正确的 YAML ({reason})。") from None
    if node is not None:
        _refuse_what_is_no_value(path, node)
    return node


def _decoded(content: bytes) -> str:
    """The text, in the encodings that editors on Windows save in: UTF-8, UTF-16 with its mark, GBK.

    Raises UnicodeDecodeError.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030")


def _refuse_what_no_hand_writes(path: Path, text: str) -> None:
    """Look at the file before anything is made of it: here its depth costs nothing."""
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent):
            raise InvalidFile.at(path, line, "an alias; expected plain values", "有别名（*）；应直接写值")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        if isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > _DEEPEST:
            raise InvalidFile.at(path, line, "nested too deeply", "嵌套太深")


def _refuse_what_is_no_value(path: Path, node: yaml.Node, may_hold: str = "\n\t") -> None:
    """Refuse tags, values that YAML cannot make, signs that nobody sees, and names that are there twice."""
    line = node.start_mark.line + 1
    if node.tag.removeprefix(_TAG) not in _PLAIN:
        tag = _shown(node.tag)
        raise InvalidFile.at(path, line, f"{tag}; expected plain values", f"{tag}；应直接写值")
    if isinstance(node, yaml.ScalarNode):
        if unseen := next(
            (s for s in node.value if unicodedata.category(s) in _UNSEEN and s not in may_hold), None
        ):
            sign = f"U+{ord(unseen):04X}"
            raise InvalidFile.at(
                path,
                line,
                f"the sign {sign}, which cannot be seen; delete it",
                f"有看不见的字符 {sign}；请删去",
            )
        try:
            yaml.SafeLoader("").construct_object(node)
        except (ValueError, OverflowError) as error:
            found = _shown(node.value)
            raise InvalidFile.at(path, line, f"{error}; found {found}", f"值不对；写的是 {found}") from None
    elif isinstance(node, yaml.MappingNode):
        names: set[str] = set()
        for name, value in node.value:
            line = name.start_mark.line + 1
            if not isinstance(name, yaml.ScalarNode):
                raise InvalidFile.at(
                    path, line, "a list or lines as a name; expected a word", "名称应为一个词"
                )
            _refuse_what_is_no_value(path, name, may_hold="")
            if name.value in names:
                found = initials_only(name.value)
                raise InvalidFile.at(
                    path, line, f"{found} is there twice; expected it once", f"{found} 写了两次；应只写一次"
                )
            names.add(name.value)
            _refuse_what_is_no_value(path, value)
    else:
        for entry in node.value:
            _refuse_what_is_no_value(path, entry)


def _line_of(node: yaml.Node | None, location: tuple[int | str, ...]) -> int:
    """Line of the deepest node on the way to a field."""
    line = 1
    for part in location:
        if isinstance(node, yaml.MappingNode):
            found = [(name, value) for name, value in node.value if name.value == part]
            if not found:
                return line
            name, node = found[0]
            line = name.start_mark.line + 1
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int):
            node = node.value[part]
            line = node.start_mark.line + 1
    return line
