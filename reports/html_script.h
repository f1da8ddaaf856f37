// The one script of report.html. The page's policy names it by its digest.
#pragma once
#include <string_view>

namespace assay::reports {

inline constexpr std::string_view html_script = R"js(
"use strict";
const one = (selector) => document.querySelector(selector);
const all = (selector) => [...document.querySelectorAll(selector)];

for (const button of all("button[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const code = button.previousElementSibling;
    try {
      await navigator.clipboard.writeText(code.textContent);
    } catch {
      getSelection().selectAllChildren(code);
      document.execCommand("copy");
    }
    button.textContent = "Copied";
    setTimeout(() => { button.textContent = "Copy"; }, 1500);
  });
}

const themes = ["auto", "light", "dark"];
const theme = one("#theme");
theme.hidden = false;
theme.addEventListener("click", () => {
  const now = document.documentElement.dataset.theme || "auto";
  const next = themes[(themes.indexOf(now) + 1) % themes.length];
  document.documentElement.dataset.theme = next;
  theme.textContent = "Theme: " + next;
});

const tools = one("#tools");
if (tools) {
  tools.hidden = false;
  const search = one("#search");
  const verdict = one("#filter-verdict");
  const standing = one("#filter-standing");
  const items = all("article.finding, #document .sentence, .matrix tbody tr");
  const texts = new Map();  // of what was searched once; a page opens without
  const textOf = (item) => {
    if (!texts.has(item)) texts.set(item, item.textContent.toLowerCase());
    return texts.get(item);
  };
  const boxes = all(".group, .sheet");
  const filter = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const shown = (item) => words.every((word) => textOf(item).includes(word)) &&
      (!verdict || !verdict.value || item.dataset.verdict === verdict.value) &&
      (!standing || !standing.value || item.dataset.standing === standing.value);
    let cards = 0, sentences = 0;
    for (const item of items) {
      item.hidden = !shown(item);
      if (item.hidden) continue;
      if (item.matches("article")) ++cards;
      if (item.matches(".sentence")) ++sentences;
    }
    for (const box of boxes)
      box.hidden = !box.querySelector("article:not([hidden]), .sentence:not([hidden])");
    for (const chapter of all(".chapter")) {
      let next = chapter.nextElementSibling;
      while (next && next.hidden) next = next.nextElementSibling;
      chapter.hidden = !next || !next.matches(".sheet");
    }
    for (const row of all(".sheet dt"))
      row.hidden = row.nextElementSibling.hidden =
        !row.nextElementSibling.querySelector(".sentence:not([hidden])") && filtering();
    one("#matches").textContent = cards + (cards === 1 ? " finding, " : " findings, ") +
      sentences + (sentences === 1 ? " sentence" : " sentences");
  };
  const filtering = () => Boolean(search.value.trim() || (verdict && verdict.value) ||
    (standing && standing.value));
  const fields = [["q", search], ["verdict", verdict], ["standing", standing]];
  // What is filtered stands in the address, so that a page can be sent as it is seen.
  let waiting = 0;
  const write = () => {
    clearTimeout(waiting);
    const kept = new URLSearchParams(location.search);
    for (const [name, field] of fields) {
      if (field && field.value.trim()) kept.set(name, field.value.trim());
      else kept.delete(name);
    }
    const query = kept.toString();
    try {
      history.replaceState(null, "", location.pathname + (query && "?" + query) + location.hash);
    } catch {
      // A page inside another has no address of its own.
    }
  };
  const read = () => {
    clearTimeout(waiting);
    const kept = new URLSearchParams(location.search);
    for (const [name, field] of fields) {
      if (!field) continue;
      field.value = kept.get(name) || "";
      if (field.selectedIndex === -1) field.value = "";
    }
    filter();
  };
  const clear = () => {
    for (const [, field] of fields) if (field) field.value = "";
    filter();
    write();
  };
  const changed = () => {
    filter();
    clearTimeout(waiting);
    waiting = setTimeout(write, 200);
  };
  for (const [, field] of fields)
    for (const event of field ? ["input", "change"] : [])
      field.addEventListener(event, changed);
  addEventListener("keydown", (event) => {
    const typing = event.target.matches("input, select, textarea");
    if (event.key === "/" && !typing) {
      event.preventDefault();
      search.focus();
    }
    if (event.key === "Escape" && typing) clear();
  });
  // No address leads to what a filter hides, or to what is folded away.
  const reveal = () => {
    const target = document.getElementById(location.hash.slice(1));
    if (!target) return;
    const folded = target.parentElement.closest("details:not([open])");
    const hidden = target.closest("[hidden]");
    if (!folded && !hidden) return;
    if (folded) folded.open = true;
    if (hidden) clear();
    target.scrollIntoView();
  };
  addEventListener("click", (event) => {
    const link = event.target.closest && event.target.closest("a[href^='#']");
    if (!link) return;
    write();
    // Followed once more it changes no address.
    if (link.getAttribute("href") === location.hash) reveal();
  });
  addEventListener("popstate", () => {
    read();
    reveal();
  });
  addEventListener("hashchange", reveal);
  read();
  reveal();
}

addEventListener("beforeprint", () => {
  for (const details of all("details")) details.open = true;
});
)js";

}  // namespace assay::reports
