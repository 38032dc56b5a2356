"""Names of counties, townships and villages as people write them → the name with its suffix."""

import re

from pipelines.reading.normalise import normalise
from pipelines.registers.areas import VILLAGE_OFFICES
from pipelines.registers.columns import Column
from pipelines.rules import InvalidValue
from pipelines.values.context import ParseContext
from pipelines.values.damage import MASK
from pipelines.values.locating import KIND_OF_PLACE, WHOLE_TOWNSHIP

_LARGER_AREA = "(省|自治区|市|州|盟|地区|县|区|旗)"
_LEVELS_ABOVE = {"township": ("county",), "village": ("county", "township")}
_NO_PLACE = re.compile(
    r"[():、,;。!?]|\d年|\d月|^\d+\.|台账|花名册|名单|(一览|汇总|统计|登记|明细|情况)表|等\w{0,3}村$|^各|本级|^[县乡镇村]级?$"
)
_NO_VILLAGE = re.compile(
    r"(费用?|款|资金|补[贴助]|工程|项目|设施|设备|公司|合作社|企业|学校|[小中]学|医院|卫生院|政府|机关|办公室|服务中心|农户"
    r"|[贫脱监].{1,2}户|同上|[镇街城]区|[集场]镇|街上)$|^(中央|[省市]级?)$"
)
"""What a text without the suffix of a village names instead of one."""
_TWO_PLACES = re.compile(r"(村|社区)(\s+|[和及与])\S+(村|社区)")
_SEVERAL = re.compile(
    r"[、,，;；/]|(?<=村)(?:\s+|[和及与])(?=\S+(?:村|社区))|(?<=社区)(?:\s+|[和及与])(?=\S+(?:村|社区))"
)
_WIDER = re.compile(r"等\w{0,3}(村|乡|镇|社区)$|^各|本级|^[县乡镇]级?$")
"""Words for places of a kind, and for the whole of the area above."""
_QUALITY = re.compile(
    r"(?<=[村区])\((非?(深度|省定|国定|已?出列|已?脱贫)?贫困村|已?出列村|已?脱贫村|重点村)\)$"
)
"""What a village is, behind its name."""
_FORMER_NAME = re.compile(r"\((原|曾用名|旧称|撤并前)[^()]*\)$|^[^()]+\(现(?=[^()]+\)$)|(?<=[村区镇乡])\)$")


def area(text: str, column: Column, context: ParseContext) -> str | None:
    """The name with its suffix: 薛宅, 薛宅村委会, 木棠镇薛宅村 and 薛宅村3组 are of one village."""
    name = _FORMER_NAME.sub("", _QUALITY.sub("", normalise(text)))
    own = context.areas.get(column.name)
    # 红旗新村 is not 新村
    larger = "" if column.name == "village" else f"(.*{_LARGER_AREA})?"
    if own and re.fullmatch(f"{larger}{re.escape(normalise(own))}", name):
        return own
    for level in _LEVELS_ABOVE.get(column.name, ()):
        if above := normalise(context.areas.get(level) or ""):
            name = re.sub(rf"^(.*{_LARGER_AREA})?{re.escape(above)}(?=.)", "", name)
    if MASK.search(name):
        raise InvalidValue("masked_value")
    if column.may_be_wider and not own and _is_wider(text, name):
        raise InvalidValue("wider_place")
    if not re.search(r"[\u3400-\u9fff]", name) or _NO_PLACE.search(name) or _TWO_PLACES.search(text):
        raise InvalidValue("not_a_place_name")
    if column.name == "village":
        return None if WHOLE_TOWNSHIP.fullmatch(name) else _village(name)
    if KIND_OF_PLACE.search(name):
        raise InvalidValue("not_a_place_name")
    if column.name == "township":
        name = re.sub(r"(镇|乡|街道)(人民政府|政府|办事处|办)$", r"\1", name)
    if own and re.fullmatch(re.escape(name) + r"(县|市|区|旗|镇|乡|街道)", own):
        return own
    return name


def _is_wider(text: str, name: str) -> bool:
    """Whether the text names several places, a kind of place or the whole of the area above."""
    parts = [normalise(part) for part in _SEVERAL.split(text)]
    names = [
        part for part in parts if re.fullmatch(r"[\u3400-\u9fff]{2,}", part) and not _NO_PLACE.search(part)
    ]
    return (len(parts) > 1 and names == parts) or bool(_WIDER.search(name) or KIND_OF_PLACE.search(name))


def _village(name: str) -> str:
    """薛宅, 薛宅村委会, 薛宅村3组 → 薛宅村."""
    bare = re.sub(r"(?<=村|区)第?[\d一二三四五六七八九十]+(村民)?小?组$", "", name)
    if KIND_OF_PLACE.search(bare):
        raise InvalidValue("not_a_place_name")
    office = next(filter(bare.endswith, VILLAGE_OFFICES), "")
    stem = bare.removesuffix(office)
    if stem == name and _NO_VILLAGE.search(name):
        raise InvalidValue("not_a_place_name")
    return stem if re.search(r"(村|社区|居|嘎查)$", stem) else stem + VILLAGE_OFFICES.get(office, "村")
