"""Every fault of an edition as a Chinese sentence: what is wrong, and what to write."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

from governance.kernel.errors import Refused
from governance.policy import needs
from governance.policy.checks.rights import pages
from governance.policy.columns import JOINER
from governance.policy.fault import Fault, UnfitError
from web.frame import words
from web.frame.feature import features
from web.policies.lines import lines_of, nearest

FAULTS: dict[str, str] = {
    "all_closed": "“{listing}”的选项全部停用了。请至少保留一个可选的。",
    "cannot_be_told": (
        "句子里不能用“{{{name}}}”。请只用本条条件里写到的事实，或把花括号连同里面的字删去。"
    ),
    "choice_needed": "“{name}”由系统自动选用，不能停用。请去掉停用，名称可以改。",
    "code_dropped": (
        "缺少“{name}”（代码 {written}），以前的记录还要用它的名称。"
        "请补回这一条；不再使用的，在这一条里写上 closed 为 true。"
    ),
    "decision_needed": "议定类型缺少“{name}”或已停用，会上将不能据此办理。请补回这一条。",
    "empty": "“{name}”不能空着。请填写。",
    "endless": "“{name}”这个期限长得没有尽头。请改短，最长不超过三年。",
    "ends_before_it_begins": "截止日期早于起始日期。请改正。",
    "fixed_has_no_limit": "这一部分的事项不得撤下，不能限制项数。请写 0。",
    "last_rule_is_for_all": (
        "每种时限的最后一条必须不带条件，前面的各条必须带条件。请调整条件或顺序。"
    ),
    "list_dropped": "缺少“{name}”这张选项清单。请补回；清单要保留，不再使用的选项可以停用。",
    "makes_up_for_nothing": "{name}不是周末，不能算调休上班。请改正日期。",
    "misread": "这里读不通。请按原版格式改正。",
    "missing": "缺少“{name}”这一项。请按原版补上。",
    "no_extension": "缺少{stream}的延期规定。请补上一条；不准延期的，次数写 0。",
    "no_home": "岗位“{name}”打不开首页。请在这里加上“{page}”。",
    "no_parent_before": "上级“{name}”不在前面。请先列上级，再列下级。",
    "no_kinds": "{thing}不分种类。请把“{name}”连同这一项删去。",
    "no_part_of_a_year": "一年不能按这个月数等分。请写 1、2、3、4、6 或 12。",
    "no_rule": "缺少{stream}“{clock}”的时限，收到后将无法登记。请补上一条不带条件的规定。",
    "no_share": "“{name}”清单里有小于 0 或大于 1 的权重，不能算成百分比。请改正权重。",
    "no_such_basis": "没有“{name}”这个统计时间。{offered}",
    "no_such_category": "网格问题里没有“{name}”这个类别。请写类别的代码。",
    "no_such_clock": "{stream}没有“{name}”这种时限。请按原版写出。",
    "no_such_code": "“{listing}”里没有“{name}”。请写清单里的代码。",
    "no_such_column": "{thing}没有“{name}”这一列。{offered}",
    "no_such_command": "没有“{name}”这项操作。请按原版写出；一类操作可写成“hotline.*”的样子。",
    "no_such_fact": "这里没有“{name}”这项事实，或类型与系统提供的不同。{offered}",
    "no_such_field": "办结报告没有“{name}”这一项。{offered}",
    "no_such_hour": "“{name}”不是钟点。请写成“08:00”的样子。",
    "no_such_item": "这份检查清单里没有“{name}”这一项。请照检查项的原文写。",
    "no_such_kind": "没有“{name}”这种{thing}。{offered}",
    "no_such_list": "没有“{name}”这张选项清单。请写清单的代码。",
    "no_such_matter": "没有“{name}”这种可以上会的事项。{offered}",
    "no_such_moment": "“{name}”不是{thing}的同类时间列，不能拿来比较先后。{offered}",
    "no_such_page": "没有“{name}”这个页面。{offered}",
    "no_such_rows": "没有“{name}”这种可以统计的事项。{offered}",
    "no_such_section": "议程没有“{name}”这一部分。请写前面列出的部分的代码。",
    "no_such_stream": "“{name}”没有延期一说。{offered}",
    "no_such_tree": "没有“{name}”这棵类别树。{offered}",
    "no_such_zone": "没有“{name}”这个时区。请写“Asia/Shanghai”。",
    "no_template_file": "模板文件不完整，打不开。请在“政策”的“Word 模板”里重新上传。",
    "no_weekend": "每周至少要有一个工作日。请写休息的那几天，周一为 0，周日为 6。",
    "no_weights": "“{name}”不是带权重的选项清单，算不出来。请改正，或给清单的选项写上权重。",
    "nobody_keeps": (
        "发布后将没有一个在用的账号能管理账号和政策，从此无法改回。"
        "请给管理员的岗位保留 policies.* 和 accounts.* 两项操作，"
        "以及 policies 和 accounts 两个页面。"
    ),
    "none_for_kind": "“{name}”类的工单在这里没有可选的选项，办结报告将无法填写。请补上一个。",
    "none_left": "这里一条也没有了。请至少保留一条。",
    "not_a_limit": (
        "“{name}”不是期限。请写成“5工作日”“4工作时”的样子，单位须是现行办理时限里列出的。"
    ),
    "not_chinese": "名称要用中文，不含字母。请改写。",
    "not_offered": "“{name}”不能写在这里。请按原版的写法改正。",
    "not_told": "开始计时的时候还不知道“{name}”，这个条件永远不成立。请改用可知的条件，或删去。",
    "nothing_to_explain": "“{name}”没有选项清单，谈不上附说明。请删去，或补上它的清单。",
    "other_age": "年份不合情理。请写{least}到{most}年之间的日期。",
    "other_zone": "页面上的时间都按北京时间显示。请写“{name}”。",
    "out_of_range": "数字超出范围。请写{least}到{most}之间的数。",
    "periods_overlap": "工作时段要由早到晚排列，互不重叠，至少有一段。请改正。",
    "resolutions_dropped": (
        "没有一条规则能把未销号的议定事项全部列入议程。"
        "请保留一条不带条件、不限项数、列入不得撤下部分的规则。"
    ),
    "role_in_use": (
        "还有{count}个账号担任“{name}”（代码 {written}）。请补回这个岗位，或先调整这些账号。"
    ),
    "role_needed": "缺少代码为“{name}”的岗位，系统要用到它。请补回，名称和权限可以改。",
    "short_day": "一天的工作时段合计不到一小时。请改正。",
    "template_too_large": "模板文件超过{most}千字节。请删去图片等内容后重新上传。",
    "tested_otherwise": "“{name}”不能这样比较。请按它的类型改正比较方式和数值。",
    "too_long": "文字过长。请精简到{most}字以内。",
    "too_small": "数字太小。请写不小于{least}的数。",
    "twice": "“{name}”写了两次。请删去一处，或改成别的。",
    "unfit_test": "“{name}”这一列不能用“{op}”来比较。请按它的类型改用别的比较方式。",
    "unfit_value": "这里的数值与“{name}”这一列的类型或比较方式不符。请改正，用不着数值的请删去。",
    "unknown_key": "没有“{name}”这一项，写了也不起作用。请改正名称，或删去。",
    "unseen": "含有看不见的控制字符。请删去后重新输入。",
    "word_dropped": "缺少“{name}”这个写法，以前的期限还要用它。请补回。",
    "wrong_type": "这里应写{wanted}。请改正。",
}
TYPES = {
    "array": "方括号括起的列表",
    "bool": "true 或 false",
    "date": "“2026-01-05”样子的日期",
    "float": "数字",
    "int": "不带引号的整数",
    "null": "null",
    "object": "花括号括起的内容",
    "str": "带引号的文字",
}
OFFERED: dict[str, tuple[str, ...]] = {
    "no_such_field": needs.REPORT,
    "no_such_page": tuple(sorted(pages())),
    "no_such_stream": needs.EXTENDED,
    "no_such_tree": needs.TREES,
}
FEW, MOST = 15, 20
IN_WHOLE = "可在该政策页面的“整篇修订”里改正。"


def faults_of(refused: Refused) -> tuple[Fault, ...]:
    """Give the faults an edition was refused for; none for any other refusal."""
    cause = refused.__cause__
    return cause.faults if isinstance(cause, UnfitError) else ()


def sentence_of(one: Fault) -> str:
    """Say what is wrong and what to write, wherever it stands."""
    values = {name: _worded(name, value) for name, value in one.facts.items()}
    values["offered"] = _offered(one)
    return FAULTS[one.code].format_map(values)


def in_text(policy: str, text: str, found: Iterable[Fault]) -> list[str]:
    """Say all faults, each with the line of the text it is on, in the order of the lines."""
    lines = lines_of(text)
    sentences = sorted(
        {(nearest(lines, one.place), _at(one)) for one in found if one.policy == policy}
    )
    here = [f"第{line}行{sentence}" for line, sentence in sentences]
    here += [elsewhere(one) for one in found if one.policy != policy]
    rest = len(here) - MOST
    return [*here[:MOST], f"另有{rest}处。"] if rest > 0 else here


def in_form(
    policy: str, place: str, fields: Iterable[str], found: Iterable[Fault]
) -> dict[str, list[str]]:
    """Say all faults, each beside the field of the row at a place it is about, else on top."""
    values: dict[str, list[str]] = {}
    for one in found:
        here = f"{place}." if place else ""
        field = one.place.removeprefix(here).partition(".")[0]
        if one.policy == policy and one.place.startswith(here) and field in fields:
            values.setdefault(field, []).append(sentence_of(one))
        else:
            values.setdefault("", []).append(elsewhere(one))
    return values


def elsewhere(one: Fault) -> str:
    """Say a fault of an edition that is not before one's eyes."""
    return f"{words.POLICIES[one.policy]}{_at(one)}{IN_WHOLE}"


def _at(one: Fault) -> str:
    return f"“{one.place}”：{sentence_of(one)}" if one.place else f"：{sentence_of(one)}"


def _worded(name: str, value: str | int) -> Any:
    match name:
        case "stream":
            return features().titled(str(value)) or value
        case "clock":
            return features().clock(str(value))
        case "wanted":
            parts = str(value).split(" | ")
            return "或".join(TYPES.get(part, part) for part in parts if part != "null")
    return value


def _offered(one: Fault) -> str:
    carried = str(one.facts.get("offered", ""))
    offered = tuple(carried.split(JOINER)) if carried else OFFERED.get(one.code, ())
    names = offered if len(offered) <= FEW else _near(str(one.facts.get("name", "")), offered)
    return f"可以写的有：{'、'.join(names)}。" if names else "请按原版写出。"


def _near(name: str, offered: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(get_close_matches(name, offered, 3, 0.5))
