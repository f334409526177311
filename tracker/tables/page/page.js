"use strict";
// Search, sort, filter, appearance. The page reads and opens its evidence without any of this.
(() => {
  const table = document.getElementById("table");
  const body = table.tBodies[0];
  const rows = [...body.rows].filter((row) => row.dataset.find !== undefined);
  const field = document.getElementById("q");
  const theme = document.getElementById("theme");
  const reset = document.getElementById("reset");
  const shown = document.getElementById("shown");
  const nothing = document.getElementById("nothing");
  const filters = document.querySelector(".filters");
  const boxes = [...document.querySelectorAll(".facets input")];
  const heads = [...table.tHead.rows[0].cells];
  const fold = (text) => text.normalize("NFKC").toLowerCase();
  const order = new Intl.Collator(document.documentElement.lang, { numeric: true });
  const state = { sort: null, down: false };

  const entries = rows.map((row) => {
    const section = document.getElementById((row.querySelector(".title").hash || "#-").slice(1));
    const seen = [row.cells[0].textContent, row.dataset.find];
    for (const cell of row.querySelectorAll(".open")) seen.push(cell.textContent);
    const keys = { paper: row.querySelector(".title").textContent };
    for (const cell of row.cells) if (cell.dataset.order) keys[cell.className.slice(2)] = cell.dataset.order;
    return { row, section, keys, text: fold(seen.join(" ")) };
  });

  function chosen() {
    const wanted = new Map();
    for (const box of boxes) {
      if (!box.checked) continue;
      const name = box.closest("fieldset").dataset.facet;
      wanted.set(name, [...(wanted.get(name) ?? []), box.value]);
    }
    return wanted;
  }

  function show() {
    const terms = fold(field.value).split(/\s+/).filter(Boolean);
    const wanted = [...chosen()];
    let count = 0;
    for (const { row, section, text } of entries) {
      const fits = terms.every((term) => text.includes(term)) && wanted.every(([name, words]) => {
        const own = row.dataset[name].split("|");
        return words.some((word) => own.includes(word));
      });
      row.hidden = !fits;
      if (section) section.hidden = !fits;
      count += fits;
    }
    const says = shown.dataset.says.replace("{n}", count).replace("{all}", rows.length);
    if (shown.textContent !== says) shown.textContent = says;
    nothing.hidden = count > 0 || rows.length === 0;
    reset.hidden = !terms.length && !wanted.length && !state.sort;
  }

  function sort() {
    const { sort: key, down } = state;
    const sign = down ? -1 : 1;
    const sorted = key === null ? entries : [...entries].sort((a, b) => {
      const [one, two] = [a.keys[key] ?? "~", b.keys[key] ?? "~"];
      if ((one === "~") !== (two === "~")) return one === "~" ? 1 : -1; // unknown comes last, always
      return sign * order.compare(one, two);
    });
    body.append(...sorted.map((entry) => entry.row));
    for (const head of heads) {
      if (head.dataset.sort === key) head.setAttribute("aria-sort", down ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    }
  }

  // The address of the page holds what is shown, so that it can be passed on.
  function write() {
    const query = new URLSearchParams();
    if (field.value.trim()) query.set("q", field.value.trim());
    for (const [name, words] of chosen()) for (const word of words) query.append(name, word);
    if (state.sort) query.set("sort", (state.down ? "-" : "") + state.sort);
    const text = query.toString();
    try {
      history.replaceState(null, "", location.pathname + (text && `?${text}`) + location.hash);
    } catch { /* some browsers forbid it for a file; the view still works */ }
    for (const other of document.querySelectorAll(".other")) {
      other.href = other.getAttribute("href").split(/[?#]/)[0] + (text && `?${text}`) + location.hash;
    }
  }

  function read() {
    const query = new URLSearchParams(location.search);
    field.value = query.get("q") ?? "";
    for (const box of boxes) {
      box.checked = query.getAll(box.closest("fieldset").dataset.facet).includes(box.value);
    }
    const key = query.get("sort") ?? "";
    state.down = key.startsWith("-");
    const name = key.replace(/^-/, "");
    state.sort = heads.some((head) => head.dataset.sort === name) ? name : null;
    if (boxes.some((box) => box.checked)) filters.open = true;
  }

  function update() { sort(); show(); write(); }

  function clear() {
    field.value = "";
    for (const box of boxes) box.checked = false;
    state.sort = null;
    update();
  }

  // An address of a paper that a filter hides shows all papers; one inside closed details opens them.
  function arrive() {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    if (target.closest("[hidden]")) clear();
    if (target.tagName === "DETAILS") target.open = true;
    for (const open of document.querySelectorAll("[popover]:popover-open")) open.hidePopover();
    target.scrollIntoView();
  }

  for (const head of heads) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent.trim();
    button.addEventListener("click", () => {
      const same = state.sort === head.dataset.sort;
      if (same && state.down) state.sort = null;
      else if (!same) state.sort = head.dataset.sort;
      state.down = same && !state.down;
      update();
    });
    head.replaceChildren(button);
  }

  let waiting = 0;
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => { show(); write(); }, 120);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !field.value) return;
    event.preventDefault();
    field.value = "";
    show();
    write();
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, select, textarea, [popover]");
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    field.focus();
  });
  for (const box of boxes) box.addEventListener("change", () => { show(); write(); });
  reset.addEventListener("click", () => { clear(); field.focus(); });
  window.addEventListener("hashchange", () => { arrive(); write(); });

  function paint(name) {
    if (name) document.documentElement.dataset.theme = name;
    else delete document.documentElement.dataset.theme;
  }
  const memory = {
    get() { try { return localStorage.getItem("theme") ?? ""; } catch { return ""; } },
    set(name) { try { localStorage.setItem("theme", name); } catch { /* for this visit only */ } },
  };
  theme.value = memory.get();
  paint(theme.value);
  theme.addEventListener("change", () => { paint(theme.value); memory.set(theme.value); });

  for (const each of document.querySelectorAll(".scripted")) each.hidden = false;
  document.documentElement.dataset.scripted = "";
  if (matchMedia("(max-width: 60rem)").matches) filters.open = false;
  read();
  update();
  if (location.hash) arrive();
})();
