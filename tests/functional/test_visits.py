"""Errands of a grid worker: at a door, with what was found there."""

import io
import re
from uuid import uuid4

import pytest
from PIL import Image

from governance.issues.stream import issue_id
from governance.kernel.command import SYSTEM
from governance.places.commands import RegisterPlace
from governance.places.stream import place_id
from governance.visits.commands import PlanVisit
from governance.visits.stream import visit_id
from projections.case_queries import case
from projections.place_queries import findings_of, place, visit
from tests.builders import NOW, ask

DOOR = place_id("household", "H1")
ELSEWHERE = place_id("household", "H2")


@pytest.fixture
def doors(office):
    office.execute(
        *(
            ask(
                RegisterPlace,
                place_id("household", code),
                kind="household",
                code=code,
                name=f"示例路{code}号",
                grid=grid,
                address=f"示例路{code}号",
                head="张三",
                phone="13800138000",
            )
            for code, grid in (("H1", "g1"), ("H2", "g2"))
        ),
        actor=SYSTEM,
    )
    return office


@pytest.fixture
def worker(doors, client_of):
    return client_of("grid_worker")


def picture(size=(60, 40), kind="JPEG", mode="RGB", **more):
    out = io.BytesIO()
    Image.new(mode, size).save(out, kind, **more)
    return out.getvalue()


def told(key, **more):
    return {
        "command_id": str(key),
        "place": str(DOOR),
        "outcome": "met",
        "way": "door",
        "made_at": "2026-03-05T09:30",
        **more,
    }


def escalated(key):
    return told(
        key,
        narrative="独居，电话13800138000",
        **{
            "item-safety-0": "no",
            "f0-title": "燃气软管老化",
            "f0-outcome": "escalated",
            "f0-category": "safety",
            "f0-photos": (io.BytesIO(picture()), "软管.jpg"),
            "f1-title": "楼道灯不亮",
            "f1-outcome": "hazard",
        },
    )


def send(client, form):
    return client.post("/visits/new", data=form, content_type="multipart/form-data")


def test_a_visit_sent_twice_is_one_visit_and_one_issue(worker, doors):
    key = uuid4()
    first = send(worker, escalated(key))
    position = doors.ledger.position()
    again = send(worker, escalated(key))
    assert (first.status_code, again.status_code) == (303, 303), first.text
    assert first.location == again.location == f"/visits/{visit_id(str(key))}"
    assert doors.ledger.position() == position
    found = findings_of(doors.live(), visit_id(str(key)))
    assert [row["outcome"] for row in found] == ["escalated", "hazard"]
    issue = case(doors.live(), issue_id(found[0]["issue"]))
    assert (issue["title"], issue["grid"], issue["source"]) == ("燃气软管老化", "g1", "visit")


def test_the_page_of_a_visit_shows_receipt_findings_and_masks_numbers(worker):
    page = worker.get(send(worker, escalated(uuid4())).location).text
    assert re.search(r'已送达，回执 <span class="num">\d+-[0-9A-F]{6}</span>', page)
    assert "楼道灯不亮" in page
    assert "隐患未消除" in page
    assert "13800138000" not in page
    assert "138****8000" in page


def test_a_photograph_comes_back_small_and_without_its_origin(worker, client_of):
    exif = Image.Exif()
    exif[0x010F] = "某手机"
    shot = picture((2400, 1200), exif=exif)
    form = told(uuid4(), photos=(io.BytesIO(shot), "a.jpg"))
    page = worker.get(send(worker, form).location).text
    url = re.search(r'"(/photos/[^"]+)"', page)[1]
    answer = worker.get(url)
    assert answer.content_type == "image/jpeg"
    assert answer.headers["Cache-Control"].startswith("private")
    kept = Image.open(io.BytesIO(answer.data))
    assert kept.size == (1600, 800)
    assert not kept.getexif()
    assert client_of("administrator").get(url).status_code == 404


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("图.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("断.jpg", picture()[:200]),
        ("动.gif", picture(kind="GIF")),
        ("空.jpg", b""),
    ],
)
def test_a_hostile_photograph_is_refused_and_what_was_typed_stays(worker, doors, name, data):
    before = doors.ledger.position()
    form = told(
        uuid4(),
        narrative="这些字不能丢",
        **{"f0-title": "标题也不能丢", "f0-outcome": "hazard", "item-safety-1": "yes"},
        photos=(io.BytesIO(data), name),
    )
    answer = send(worker, form)
    assert answer.status_code == 422
    assert f"“{name}”不是能读取的照片" in answer.text
    assert "这些字不能丢" in answer.text
    assert "标题也不能丢" in answer.text
    assert re.search(r'name="item-safety-1" value="yes"[^>]* checked', answer.text)
    assert doors.ledger.position() == before


def test_a_picture_that_would_fill_the_memory_is_refused_unopened(worker):
    bomb = picture((20_000, 10_000), "PNG", "1")
    answer = send(worker, told(uuid4(), photos=(io.BytesIO(bomb), "大.png")))
    assert answer.status_code == 422
    assert "尺寸过大" in answer.text


def test_a_kept_photograph_survives_a_fault(worker, doors):
    key = uuid4()
    wrong = told(key, way="", photos=(io.BytesIO(picture()), "a.jpg"))
    answer = send(worker, wrong)
    assert answer.status_code == 422
    token = re.search(r'name="photos_kept" value="([^"]+)"', answer.text)[1]
    assert worker.get(f"/photos/{token}").status_code == 200
    assert send(worker, told(key, photos_kept=token)).status_code == 303
    assert visit(doors.live(), visit_id(str(key)))["photos"] == 1


def test_a_missed_visit_is_a_try_and_no_visit(worker, doors):
    answer = send(worker, told(uuid4(), outcome="not_met", next_on="2026-03-08"))
    assert answer.status_code == 303
    row = place(doors.live(), DOOR)
    assert row["visited_at"] is None
    assert row["tried_at"] is not None
    page = worker.get(answer.location).text
    assert "未遇" in page
    assert "3月8日" in page


def test_a_finding_solved_on_the_spot_needs_a_word_or_a_picture(worker):
    form = told(uuid4(), **{"f0-title": "灯坏", "f0-outcome": "solved"})
    assert send(worker, form).status_code == 422
    assert send(worker, form | {"f0-explanation": "已换灯泡"}).status_code == 303


def test_a_hazard_is_settled_later_with_a_picture_or_becomes_an_issue(worker, doors):
    form = told(
        uuid4(),
        **{"f0-title": "堆物", "f0-outcome": "hazard", "f1-title": "灯坏", "f1-outcome": "hazard"},
    )
    page = send(worker, form).location
    key = visit_id(form["command_id"])
    unproven = worker.post(f"{page}/findings/1/solve", data={"explanation": "已清"})
    assert unproven.status_code == 422
    assert "已清" in unproven.text
    proof = {"explanation": "已清", "photos": (io.BytesIO(picture()), "b.jpg")}
    answer = worker.post(f"{page}/findings/1/solve", data=proof, content_type="multipart/form-data")
    assert answer.status_code == 303
    for _ in range(2):
        once = {"command_id": str(uuid4())}
        assert worker.post(f"{page}/findings/2/escalate", data=once).status_code in (303, 422)
    rows = findings_of(doors.live(), key)
    assert [row["outcome"] for row in rows] == ["solved", "escalated"]
    assert case(doors.live(), issue_id(rows[1]["issue"]))["title"] == "灯坏"


def test_a_planned_visit_is_logged_where_it_was_planned(worker, doors):
    plan = visit_id("plan")
    told_plan = ask(
        PlanVisit,
        plan,
        place=DOOR,
        visitee="household",
        grid="g1",
        area="",
        planned_for=NOW.date(),
    )
    doors.execute(told_plan, actor=SYSTEM)
    assert "待走访" in worker.get("/visits?outcome=planned").text
    form = told(uuid4(), plan=str(plan))
    assert send(worker, form).location == f"/visits/{plan}"
    assert visit(doors.live(), plan)["stage"] == "made"


def test_last_time_stands_beside_and_can_be_taken_over(worker):
    send(worker, escalated(uuid4()))
    page = worker.get(f"/visits/new?place={DOOR}").text
    assert "上次：否" in page
    assert not re.search(r'name="item-safety-0" value="no"[^>]* checked', page)
    same = worker.get(f"/visits/new?place={DOOR}&same=1").text
    assert re.search(r'name="item-safety-0" value="no"[^>]* checked', same)


def test_doors_and_visits_end_at_the_border_of_ones_grids(worker, client_of):
    found = worker.get("/visits/new?q=示例路").text
    assert "H1" in found
    assert "H2" not in found
    assert send(worker, told(uuid4()) | {"place": str(ELSEWHERE)}).status_code == 403
    assert client_of("hotline_desk").get("/visits").status_code == 403


def test_the_list_is_narrowed_and_exported(worker):
    send(worker, escalated(uuid4()))
    send(worker, told(uuid4(), outcome="refused", made_at="2026-03-04T10:00"))
    assert "共 <strong>2</strong> 次" in worker.get("/visits").text
    for narrowed in (
        "theme=safety",
        "open=1",
        "outcome=met",
        "since=2026-03-05",
        "q=H1&sort=-made",
    ):
        count = 2 if narrowed.startswith("q=") else 1
        assert f"共 <strong>{count}</strong> 次" in worker.get(f"/visits?{narrowed}").text
    lines = worker.get("/visits?format=csv").data.decode("utf-8-sig").splitlines()
    assert len(lines) == 3
    assert worker.get("/visits?format=xlsx").data[:2] == b"PK"


def test_the_past_shows_no_visit_and_offers_none(worker, doors, clock):
    before = doors.ledger.position()
    clock.move(minutes=1)
    page = send(worker, escalated(uuid4())).location
    assert worker.get(f"{page}?as_of={before}").status_code == 404
    later = worker.get(f"{page}?as_of={doors.ledger.position()}").text
    assert "登记已解决" not in later
