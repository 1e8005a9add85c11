"""Where a matter is, on paper: the area and the building, never somebody's door."""

import pytest

from projections.agenda.whereabouts import building, where


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("示例路20弄6号", "示例路20弄6号"),
        ("示例路20弄6号501室", "示例路20弄6号"),
        ("示例路20弄6号5楼501", "示例路20弄6号"),
        ("示例路20弄6号-501", "示例路20弄6号"),
        ("晴川苑6号楼2单元301", "晴川苑6号楼"),
        ("晴川苑3幢 402室", "晴川苑3幢"),
        ("501室", ""),
        ("示例路与范例街路口", "示例路与范例街路口"),
        ("示例路100号", "示例路100号"),
        ("", ""),
    ],
)
def test_an_address_ends_at_the_building(place, said):
    assert building(place) == said


def test_the_area_stands_before_the_building():
    areas = {"a1": "晴川苑居民区"}
    assert where(areas, "a1", "示例路20弄6号501室") == "晴川苑居民区 示例路20弄6号"
    assert where(areas, "a2", "") == ""
    assert where(areas, "a1", "") == "晴川苑居民区"
