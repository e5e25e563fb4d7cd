// Search, theme, links to closed parts, copying of paths. Pages are readable without.
"use strict";
const root = document.documentElement;
root.classList.add("js");

const themes = ["system", "light", "dark"];
let theme = 0;
function setTheme(n) {
  theme = n;
  root.dataset.theme = themes[n];
}
try { setTheme(+localStorage.theme || 0); } catch (e) { /* files may have no storage */ }

const byId = document.getElementById.bind(document);
const make = (tag, props, ...inside) => {
  const e = Object.assign(document.createElement(tag), props);
  e.append(...inside);
  return e;
};

// The index is a script, because a page that is a file cannot read others. In it: k kind,
// n name, u page, m module, f flags, s first sentence, a and r numbers of the types of
// arguments and result, p parts: [step, number of the type, first sentence, flags].
let defs;
let loading;
function load(then) {
  if (window.qapiIndex) {
    defs = window.qapiIndex.definitions;
    return then();
  }
  loading ||= new Promise(onload => document.head.append(
    make("script", { src: document.body.dataset.root + "index.js", onload, onerror: () => { loading = null; } })));
  loading.then(() => load(then));
}

const isRoot = d => d.k === "command" || d.k === "event";
const named = name => defs.find(d => d.n === name);

// url is that of the part id of d.
function url(d, id) {
  const escaped = encodeURIComponent(id).replace(/%(2F|2B|24|3D)/g, decodeURIComponent);
  return d.u[0] === "#" ? d.u + (id && "/" + escaped) : document.body.dataset.root + d.u + (id && "#" + escaped);
}

// place follows a capability path from d, to the definition that has the last step, and
// the step's id there.
function place(d, steps) {
  if (!steps.length) return { d, id: "" };
  if (steps[0][0] === "$") return { d, id: steps[0] };
  if (isRoot(d)) {
    const [step, ...rest] = steps;
    const type = { "arg-type": d.a, "ret-type": d.r }[step];
    if (!rest.length) return { d, id: step };
    if (type >= 0) return place(defs[type], rest);
    const own = step === "arg-type" && place({ ...d, k: "" }, rest);
    return own && (own.d.k ? own : { d, id: step + "/" + own.id });
  }
  for (let n = steps.length; n > 0; n--) { // parts of a type without a name are its owner's
    const part = (d.p || []).find(p => p[0] === steps.slice(0, n).join("/").replace(/^[* ]/, ""));
    if (!part) continue;
    const rest = steps.slice(n);
    if (rest.length && !/^[$!]/.test(rest[0])) return part[1] >= 0 && place(defs[part[1]], rest);
    return { d, id: [part[0], ...rest.filter(s => s[0] === "$")].join("/") };
  }
  for (const p of d.k === "alternate" ? d.p : []) { // alternatives have no step
    const found = p[1] >= 0 && place(defs[p[1]], steps);
    if (found) return found;
  }
}
function lookUp(path) {
  const [name, ...steps] = path.split("/");
  return named(name) && place(named(name), steps);
}

// reach looks for a part below the arguments and the result of d, the nearest first.
function reach(d, word) {
  const queue = [[d, d.n + "/arg-type"], [defs[d.a], d.n + "/arg-type"], [defs[d.r], d.n + "/ret-type"]];
  const seen = new Set();
  for (const [at, path] of queue) {
    if (!at || seen.has(at)) continue;
    seen.add(at);
    for (const p of at.p || []) {
      const below = p[0][0] === "=" ? path : path + "/" + p[0];
      if (bare(p).startsWith(word)) return { path: below, text: p[2] };
      queue.push([defs[p[1]], below]);
    }
  }
}
const bare = p => p[0].slice(p[0].lastIndexOf("/") + 1).replace(/^[+^=]/, "").toLowerCase();

// score says how well d has a word, and which part has it.
function score(d, word) {
  const name = d.n.toLowerCase();
  if (name === word) return [100];
  if (name.startsWith(word)) return [60];
  if (name.split(/[-_]/).includes(word)) return [45];
  if (name.includes(word)) return [30];
  const has = text => (text || "").toLowerCase().includes(word);
  let best = [has(d.s) ? 6 : 0];
  for (const p of d.p || []) {
    const step = bare(p);
    const n = step === word ? 25 : step.startsWith(word) ? 15 : step.includes(word) ? 10 : has(p[2]) ? 4 : 0;
    if (n > best[0]) best = [n, p];
  }
  return best;
}

const order = ["command", "event", "union", "struct", "enum", "alternate", "device"];
function search(text, filter) {
  const hits = [], path = text.trim(), wanted = path.toLowerCase().split(/[\s/]+/).filter(w => w);
  const add = (n, d, id, line) => hits.push({ n, d, title: d.n + (id && "/" + id), line: line || "", href: url(d, id) });
  const exact = lookUp(path);
  if (exact && path.includes("/")) {
    const [name, ...steps] = path.split("/");
    add(1e3, named(name), steps.map(s => s.replace(/^[* ]/, "")).filter(s => s[0] !== "!").join("/"), "in " + exact.d.n);
  }
  const flags = filter.getAll("flag"), kind = filter.get("kind"), module = filter.get("module");
  if (!wanted.length && !kind && !module && !flags.length) return hits;
  for (const d of defs) {
    if (kind && d.k !== kind || module && d.m !== +module) continue;
    let part, n = 0;
    if (!flags.every(f => (d.f || "").includes(f) || (part = (d.p || []).find(p => (p[3] || "").includes(f))))) continue;
    const missed = wanted.filter(w => {
      const [points, p] = score(d, w);
      n += points;
      part = p || part;
      return !points;
    });
    if (!missed.length) add(n, d, part ? (isRoot(d) ? "arg-type/" : "") + part[0] : "", part && part[2] || d.s);
    const found = isRoot(d) && missed.length === 1 && wanted.includes(d.n.toLowerCase()) && reach(d, missed[0]);
    if (found) add(n + 25, d, found.path.slice(d.n.length + 1), found.text);
  }
  const rank = h => order.indexOf(h.d.k);
  return hits.sort((a, b) => b.n - a.n || rank(a) - rank(b) || a.title.length - b.title.length);
}

function startSearch(form) {
  const input = byId("page:search"), panel = byId("page:results"), list = byId("page:hits");
  let hits = [], chosen = -1;
  function show(open) {
    panel.hidden = !open;
    input.setAttribute("aria-expanded", open);
  }
  function choose(i) {
    chosen = Math.min(Math.max(i, 0), list.children.length - 1);
    [...list.children].forEach((option, i) => option.setAttribute("aria-selected", i === chosen));
    input.setAttribute("aria-activedescendant", "page:hit" + chosen);
    if (chosen >= 0) list.children[chosen].scrollIntoView({ block: "nearest" });
    else input.removeAttribute("aria-activedescendant");
  }
  function go(i) {
    show(false);
    input.blur();
    location.href = hits[i].href;
  }
  function run() {
    const modules = form.elements.module;
    if (modules.length === 1) modules.append(...window.qapiIndex.modules.map((m, i) => new Option(m, i)));
    hits = search(input.value, new FormData(form));
    panel.querySelector(".status").textContent = "Results: " + hits.length + (hits.length > 60 ? ", here the best 60" : "");
    list.hidden = !hits.length;
    list.replaceChildren(...hits.slice(0, 60).map((h, i) => {
      const option = make("li", { id: "page:hit" + i, onclick: () => go(i) },
        make("code", {}, h.title), " ", make("span", { className: "kind" }, h.d.k), make("span", { className: "line" }, h.line));
      option.setAttribute("role", "option");
      return option;
    }));
    choose(0);
    show(true);
  }
  input.onfocus = form.oninput = () => load(run);
  form.onsubmit = e => {
    e.preventDefault();
    if (hits[chosen]) go(chosen);
  };
  form.onkeydown = e => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[e.key];
    if (e.key === "Escape") { show(false); input.blur(); }
    if (step && e.target === input) { e.preventDefault(); choose(chosen + step); }
  };
  for (const type of ["click", "focusin"]) document.addEventListener(type, e => { if (!form.contains(e.target)) show(false); });
  document.addEventListener("keydown", e => {
    const typing = e.ctrlKey || e.metaKey || e.altKey || e.target.closest("input, select");
    if ((e.key === "/" || e.key === "s") && !typing) { e.preventDefault(); input.select(); }
  });
}

// pathOf is the capability path of an id, empty if it has none.
function pathOf(id) {
  const base = document.body.dataset.base;
  const path = ((base ? base + "/" : "") + id).replace(/\/=[^/]*|~/g, "");
  return /\/(arg|ret)-type/.test(path) ? path : "";
}

// openTarget opens the part that the URL names, and what is around it. A path that the
// page does not show leads to the type that has its last step.
function openTarget() {
  const id = decodeURIComponent(location.hash.slice(1)), e = byId(id);
  if (!id) return;
  if (!e) return load(() => {
    for (let path = pathOf(id); path; path = path.slice(0, path.lastIndexOf("/"))) {
      const p = lookUp(path);
      if (p) return location.replace(url(p.d, p.id));
    }
  });
  const inner = e.matches(".row") && e.querySelector("details");
  for (let d = inner || e.closest("details"); d; d = d.parentNode.closest("details")) d.open = true;
  e.scrollIntoView();
}

document.addEventListener("DOMContentLoaded", () => {
  const button = document.querySelector(".theme");
  const label = () => { button.textContent = "Theme: " + themes[theme]; };
  button.onclick = () => {
    setTheme((theme + 1) % 3);
    label();
    try { localStorage.theme = theme; } catch (e) { /* as above */ }
  };
  label();
  startSearch(document.querySelector(".search"));
  for (const row of document.querySelectorAll(".row[id]")) {
    const path = pathOf(row.id);
    const copy = make("button", { type: "button", className: "copy", title: path }, "copy path");
    copy.onclick = () => navigator.clipboard.writeText(path).then(() => { copy.textContent = "copied"; }, () => prompt("The path:", path));
    if (path) row.firstElementChild.append(copy);
  }
  addEventListener("hashchange", openTarget);
  openTarget();
});
