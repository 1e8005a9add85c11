import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.text.addresses import public_place
from web.text.personal import (
    Phone,
    find_personal,
    is_identity,
    mask_identity,
    mask_name,
    mask_personal,
    mask_phone,
    mask_plate,
    read_phone,
)

IDENTITY = "11010519491231002X"  # the example of GB 11643-1999 itself


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("请回电13800138000谢谢", "请回电138****8000谢谢"),
        ("电话：138-0013-8000。", "电话：138****8000。"),
        ("致电+86 138 0013 8000", "致电138****8000"),
        ("电话１３８００１３８０００", "电话138****8000"),
        ("座机021-62345678转3", "座机021****5678转3"),
        ("座机(021)62345678", "座机021****5678"),
        (f"证件{IDENTITY}。", "证件110***********002X。"),
        ("沪A12345占道，沪AD12345也是", "沪A***45占道，沪A***45也是"),
        ("车牌沪A·1234挂", "车牌沪A***4挂"),
        ("两个：13800138000、13900139000", "两个：138****8000、139****9000"),
        ("工单20260205138001380001号", "工单20260205138001380001号"),
        ("编号110105194912310021", "编号110105194912310021"),
        ("2026年2月5日在江苏路500弄反映", "2026年2月5日在江苏路500弄反映"),
        ("A3区B座苏ABCDEF小区", "A3区B座苏ABCDEF小区"),
        ("", ""),
    ],
)
def test_numbers_in_running_text_are_masked_and_nothing_else(text, masked):
    assert mask_personal(text) == masked


def test_findings_say_what_stands_where():
    text = f"沪A12345，{IDENTITY}，13800138000"
    assert [(kind, text[start:end]) for kind, start, end in find_personal(text)] == [
        ("plate", "沪A12345"),
        ("identity", IDENTITY),
        ("phone", "13800138000"),
    ]


@pytest.mark.parametrize(
    ("number", "right"),
    [
        (IDENTITY, True),
        (IDENTITY.lower(), True),
        ("110105194912310021", False),
        ("11010519491331002X", False),
    ],
)
def test_an_identity_number_has_a_birthday_and_a_check_digit(number, right):
    assert is_identity(number) is right


@given(st.integers(0, 10**9 - 1), st.text("的路口请回电，。 ", max_size=5))
def test_no_mobile_number_stays_readable(number, words):
    mobile = f"13{number:09d}"
    assert mobile not in mask_personal(f"{words}{mobile}{words}")


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("张三", "张*"),
        ("张三丰", "张*"),
        ("欧阳锋", "欧阳*"),
        ("欧阳", "欧*"),
        (" 李 ", "李*"),
        ("", ""),
    ],
)
def test_names_keep_the_family(name, masked):
    assert mask_name(name) == masked


def test_masks():
    assert mask_phone("13800138000") == "138****8000"
    assert mask_phone("+86-138 0013 8000") == "138****8000"
    assert mask_phone("12345") == "****"
    assert mask_identity("310105199001011234") == "310***********1234"
    assert mask_plate("沪A12345") == "沪A***45"


@pytest.mark.parametrize(
    ("cell", "phone"),
    [
        ("13800138000", Phone("13800138000")),
        ("１３８ ００１３ ８０００", Phone("13800138000")),
        ("+86 138-0013-8000", Phone("13800138000")),
        ("008613800138000", Phone("13800138000")),
        ("(021) 6234-5678", Phone("02162345678")),
        ("62345678", Phone("62345678")),
        ("12345", Phone("12345")),
        ("13800138000/13900139000", Phone("13800138000", whole=False)),
        ("021-62345678转801", Phone("02162345678", whole=False)),
        ("138****8000", Phone(None, withheld=True)),
        ("138××××8000", Phone(None, withheld=True)),
        ("保密", Phone(None, withheld=True)),
        ("微信联系", Phone(None, whole=False)),
        ("1380013800", Phone(None, whole=False)),
        ("", Phone(None)),
    ],
)
def test_telephone_cells(cell, phone):
    assert read_phone(cell) == phone


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("示例路12弄3号501室", "示例路12弄3号"),
        ("示例路12弄3号501", "示例路12弄3号"),
        ("示例路１２弄３号５０１室", "示例路12弄3号"),
        ("示例路12弄3号楼2单元501", "示例路12弄3号楼"),
        ("示例路12弄3号501/502室", "示例路12弄3号"),
        ("示例路12弄3号501室与5号之间", "示例路12弄3号"),
        ("示例路500号A座1203室", "示例路500号A座"),
        ("示例路1358号1号楼18楼D户", "示例路1358号1号楼"),
        ("示例小区G2栋320", "示例小区G2栋"),
        ("示例小区3幢二单元五〇一室", "示例小区3幢"),
        ("示例小区3#楼501", "示例小区3#楼"),
        ("示例小区3-2-501", "示例小区"),
        ("示例小区（3号楼501室王女士）", "示例小区(3号楼)"),
        ("示例大厦12楼", "示例大厦"),
        ("示例大厦1203房", "示例大厦"),
        ("示例路200弄", "示例路200弄"),
        ("示例路与样板路路口", "示例路与样板路路口"),
        ("地铁2号线示例站3号口", "地铁2号线示例站3号口"),
        ("12 SAMPLE ST, Apt 2G, SOMEWHERE", "12 SAMPLE ST"),
        ("501室", ""),
        ("", ""),
    ],
)
def test_the_public_part_of_an_address_ends_at_the_building(address, place):
    assert public_place(address) == place


@given(
    st.integers(1, 999),
    st.sampled_from(["号", "弄", "幢", "栋", "号楼", "座"]),
    st.integers(101, 3_999),
    st.sampled_from(["室", "", "房", "户", "室（王女士）"]),
)
def test_no_door_number_is_public(building, mark, door, ending):
    place = public_place(f"示例路{building}{mark}{door}{ending}")
    assert place == f"示例路{building}{mark}"
