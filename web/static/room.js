// 会议模式: the whole screen, the buttons of a presenter's remote, and nothing typed is lost.
document.addEventListener("click", ({ target }) => {
  if (!target.closest("[data-fullscreen]")) return;
  if (document.fullscreenElement) document.exitFullscreen();
  else document.documentElement.requestFullscreen();
});

const STEPS = { PageUp: "back", PageDown: "on" };
document.addEventListener("keydown", (event) => {
  const way = STEPS[event.key] && document.querySelector(`[data-step=${STEPS[event.key]}]`);
  if (!way || event.target.matches("textarea, input, select")) return;
  event.preventDefault();
  way.click();
});

document.addEventListener("htmx:beforeRequest", (event) => {
  const typed = document.querySelector("form[data-typed]:not([data-sending])");
  if (typed && event.target !== typed && !confirm("这一项的议定还没有保存。确定不保存就离开吗？")) event.preventDefault();
});
