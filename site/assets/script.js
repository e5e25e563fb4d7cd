// Search, the theme, links to parts that are closed, and copying of paths. Pages can be
// read without any of it.
(function () {
  "use strict";
  const root = document.documentElement;
  root.classList.add("js");

  // The theme. A browser may refuse storage to files.
  const themes = ["system", "light", "dark"];
  let theme = "system";
  try { theme = localStorage.getItem("theme") || theme; } catch (e) { /* system */ }
  function setTheme(name) {
    theme = themes.includes(name) ? name : "system";
    if (theme === "system") delete root.dataset.theme; else root.dataset.theme = theme;
    try { localStorage.setItem("theme", theme); } catch (e) { /* for this page */ }
  }
  setTheme(theme);

  const make = (tag, props, ...inside) => {
    const e = Object.assign(document.createElement(tag), props);
    e.append(...inside);
    return e;
  };
  const at = id => document.getElementById(id);
  const fragment = id => id.split("").map(c => /[\w.~!$&'()*+,;=:@\/?-]/.test(c) ? c : encodeURIComponent(c)).join("");

  // The index is a script: a page that is a file cannot read others. A definition has k
  // (kind), n (name), u (page), m (module), f (flags: o out-of-band, d deprecated,
  // u unstable, c conditional), s (first sentence), a and r (numbers of the types of its
  // arguments and result), p (parts: step, number of the type, first sentence, flags).
  function load(then) {
    if (window.qapiIndex) return then(window.qapiIndex);
    const s = make("script", { src: document.body.dataset.root + "index.js" });
    s.onload = () => then(window.qapiIndex);
    document.head.append(s);
  }

  // place follows steps from a definition. It returns the definition that has the last
  // step, and the step's id there.
  function place(index, d, steps) {
    if (!steps.length) return { d, id: "" };
    const type = d.k !== "command" && d.k !== "event";
    if (!type && (steps[0] === "arg-type" || steps[0] === "ret-type")) {
      const n = steps[0] === "ret-type" ? d.r : d.a;
      if (steps.length === 1) return { d, id: steps[0] };
      if (n !== undefined) return place(index, index.definitions[n], steps.slice(1));
      const own = steps[0] === "arg-type" && inside(index, d, steps.slice(1));
      return own && own.d === d ? { d, id: "arg-type/" + own.id } : own;
    }
    return inside(index, d, steps);
  }
  function inside(index, d, steps) {
    if (/^[$]/.test(steps[0])) return { d, id: steps.join("/") };
    for (let n = steps.length; n > 0; n--) { // a type without a name is in its owner's parts
      const step = steps.slice(0, n).join("/").replace(/^[* ]/, "");
      const part = (d.p || []).find(p => p[0] === step);
      if (!part) continue;
      const rest = steps.slice(n);
      if (!rest.length || /^[$!]/.test(rest[0])) return { d, id: [step, ...rest.filter(s => s[0] === "$")].join("/") };
      return part[1] >= 0 ? place(index, index.definitions[part[1]], rest) : null;
    }
    for (const p of d.k === "alternate" ? d.p : []) { // an alternative has no step
      const found = p[1] >= 0 && place(index, index.definitions[p[1]], steps);
      if (found) return found;
    }
    return null;
  }
  function lookUp(index, path) {
    const [name, ...steps] = path.split("/");
    const d = index.definitions.find(d => d.n === name);
    return d && place(index, d, steps);
  }
  const url = (d, id) => {
    const base = d.u[0] === "#" ? d.u + (id ? "/" : "") : document.body.dataset.root + d.u + (id ? "#" : "");
    return base + fragment(id || "");
  };

  // reach looks for a part by its name below the arguments and result of d.
  function reach(index, d, word) {
    const seen = new Set(), queue = [];
    const add = (n, path) => { if (n >= 0 && !seen.has(n)) { seen.add(n); queue.push([n, path]); } };
    const parts = (list, path) => {
      for (const p of list || []) {
        const step = p[0][0] === "=" ? path : path + "/" + p[0];
        if (bare(p[0]).startsWith(word)) return { path: step, text: p[2] };
        add(p[1] === undefined ? -1 : p[1], step);
      }
    };
    let found = parts(d.p, d.n + "/arg-type");
    if (d.a !== undefined) add(d.a, d.n + "/arg-type");
    if (d.r !== undefined) add(d.r, d.n + "/ret-type");
    while (!found && queue.length) {
      const [n, path] = queue.shift();
      found = parts(index.definitions[n].p, path);
    }
    return found;
  }
  const bare = step => step.slice(step.lastIndexOf("/") + 1).replace(/^[+^=*]/, "").toLowerCase();

  // score says how well a definition has a word, and in which part.
  function score(d, word) {
    const name = d.n.toLowerCase();
    if (name === word) return { n: 100 };
    if (name.startsWith(word)) return { n: 60 };
    if (name.split(/[-_]/).includes(word)) return { n: 45 };
    if (name.includes(word)) return { n: 30 };
    let best = { n: (d.s || "").toLowerCase().includes(word) ? 6 : 0 };
    for (const p of d.p || []) {
      const step = bare(p[0]);
      const n = step === word ? 25 : step.startsWith(word) ? 15 : step.includes(word) ? 10
        : p[2] && p[2].toLowerCase().includes(word) ? 4 : 0;
      if (n > best.n) best = { n, p };
    }
    return best;
  }
  const order = ["command", "event", "union", "struct", "enum", "alternate"];
  const idOf = (d, p) => (order.indexOf(d.k) < 2 ? "arg-type/" : "") + p[0];

  function search(index, text, filter) {
    const hits = [], path = text.trim();
    const exact = path.includes("/") && lookUp(index, path);
    if (exact) {
      const [name, ...steps] = path.split("/");
      const d = index.definitions.find(d => d.n === name);
      hits.push({ n: 1e3, d, title: path, line: exact.d.n, href: url(d, steps.map(s => s.replace(/^[*]/, "")).join("/")) });
    }
    const words = path.toLowerCase().split(/[\s/]+/).filter(w => w);
    if (!words.length && !filter.on) return hits;
    for (const d of index.definitions) {
      if (filter.kind && d.k !== filter.kind || filter.module !== "" && d.m !== +filter.module) continue;
      let part = null, n = 0;
      const own = d.f || "";
      const flags = [...filter.flags].every(f => own.includes(f) || f !== "o" && (part = (d.p || []).find(p => (p[3] || "").includes(f))));
      if (!flags) continue;
      let missed = [];
      for (const w of words) {
        const s = score(d, w);
        if (!s.n) missed.push(w);
        n += s.n;
        if (s.p) part = s.p;
      }
      if (missed.length === 1 && words.includes(d.n.toLowerCase()) && order.indexOf(d.k) < 2) {
        const r = reach(index, d, missed[0]);
        if (r) hits.push({ n: n + 25, d, title: r.path, line: r.text, href: url(d, r.path.slice(d.n.length + 1)) });
      } else if (!missed.length) {
        hits.push({ n, d, title: d.n + (part ? "/" + idOf(d, part) : ""), line: part && part[2] || d.s, href: url(d, part ? idOf(d, part) : "") });
      }
    }
    return hits.sort((a, b) => b.n - a.n || order.indexOf(a.d.k) - order.indexOf(b.d.k) || a.title.length - b.title.length || (a.title < b.title ? -1 : 1));
  }

  function startSearch(input) {
    const select = (label, options) => make("select", { ariaLabel: label }, ...options.map(([v, t]) => make("option", { value: v }, t)));
    const boxes = [["o", "out-of-band"], ["d", "deprecated"], ["u", "unstable"], ["c", "conditional"]].map(([f, t]) => {
      const box = make("input", { type: "checkbox", value: f });
      return [box, make("label", {}, box, " " + t)];
    });
    const kind = select("Kind", [["", "any kind"], ...order.map(k => [k, k])]);
    let module, list, panel, status, chosen = -1, hits = [];
    function choose(i) {
      const all = list.children;
      if (all[chosen]) all[chosen].setAttribute("aria-selected", "false");
      chosen = Math.max(-1, Math.min(i, all.length - 1));
      if (!all[chosen]) return input.removeAttribute("aria-activedescendant");
      all[chosen].setAttribute("aria-selected", "true");
      all[chosen].scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", all[chosen].id);
    }
    function show(open) {
      panel.hidden = !open;
      input.setAttribute("aria-expanded", String(open));
    }
    function run(index) {
      const flags = boxes.filter(b => b[0].checked).map(b => b[0].value).join("");
      const filter = { kind: kind.value, module: module.value, flags, on: kind.value || module.value || flags };
      hits = search(index, input.value, filter);
      status.textContent = input.value.trim() || filter.on ? hits.length + (hits.length === 1 ? " result" : " results") + (hits.length > 60 ? ", the best 60" : "") : "Type names, words of texts, or a capability path.";
      list.replaceChildren(...hits.slice(0, 60).map((h, i) => {
        const o = make("li", { id: "page:hit" + i, onclick: () => go(i) }, make("code", {}, h.title), " ", make("span", { className: "kind" }, h.d.k), make("span", { className: "line" }, h.line || ""));
        o.setAttribute("role", "option");
        o.setAttribute("aria-selected", "false");
        return o;
      }));
      chosen = -1;
      choose(input.value.trim() ? 0 : -1);
      show(true);
    }
    function go(i) {
      show(false);
      input.blur();
      location.href = hits[i].href;
    }
    function build(index) {
      module = select("Module", [["", "any module"], ...index.modules.map((m, i) => [i, m])]);
      list = make("ul", { id: "page:hits" });
      list.setAttribute("role", "listbox");
      list.setAttribute("aria-label", "Results");
      status = make("p", { className: "status" });
      status.setAttribute("role", "status");
      panel = make("div", { className: "results", hidden: true }, make("div", { className: "filters" }, kind, module, ...boxes.map(b => b[1])), status, list);
      panel.onchange = () => run(index);
      input.parentNode.append(panel);
    }
    const update = () => load(index => { if (!panel) build(index); run(index); });
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-controls", "page:hits");
    input.onfocus = input.oninput = update;
    input.form.onsubmit = e => { e.preventDefault(); if (hits[chosen]) go(chosen); };
    input.form.onkeydown = e => {
      if (e.key === "Escape" && panel) { show(false); input.blur(); }
      if (e.target !== input || !panel) return;
      const step = { ArrowDown: 1, ArrowUp: -1 }[e.key];
      if (step) { e.preventDefault(); choose(chosen + step); }
    };
    document.addEventListener("click", e => { if (panel && !input.form.contains(e.target)) show(false); });
    document.addEventListener("focusin", e => { if (panel && !input.form.contains(e.target)) show(false); });
    document.addEventListener("keydown", e => {
      const typing = /^(input|select|textarea)$/i.test(e.target.tagName);
      if ((e.key === "/" || e.key === "s") && !typing && !e.ctrlKey && !e.metaKey && !e.altKey) { e.preventDefault(); input.focus(); input.select(); }
    });
  }

  // openTarget opens what is around the part that the URL names. A path that the page
  // does not show leads to the type that has its last step.
  function openTarget() {
    const id = decodeURIComponent(location.hash.slice(1));
    if (!id) return;
    const e = at(id);
    if (!e) {
      const base = document.body.dataset.base;
      return load(index => {
        const p = lookUp(index, (base ? base + "/" : "") + id);
        if (p && (p.d.u[0] !== "#" || at(p.d.n + "/" + p.id))) location.replace(url(p.d, p.id));
      });
    }
    for (let d = e.closest("details"); d; d = d.parentNode.closest("details")) d.open = true;
    e.scrollIntoView();
  }

  function copy(text, button) {
    const done = () => { button.textContent = "copied"; };
    if (navigator.clipboard) return navigator.clipboard.writeText(text).then(done, () => prompt("The path:", text));
    prompt("The path:", text);
  }
  function addCopyButtons() {
    const base = document.body.dataset.base;
    for (const row of document.querySelectorAll(".row[id]")) {
      if (!base && row.id.indexOf("/arg-type") < 0 && row.id.indexOf("/ret-type") < 0) continue;
      const path = ((base ? base + "/" : "") + row.id).replace(/\/=[^/]*$/, "").replace(/~/g, "");
      const button = make("button", { type: "button", className: "copy", title: "Copy " + path }, "copy path");
      button.onclick = () => copy(path, button);
      row.firstElementChild.append(button);
    }
  }

  document.addEventListener("DOMContentLoaded", () => {
    const button = document.querySelector(".theme");
    const label = () => { button.textContent = "Theme: " + theme; };
    button.hidden = false;
    button.onclick = () => { setTheme(themes[(themes.indexOf(theme) + 1) % themes.length]); label(); };
    label();
    startSearch(at("page:search"));
    addCopyButtons();
    addEventListener("hashchange", openTarget);
    openTarget();
  });
})();
