"use strict";
(function () {
  const root = document.documentElement, words = JSON.parse(document.getElementById("words").textContent);
  const $ = (q, at) => (at || document).querySelector(q), $$ = (q, at) => Array.from((at || document).querySelectorAll(q));
  root.classList.add("js");
  const panel = $("#panel"), empty = $("#empty");

  /* the date as of which the page is read */
  function setDate(i) {
    root.dataset.asof = i;
    $$("[data-d]").forEach(e => { e.hidden = e.dataset.d !== String(i); });
    $$("[data-c]").forEach(e => e.classList.toggle("now", e.dataset.c === String(i)));
  }
  $$("input[name=asof]").forEach(r => r.addEventListener("change", () => setDate(r.value)));
  if (words.dates > 0) setDate(words.dates - 1);

  /* light and dark */
  const theme = $("#theme"), media = matchMedia("(prefers-color-scheme: dark)");
  const dark = () => root.dataset.theme ? root.dataset.theme === "dark" : media.matches;
  const tell = () => { theme.textContent = dark() ? words.light : words.dark; };
  theme.hidden = false; tell();
  theme.addEventListener("click", () => { root.dataset.theme = dark() ? "light" : "dark"; tell(); });
  media.addEventListener("change", tell);

  /* one statement's card at a time */
  const cards = $$(".card").map(c => c.id.slice(2));
  let now = null;
  function show(id, scroll) {
    const card = document.getElementById("s-" + id);
    if (!card) return;
    $$(".card.open").forEach(c => c.classList.remove("open"));
    $$(".v.sel").forEach(v => v.classList.remove("sel"));
    $$(".q.hot").forEach(q => q.classList.remove("hot"));
    const link = $$(".text a.v").find(a => a.dataset.ids.split(" ").includes(id));
    const ids = link ? link.dataset.ids.split(" ") : [id];
    ids.forEach(i => { const c = document.getElementById("s-" + i); if (c) { c.classList.add("open"); form(c); } });
    empty.hidden = true; panel.classList.add("open");
    $$(".q").forEach(q => q.classList.toggle("hot", q.dataset.q.split(" ").includes(id)));
    if (link) { link.classList.add("sel"); if (scroll || innerWidth <= 820) link.scrollIntoView({ block: innerWidth <= 820 ? "start" : "center" }); }
    panel.scrollTop = 0; now = id;
  }
  function hide() {
    $$(".card.open").forEach(c => c.classList.remove("open"));
    $$(".v.sel").forEach(v => v.classList.remove("sel"));
    $$(".q.hot").forEach(q => q.classList.remove("hot"));
    empty.hidden = false; panel.classList.remove("open"); now = null;
  }
  document.addEventListener("click", e => {
    const a = e.target.closest("a");
    if (!a) return;
    const to = a.getAttribute("href") || "";
    if (to.startsWith("#s-")) { e.preventDefault(); show(to.slice(3), !a.classList.contains("v")); history.replaceState(null, "", to); }
    if (a.classList.contains("close")) { e.preventDefault(); hide(); }
  });
  function step(by) {
    const i = cards.indexOf(now);
    const next = cards[now === null ? (by > 0 ? 0 : cards.length - 1) : (i + by + cards.length) % cards.length];
    show(next, true);
    const link = $$(".text a.v").find(a => a.dataset.ids.split(" ").includes(next));
    if (link) link.focus({ preventScroll: true });
  }
  document.addEventListener("keydown", e => {
    if (e.ctrlKey || e.metaKey || e.altKey || /^(INPUT|SELECT|TEXTAREA)$/.test(e.target.tagName)) {
      if (e.key === "Escape") e.target.blur();
      return;
    }
    const press = a => { const b = $(".card.open .review [data-a=" + a + "]"); if (b) { b.click(); e.preventDefault(); } };
    if (e.key === "j") step(1); else if (e.key === "k") step(-1);
    else if (e.key === "Escape") hide();
    else if (e.key === "a") press("accept"); else if (e.key === "x") press("reject"); else if (e.key === "e") press("edit");
  });

  /* where one is on the page */
  const links = $$(".bar nav a");
  const seen = new IntersectionObserver(() => {
    let best = links[0];
    links.forEach(a => { const s = $(a.getAttribute("href")); if (s && s.getBoundingClientRect().top < 180) best = a; });
    links.forEach(a => a === best ? a.setAttribute("aria-current", "true") : a.removeAttribute("aria-current"));
  }, { threshold: [0, .05, .2, .5, 1], rootMargin: "-120px 0px 0px 0px" });
  $$("main section").forEach(s => seen.observe(s));

  /* filter of the table */
  const find = $("#find"), pills = $$(".pill[data-f]");
  function filter() {
    const on = pills.filter(p => p.getAttribute("aria-pressed") === "true").map(p => p.dataset.f), q = find.value.trim().toLowerCase();
    $$("#targets tbody tr").forEach(r => {
      r.classList.toggle("off", (on.length > 0 && !on.includes(r.dataset.s)) || (q !== "" && !r.textContent.toLowerCase().includes(q)));
    });
  }
  pills.forEach(p => p.addEventListener("click", () => { p.setAttribute("aria-pressed", p.getAttribute("aria-pressed") !== "true"); filter(); }));
  if (find) find.addEventListener("input", filter);

  /* decisions, kept in this page until saved */
  const decisions = [];
  function el(tag, attributes, text) {
    const e = document.createElement(tag);
    Object.entries(attributes || {}).forEach(([k, v]) => e.setAttribute(k, v));
    if (text !== undefined) e.textContent = text;
    return e;
  }
  function decide(id, action, changes, reason) {
    const s = words.statements[id], by = $("#who") ? $("#who").value.trim() : "";
    decisions.push({ action: action, statement: id, by: by || words.reader, on: new Date().toISOString().slice(0, 10), text_sha256: words.sha, quote: s.quote, value: s.value, changes: changes || {}, reason: reason || "" });
    const told = $(".told", document.getElementById("s-" + id));
    if (told) told.textContent = words.actions[action] + "（" + decisions.length + "）";
    save.hidden = false; save.textContent = words.save + " (" + decisions.length + ")";
  }
  const save = el("button", { type: "button", id: "save" }); save.hidden = true;
  theme.before(save);
  save.addEventListener("click", () => {
    const by = prompt(words.who, "") || words.reader;
    const line = d => "- " + Object.entries(d).filter(([, v]) => v !== "" && !(typeof v === "object" && Object.keys(v).length === 0))
      .map(([k, v]) => k + ": " + JSON.stringify(k === "by" ? by : v)).join("\n  ") + "\n";
    const blob = new Blob([words.head + decisions.map(line).join("")], { type: "application/yaml" });
    const a = el("a", { download: "decisions.yaml", href: URL.createObjectURL(blob) });
    document.body.append(a); a.click(); a.remove(); setTimeout(() => URL.revokeObjectURL(a.href), 1000);
  });
  function form(card) {
    const box = $(".review", card);
    if (!box || box.childElementCount) return;
    const id = box.dataset.id, s = words.statements[id], row = el("div", { class: "row" });
    ["accept", "edit", "reject"].forEach(a => { const b = el("button", { type: "button", "data-a": a }, words.verbs[a]); row.append(b); });
    row.append(el("span", { class: "told small", role: "status" }));
    const edit = el("form"), fields = {};
    words.fields.forEach(([k, label]) => {
      const l = el("label", {}, label), i = el("input", { name: k, value: s.slots[k] === null ? "" : s.slots[k] });
      fields[k] = i; l.append(i); edit.append(l);
    });
    const l = el("label", {}, words.reason), reason = el("input", {});
    l.append(reason); edit.append(l, el("button", {}, words.keep));
    box.append(row, edit);
    row.addEventListener("click", e => {
      const a = e.target.dataset.a;
      if (a === "accept" || a === "reject") { decide(id, a); edit.classList.remove("on"); }
      if (a === "edit") { edit.classList.toggle("on"); if (edit.classList.contains("on")) Object.values(fields)[0].focus(); }
    });
    edit.addEventListener("submit", e => {
      e.preventDefault();
      const changes = {};
      Object.entries(fields).forEach(([k, i]) => {
        const v = i.value.trim(), old = s.slots[k] === null ? "" : String(s.slots[k]);
        if (v !== old) changes[k] = v === "" ? (words.nullable.includes(k) ? null : "") : words.integers.includes(k) ? Number(v) : k === "value" && v.includes(",") ? v.split(",").map(x => x.trim()) : v;
      });
      if (Object.keys(changes).length) decide(id, "edit", changes, reason.value.trim());
      edit.classList.remove("on");
    });
  }
  if (location.hash.startsWith("#s-")) show(location.hash.slice(3), true);
})();
