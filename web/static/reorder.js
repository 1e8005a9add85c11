// Put the rows of a list in order by dragging the grip or by its arrow keys; the hidden fields
// move with the rows, so the order that is sent is the order that is seen.
const rows = (list) => [...list.children];
const form = (row) => row.closest("form[data-reorder]");

const settle = (row) => {
  const list = row.parentElement;
  rows(list).forEach((each, place) => { each.querySelector(".order").textContent = place + 1; });
  const save = form(row).querySelector("[data-reorder-save]");
  if (save) save.hidden = false;
  const place = rows(list).indexOf(row) + 1;
  document.getElementById("spoken").textContent = `“${row.dataset.item}”已移到第${place}项，共${rows(list).length}项`;
  row.querySelector("[name=order]").dispatchEvent(new Event("input", { bubbles: true }));
  if (form(row).hasAttribute("data-at-once")) sending = sending.then(() => keep(form(row)));
};

// What cannot be sent now stays to be sent by the button, and the bar says why.
let sending = Promise.resolve();
const keep = async (sheet) => {
  const [button, said] = sheet.querySelector("[data-reorder-save]").children;
  const body = new FormData(sheet);
  body.set("at_once", "1");
  body.delete("command_id");
  let answer;
  try { answer = await fetch(sheet.action, { method: "POST", body }); } catch { answer = undefined; }
  button.hidden = answer?.ok ?? false;
  said.textContent = answer && answer.status < 500 ? await answer.text() : "顺序已调整，还没有保存";
  if (answer?.ok) delete sheet.dataset.typed;
};

const move = (row, step) => {
  const other = step < 0 ? row.previousElementSibling : row.nextElementSibling;
  if (!other) return;
  other[step < 0 ? "before" : "after"](row);
  settle(row);
};

document.addEventListener("keydown", (event) => {
  const row = event.target.closest(".grip") && event.target.closest("[data-item]");
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (!row || !step) return;
  event.preventDefault();
  move(row, step);
  event.target.focus();
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("form[data-reorder] button[name=up], form[data-reorder] button[name=down]");
  if (!button) return;
  event.preventDefault();
  move(button.closest("[data-item]"), button.name === "up" ? -1 : 1);
  button.focus();
});

document.addEventListener("pointerdown", (event) => {
  const grip = event.target.closest(".grip");
  if (!grip || event.button) return;
  const row = grip.closest("[data-item]");
  const list = row.parentElement;
  const start = rows(list).indexOf(row);
  event.preventDefault();
  grip.focus();
  row.classList.add("moving");
  const follow = ({ clientY }) => {
    const middle = (other) => { const box = other.getBoundingClientRect(); return box.top + box.height / 2; };
    const before = row.previousElementSibling;
    const after = row.nextElementSibling;
    if (before && clientY < middle(before)) before.before(row);
    else if (after && clientY > middle(after)) after.after(row);
  };
  const end = () => {
    row.classList.remove("moving");
    removeEventListener("pointermove", follow);
    removeEventListener("pointerup", end);
    removeEventListener("pointercancel", end);
    if (rows(list).indexOf(row) !== start) settle(row);
  };
  addEventListener("pointermove", follow);
  addEventListener("pointerup", end);
  addEventListener("pointercancel", end);
});
