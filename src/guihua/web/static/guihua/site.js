// Small helps on top of pages that work without them: dropping files, keys of the review, the day slider, charts.
"use strict";

function drops(root) {
  for (const zone of root.querySelectorAll(".drop")) {
    const field = zone.querySelector("input[type=file]");
    if (!field || zone.dataset.ready) continue;
    zone.dataset.ready = "1";
    for (const kind of ["dragenter", "dragover"]) zone.addEventListener(kind, (e) => { e.preventDefault(); zone.classList.add("over"); });
    for (const kind of ["dragleave", "drop"]) zone.addEventListener(kind, () => zone.classList.remove("over"));
    zone.addEventListener("drop", (e) => {
      e.preventDefault();
      if (e.dataTransfer && e.dataTransfer.files.length) { field.files = e.dataTransfer.files; field.form.requestSubmit(); }
    });
    field.addEventListener("change", () => { if (zone.dataset.auto !== undefined && field.files.length) field.form.requestSubmit(); });
  }
}

function sliders(root) {
  for (const slider of root.querySelectorAll("input[type=range][data-days]")) {
    if (slider.dataset.ready) continue;
    slider.dataset.ready = "1";
    const days = slider.dataset.days.split(",");
    const shown = document.getElementById(slider.dataset.shows);
    const field = slider.form.elements["as_of"];
    const tell = () => { const day = days[Number(slider.value)]; shown.textContent = day; field.value = day; slider.setAttribute("aria-valuetext", day); };
    slider.addEventListener("input", tell);
    slider.addEventListener("change", () => { tell(); slider.form.requestSubmit(); });
  }
}

function keys(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const at = event.target;
  if (at instanceof HTMLElement && (at.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName))) return;
  const wanted = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (wanted) { event.preventDefault(); wanted.matches("details") ? (wanted.open = true) && wanted.querySelector("input:not([type=hidden]),select,textarea")?.focus() : wanted.click(); }
}

async function charts(root) {
  const places = [...root.querySelectorAll("[data-chart]:not([data-drawn])")];
  if (!places.length) return;
  for (const place of places) place.dataset.drawn = "1";
  await new Promise((done) => {
    if (window.vegaEmbed) return done();
    const script = document.createElement("script");
    script.src = places[0].dataset.vega;
    script.onload = script.onerror = () => done();
    document.head.append(script);
  });
  if (!window.vegaEmbed) return;
  for (const place of places) {
    try {
      const answer = await fetch(place.dataset.chart, { credentials: "same-origin" });
      if (!answer.ok) continue;
      const spec = await answer.json();
      const room = Math.max(240, place.clientWidth - 16);
      if (typeof spec.width === "number" && spec.width > room) spec.width = room - 60;
      await window.vegaEmbed(place, spec, { ast: true, defaultStyle: false, actions: false, renderer: "svg", tooltip: { disableDefaultStyle: true } });
      place.dataset.drawn = "done";
    } catch (fault) { place.dataset.drawn = "failed"; console.warn("chart", fault); }
  }
}

function all(root) { drops(root); sliders(root); charts(root); }
document.addEventListener("keydown", keys);
document.addEventListener("DOMContentLoaded", () => all(document));
document.addEventListener("htmx:afterSwap", (event) => all(event.target));
document.addEventListener("change", (event) => {
  const box = event.target;
  if (box instanceof HTMLElement && box.matches("[data-submit]")) box.form.requestSubmit();
});
for (const button of document.querySelectorAll("[data-print]")) button.addEventListener("click", () => window.print());
