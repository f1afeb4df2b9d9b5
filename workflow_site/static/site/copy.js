// Every value of the list becomes a button that copies it. Without this file a click selects the value.
"use strict";

const list = document.querySelector("[data-copied]");
const told = document.getElementById("copied");

for (const value of list.querySelectorAll("code.copy")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = value.textContent;
  button.title = list.dataset.copy;
  button.lang = value.lang || "";
  button.addEventListener("click", () => copy(button));
  value.replaceWith(button);
}

async function copy(button) {
  const text = button.textContent.trim();
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    if (!copyOld(button)) return;
  }
  for (const other of list.querySelectorAll(".copy.done")) other.classList.remove("done");
  button.classList.add("done");
  told.textContent = `${list.dataset.copied}: ${text}`;
}

// The clipboard is closed to pages without https; a selection is copied there too.
function copyOld(button) {
  const range = document.createRange();
  range.selectNodeContents(button);
  const selection = window.getSelection();
  selection.removeAllRanges();
  selection.addRange(range);
  return document.execCommand("copy");
}
