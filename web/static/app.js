// What makes the pages quicker to use. Every page works without it; each part does nothing where
// its markup is absent, and all of it also serves what htmx has just put into the page.
import "./command.js";
import "./photo.js";
import "./reorder.js";

const $ = (selector, from = document) => from.querySelector(selector);
const $$ = (selector, from = document) => [...from.querySelectorAll(selector)];
const typing = (target) => target.matches("input:not([type=range]):not([type=checkbox]):not([type=radio]), textarea, select");
const say = (words) => { $("#spoken").textContent = words; };

// dialogs, menus, messages
const open = (dialog) => dialog && dialog.showModal && !dialog.open && dialog.showModal();
const folds = "details.menu[open], details.drawer[open]";
document.addEventListener("click", (event) => {
  const { target } = event;
  const opener = target.closest("[data-dialog]");
  const dialog = opener && document.getElementById(opener.dataset.dialog);
  if (dialog && dialog.showModal) { event.preventDefault(); open(dialog); }
  if (target.closest("[data-close]") || target.nodeName === "DIALOG") target.closest("dialog").close();
  if (target.closest("[data-dismiss]")) target.closest(".notice").remove();
  for (const fold of $$(folds)) if (!fold.contains(target) || opener) fold.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const fold of $$(folds)) { fold.open = false; $("summary", fold).focus(); }
});
// a panel that would open beyond the edge moves in
document.addEventListener("toggle", ({ target }) => {
  const panel = target.open && target.matches("details.menu") && $(".menu-panel", target);
  if (!panel) return;
  panel.style.transform = "";
  const { left, right } = panel.getBoundingClientRect();
  const by = left < 8 ? 8 - left : Math.min(0, document.documentElement.clientWidth - 8 - right);
  if (by) panel.style.transform = `translateX(${by}px)`;
}, true);
const notify = (words) => {
  const notice = document.createElement("div");
  notice.className = "notice notice-bad";
  const sentence = document.createElement("p");
  sentence.textContent = words;
  const close = document.createElement("button");
  close.type = "button";
  close.className = "btn btn-small btn-quiet";
  close.dataset.dismiss = "";
  close.textContent = "知道了";
  notice.append(sentence, close);
  $("#toasts").append(notice);
};

// the keyboard in lists
const step = (by) => {
  const links = $$("[data-rows] > tbody > tr, .queue > li").map((row) => $(".c-title a, a", row)).filter(Boolean);
  const here = links.findIndex((link) => link.closest("tr, li").contains(document.activeElement));
  const next = links[here < 0 ? 0 : Math.min(Math.max(here + by, 0), links.length - 1)];
  if (next) { next.focus(); next.closest("tr, li").scrollIntoView({ block: "nearest" }); }
};
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target) || $("dialog[open]")) return;
  const act = {
    j: () => step(1),
    k: () => step(-1),
    "/": () => { const seek = $("input[type=search]"); if (seek) { seek.focus(); seek.select(); } },
    "?": () => open($("#shortcuts")),
    ArrowLeft: () => !event.target.matches("[type=range], [type=radio]") && $("[data-step=back]") && $("[data-step=back]").click(),
    ArrowRight: () => !event.target.matches("[type=range], [type=radio]") && $("[data-step=on]") && $("[data-step=on]").click(),
  }[event.key];
  if (!act) return;
  if (event.key.length === 1) event.preventDefault();
  act();
});

// several rows at once
const tally = () => {
  const ticked = $$("[data-tick]:checked").length;
  for (const bar of $$("[data-bulk]")) { bar.toggleAttribute("data-none", !ticked); $("[data-ticked]", bar).textContent = ticked; }
  for (const all of $$("[data-tick-all]")) { all.checked = ticked > 0 && ticked === $$("[data-tick]").length; all.indeterminate = ticked > 0 && !all.checked; }
};
document.addEventListener("change", ({ target }) => {
  if (target.matches("[data-tick-all]")) for (const box of $$("[data-tick]")) box.checked = target.checked;
  if (target.matches("[data-tick], [data-tick-all]")) tally();
});

// what is asked only of a no
const dealt = (box) => box.classList.toggle("is-no", Boolean($("input[value=no]:checked", box)));
document.addEventListener("change", ({ target }) => {
  const box = target.closest(".must-deal");
  if (box) dealt(box);
});

// a table wider than its box scrolls in it, by keyboard too; one that fits keeps its head in sight
const boxes = window.ResizeObserver && new ResizeObserver((changes) => {
  for (const hold of new Set(changes.map(({ target }) => target.closest(".table-hold")))) {
    const table = $("table", hold), wide = Boolean(table) && table.offsetWidth > hold.clientWidth + 1;
    hold.classList.toggle("scroll", wide);
    if (!wide || hold.hasAttribute("tabindex")) continue;
    hold.tabIndex = 0;
    hold.setAttribute("role", "region");
    hold.setAttribute("aria-label", table.caption ? table.caption.textContent : "表格");
  }
});
const watch = () => { if (boxes) for (const each of $$(".table-hold, .table-hold > table")) boxes.observe(each); };

// the name of a chosen file
document.addEventListener("change", ({ target }) => {
  const said = target.type === "file" && !target.dataset.photos && $("[data-picked]", target.parentElement);
  if (said) said.textContent = [...target.files].map((file) => file.name).join("、");
});

// replay: go where the slider was let go, a little after the last key
let pause;
document.addEventListener("change", ({ target }) => {
  const track = target.type === "range" && target.closest("[data-track]");
  if (!track) return;
  clearTimeout(pause);
  pause = setTimeout(() => track.requestSubmit ? track.requestSubmit() : track.submit(), 400);
});
document.addEventListener("input", ({ target }) => {
  if (target.type === "range" && target.closest("[data-track]")) target.setAttribute("aria-valuetext", $(".track-at", target.form).textContent = `第 ${target.value} 号记录`);
});

// what has just come: the first fault is where the hand goes next
const arrive = (part) => {
  const fault = $("[aria-invalid=true]", part);
  if (fault) (fault.matches(".chips") ? $("input", fault) : fault).focus();
  else if ($(".faults", part)) $(".faults", part).focus();
  $$(".must-deal").forEach(dealt);
  tally();
};
watch();
arrive(document);
document.addEventListener("htmx:afterSettle", ({ target }) => {
  watch();
  const count = $("[data-count]", target) || $("[data-count]");
  if (count) say(count.textContent);
  if (document.activeElement === document.body || target.matches("form")) arrive(target);
  else tally();
});
document.addEventListener("htmx:sendError", () => notify("没有发出去，请检查网络后再试。填写的内容还在。"));
document.addEventListener("htmx:responseError", ({ detail: { xhr } }) => {
  const said = new DOMParser().parseFromString(xhr.responseText, "text/html").querySelector("[data-said]");
  notify(said?.textContent ?? "服务器没有办成这一步，请稍后再试。");
});
