"use strict";
(function () {
  const words = JSON.parse(document.getElementById("words").textContent), token = document.body.dataset.token;
  const $ = id => document.getElementById(id);
  let state = null, screen = 0, card = 0, editing = false;

  function el(tag, attributes, text) {
    const e = document.createElement(tag);
    Object.entries(attributes || {}).forEach(([k, v]) => e.setAttribute(k, v));
    if (text !== undefined) e.textContent = text;
    return e;
  }
  async function ask(path, body) {
    const answer = await fetch(path, body === undefined ? {} : {
      method: "POST", headers: { "Content-Type": "application/json", "X-Guihua-Token": token }, body: JSON.stringify(body)
    });
    const data = await answer.json();
    if (!answer.ok) throw new Error(data.error || answer.statusText);
    return data;
  }
  function tell(text, bad) { const t = $("told"); t.textContent = text; t.className = bad ? "bad" : ""; }

  function open(s) { return s.statements.some(x => !x.decided); }
  function screens() { return $("only").checked ? state.screens.filter(open) : state.screens; }
  function current() { return screens()[screen]; }

  function draw() {
    const all = screens();
    screen = Math.max(0, Math.min(screen, all.length - 1));
    const s = current();
    $("bar").max = Math.max(1, state.total); $("bar").value = state.done;
    $("count").textContent = state.done + " / " + state.total + " " + words.statements;
    $("main").hidden = !s; $("finished").hidden = !!s;
    proposals();
    if (!s) return;
    if (!s.statements[card] || (s.statements[card].decided && $("only").checked)) card = Math.max(0, s.statements.findIndex(x => !x.decided));
    $("section").textContent = s.section;
    sentence(s);
    const box = $("cards"); box.replaceChildren();
    s.statements.forEach((x, i) => box.append(drawCard(x, i)));
  }
  function sentence(s) {
    const p = $("sentence"); p.replaceChildren(el("span", { class: "around" }, s.before));
    let at = 0;
    s.statements.map((x, i) => [x.span[0], x.span[1], i]).sort((a, b) => a[0] - b[0]).forEach(([a, b, i]) => {
      if (a < at) { if (i === card && p.lastElementChild && p.lastElementChild.tagName === "MARK") p.lastElementChild.classList.add("now"); return; }
      p.append(document.createTextNode(slice(s.text, at, a)), el("mark", i === card ? { class: "now" } : {}, slice(s.text, a, b)));
      at = b;
    });
    p.append(document.createTextNode(slice(s.text, at)), el("span", { class: "around" }, s.after));
  }
  /* spans count characters, JavaScript counts UTF-16 units */
  function slice(text, a, b) { return Array.from(text).slice(a, b).join(""); }

  function drawCard(x, i) {
    const c = el("section", { class: "card" + (i === card ? " now" : "") });
    const past = { accept: words.accepted, edit: words.edited, reject: words.rejected, adjust: words.adjusted, confirm: words.confirmed };
    if (x.decided) c.append(el("span", { class: "state " + x.decided }, past[x.decided] || x.decided));
    c.append(el("h3", {}, x.indicator || "—"), el("p", { class: "value" }, x.value));
    const table = el("table");
    x.slots.forEach(([name, value, origin]) => {
      const tr = el("tr"); tr.append(el("th", { scope: "row" }, name), el("td", {}, value), el("td", {}, origin)); table.append(tr);
    });
    c.append(table, el("p", { class: "why" }, x.why.length ? words.why + "：" + x.why.join("；") : words.sure));
    const row = el("p", { class: "buttons" });
    [["accept", "a"], ["edit", "e"], ["reject", "x"]].concat(x.decided ? [["withdraw", "u"]] : []).forEach(([a, key]) => {
      const b = el("button", { type: "button", "data-action": a }, words[a]); b.append(el("kbd", {}, key));
      b.addEventListener("click", e => { e.stopPropagation(); card = i; act(a); }); row.append(b);
    });
    c.append(row);
    c.addEventListener("click", () => { if (card !== i) { card = i; draw(); } });
    return c;
  }
  function act(action) {
    const s = current(); if (!s) return;
    const x = s.statements[card];
    if (action === "edit") return form(x);
    decide({ statement: x.id, action: action });
  }
  async function decide(decision) {
    try {
      state = await ask("/decide", decision); editing = false; tell(words.saved);
      const s = current();
      if (s && !$("only").checked) {
        const next = s.statements.findIndex((x, i) => i > card && !x.decided);
        if (next >= 0) card = next; else { screen += 1; card = 0; }
      }
      draw();
    } catch (error) { tell(error.message, true); }
  }
  function form(x) {
    const c = document.querySelectorAll(".card")[card], old = c.querySelector("form");
    if (old) { old.remove(); editing = false; return; }
    c.append($("form").content.cloneNode(true)); editing = true;
    const f = c.querySelector("form");
    Object.entries(x.fields).forEach(([k, v]) => { if (f.elements[k]) f.elements[k].value = x.changes[k] !== undefined ? x.changes[k] : v === null ? "" : v; });
    f.elements.indicator.focus();
    f.querySelector("[data-cancel]").addEventListener("click", () => { f.remove(); editing = false; });
    f.addEventListener("click", e => e.stopPropagation());
    f.addEventListener("submit", e => {
      e.preventDefault();
      const changes = {};
      Object.keys(x.fields).forEach(k => {
        const v = f.elements[k].value.trim(), was = x.fields[k] === null ? "" : String(x.fields[k]);
        if (v !== was) changes[k] = v;
      });
      const document_ = f.elements.document.value.trim();
      decide({ statement: x.id, action: document_ ? "adjust" : "edit", changes: changes, document: document_, on: f.elements.on.value, reason: f.elements.reason.value.trim() });
    });
  }
  function proposals() {
    $("proposals").hidden = state.proposals.length === 0;
    const list = $("list"); list.replaceChildren();
    state.proposals.forEach(p => {
      const one = el("div", { class: "one" });
      one.append(el("p", {}, words.was + "（" + (words[p.action] || p.action) + "，" + p.on + "）：" + p.quote),
        el("p", {}, p.now ? words.now + "：" + p.now + " → " + p.value : words.gone));
      const row = el("p", { class: "buttons" });
      if (p.candidate) { const b = el("button", { type: "button" }, words.confirm); b.addEventListener("click", () => decide({ statement: p.candidate, action: "confirm", was: p.statement })); row.append(b); }
      const d = el("button", { type: "button" }, words.drop); d.addEventListener("click", () => decide({ statement: p.statement, action: "withdraw" })); row.append(d);
      one.append(row); list.append(one);
    });
  }
  document.addEventListener("keydown", e => {
    if (e.key === "Escape" && editing) { const f = document.querySelector(".card form"); if (f) f.remove(); editing = false; return; }
    if (e.ctrlKey || e.metaKey || e.altKey || editing || /^(INPUT|SELECT|TEXTAREA)$/.test(e.target.tagName) && e.target.type !== "checkbox") return;
    const keys = { a: "accept", e: "edit", x: "reject", u: "withdraw" };
    if (keys[e.key]) { e.preventDefault(); act(keys[e.key]); }
    if (e.key === "j" || e.key === "k") { screen += e.key === "j" ? 1 : -1; card = 0; draw(); }
    if (e.key === "ArrowDown" || e.key === "ArrowUp") {
      const s = current(); if (!s) return;
      e.preventDefault(); card = (card + (e.key === "ArrowDown" ? 1 : -1) + s.statements.length) % s.statements.length; draw();
    }
  });
  $("only").addEventListener("change", () => { screen = 0; card = 0; draw(); });
  ask("/state").then(data => { state = data; draw(); }, error => tell(error.message, true));
})();
