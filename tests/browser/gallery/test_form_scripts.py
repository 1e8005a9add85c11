"""What the scripts add to forms, and that forms do without them."""

import json
import re
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.gallery.app import create_gallery
from tests.expecting import existing

pytestmark = pytest.mark.browser

UUID4 = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
AGAIN_AFTER = 10_500  # milliseconds, a little more than command.js waits
GPS = 0x8825


@pytest.fixture
def gallery(serve):
    return serve(create_gallery())


def photograph(width=2400, height=1800):
    image = Image.effect_noise((width, height), 40).convert("RGB")
    exif = Image.Exif()
    exif[0x010F] = "Maker"
    exif.get_ifd(GPS)[1] = "N"
    out = BytesIO()
    image.save(out, "JPEG", quality=95, exif=exif)
    return {"name": "现场.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def answer(page):
    return json.loads(page.locator("body").inner_text())


def sent(answered, place=0):
    return Image.open(BytesIO(bytes.fromhex(answered["files"]["photos"][place])))


def focused(page):
    return page.evaluate("document.activeElement.cloneNode().outerHTML")


def leave(page):
    page.evaluate("setTimeout(() => location.assign('/home'))")


def test_photographs_are_small_and_say_nothing_of_where(gallery, open_page):
    page = open_page(f"{gallery}/form", "phone")
    original = photograph()
    page.set_input_files("#f-photos", original)
    expect(page.locator("[data-shot]")).to_have_count(1)
    page.set_input_files("#f-photos", photograph(300, 200))
    expect(page.locator("[data-shot] img")).to_have_count(2)
    page.get_by_role("button", name="保存这次走访").click()
    page.wait_for_url("**/echo")
    large, small = sent(answer(page)), sent(answer(page), 1)
    assert (large.size, large.format) == ((1600, 1200), "JPEG")
    assert small.size == (300, 200)
    assert not large.getexif()
    assert Image.open(BytesIO(original["buffer"])).getexif().get_ifd(GPS)
    assert len(answer(page)["files"]["photos"][0]) / 2 < len(original["buffer"]) / 4


def test_a_photograph_can_be_taken_back_and_a_strange_one_stays_as_it_is(gallery, open_page):
    page = open_page(f"{gallery}/form")
    odd = {"name": "odd.jpg", "mimeType": "image/jpeg", "buffer": b"not a picture"}
    page.set_input_files("#f-photos", [photograph(200, 200), odd])
    expect(page.locator("[data-shot]")).to_have_count(2)
    expect(page.locator("[data-shot]").nth(1)).to_contain_text("原图")
    page.get_by_role("button", name="去掉照片1").click()
    page.get_by_role("button", name="保存这次走访").click()
    page.wait_for_url("**/echo")
    assert [bytes.fromhex(each) for each in answer(page)["files"]["photos"]] == [odd["buffer"]]


def test_what_cannot_be_taken_is_said_when_it_is_chosen(gallery, open_page):
    page = open_page(f"{gallery}/form")
    most = int(existing(page.locator("#f-photos").get_attribute("data-most")))
    large = {"name": "大.jpg", "mimeType": "image/jpeg", "buffer": b"x" * (most + 1)}
    page.set_input_files("#f-photos", [photograph(200, 200), large])
    said = page.locator("[data-refused]")
    expect(said).to_have_count(1)
    assert "“大.jpg”有 11.4 MB，最大 11.4 MB，没有加上" in " ".join(said.all_inner_texts())
    expect(page.locator("[data-shot]")).to_have_count(1)
    page.set_input_files("#f-voice", {"name": "长.mp3", "mimeType": "audio/mp3", "buffer": b"x"})
    page.set_input_files("#f-photos", [photograph(30, 20)] * 10)
    expect(page.locator("[data-shot]")).to_have_count(9)
    expect(said).to_have_count(2)
    page.set_input_files("#f-voice", large)
    expect(
        page.locator("#f-voice ~ [data-refused], .field:has(#f-voice) [data-refused]")
    ).to_have_count(1)
    assert page.locator("#f-voice").evaluate("(input) => input.files.length") == 0


def test_a_form_sent_while_a_photograph_shrinks_waits_for_it(gallery, open_page):
    page = open_page(f"{gallery}/form")
    page.set_input_files("#f-photos", photograph())
    page.evaluate("document.querySelector('#visit').requestSubmit()")
    page.wait_for_url("**/echo")
    assert sent(answer(page)).size == (1600, 1200)


def test_without_scripts_a_form_sends_everything(gallery, open_page):
    page = open_page(f"{gallery}/form", "phone", java_script_enabled=False)
    original = photograph(320, 240)
    page.get_by_label("未遇").check()
    page.get_by_label("安全巡察").check()
    page.locator("#f-note").fill("门上留了联系卡")
    page.set_input_files("#f-photos", original)
    page.get_by_role("button", name="保存这次走访").click()
    given = answer(page)["form"]
    assert (given["outcome"], given["themes"]) == (["absent"], ["safety"])
    assert given["note"] == ["门上留了联系卡"]
    assert answer(page)["files"]["photos"] == [original["buffer"].hex()]


def dialogs_of(page):
    """Give the list of what the page asks from now on; each is dismissed."""
    asked = []

    def dismissed(dialog):
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", dismissed)
    return asked


def test_one_press_is_one_sending_and_one_form_is_one_id(gallery, open_page):
    page = open_page()
    page.clock.install()
    page.goto(f"{gallery}/form")
    asked = []

    def answered(route):
        asked.append(route.request)
        route.fulfill(status=204)

    page.route("**/echo", answered)
    save = page.get_by_role("button", name="保存这次走访")
    with page.expect_request("**/echo"):
        save.click()
    expect(save).to_have_attribute("aria-disabled", "true")
    page.evaluate("document.querySelector('#visit').requestSubmit()")
    page.clock.fast_forward(AGAIN_AFTER)
    expect(save).not_to_have_attribute("aria-disabled", "true")
    save.click()
    page.clock.fast_forward(AGAIN_AFTER)
    page.locator("#f-note").fill("改过的内容")
    save.click()
    ids = [
        existing(UUID4.search(request.post_data_buffer.decode("utf-8", "replace")))[0]
        for request in asked
    ]
    assert len(ids) == 3
    assert len(set(ids)) == 1  # whether its words are others is asked where it is stored


def test_a_form_gone_back_to_or_loaded_anew_has_the_id_it_had(gallery, open_page):
    page = open_page(f"{gallery}/form")
    held = page.locator("#visit [data-command-id]")
    given = held.input_value()
    assert UUID4.fullmatch(given)
    page.get_by_role("button", name="保存这次走访").click()
    page.wait_for_url("**/echo")
    assert answer(page)["form"]["command_id"] == [given]
    page.go_back()
    assert held.input_value() == given
    page.reload()
    assert held.input_value() == given
    page.goto(f"{gallery}/home")
    page.goto(f"{gallery}/form")
    assert held.input_value() != given


def test_an_id_given_by_the_server_is_kept(gallery, open_page):
    page = open_page(f"{gallery}/agenda")
    page.get_by_role("button", name="下移“示例一").click()
    page.locator("[data-command-id]").evaluate("(field) => { field.value = 'given'; }")
    page.get_by_role("button", name="保存新的顺序").click()
    assert answer(page)["form"]["command_id"] == ["given"]


def test_leaving_what_was_typed_is_asked_about(gallery, open_page):
    page = open_page(f"{gallery}/form")
    asked = dialogs_of(page)
    page.locator("#f-note").type("写到一半")
    leave(page)
    page.wait_for_timeout(300)
    assert asked == ["beforeunload"]
    assert page.url.endswith("/form")
    page.get_by_role("button", name="保存这次走访").click()
    page.wait_for_url("**/echo")
    assert asked == ["beforeunload"]


def test_leaving_an_untouched_form_is_not(gallery, open_page):
    page = open_page(f"{gallery}/form")
    asked = dialogs_of(page)
    page.locator("#f-note").click()
    leave(page)
    page.wait_for_url("**/home")
    assert asked == []


def test_the_first_fault_has_the_focus(gallery, open_page):
    page = open_page(f"{gallery}/faults")
    assert 'name="outcome"' in focused(page)
    page.get_by_role("link", name="家中人数").click()
    assert 'id="f-people"' in focused(page)
    described = page.locator("#f-people").get_attribute("aria-describedby")
    assert "家中人数要写成数字" in page.locator(f"#{described}").inner_text()
