// Suggestions under a field while somebody types: the ARIA combobox pattern with a list box, list autocomplete.
// A field asks for it by data-words, the address to ask. Without this script the field is a plain one, and its form searches.
"use strict";

(() => {
  const WAIT = 120; // milliseconds of rest before the server is asked
  let number = 0;

  class Combobox {
    constructor(field) {
      this.field = field;
      this.at = -1;
      this.asked = 0;
      this.list = document.createElement("ul");
      this.list.id = `words-${number += 1}`;
      this.list.className = "words";
      this.list.hidden = true;
      this.list.setAttribute("role", "listbox");
      this.list.setAttribute("aria-label", field.dataset.wordsLabel);
      this.told = document.createElement("span");
      this.told.className = "unseen";
      this.told.setAttribute("role", "status");
      field.after(this.list, this.told);
      for (const [name, value] of Object.entries({
        role: "combobox", autocomplete: "off", "aria-autocomplete": "list", "aria-expanded": "false",
        "aria-controls": this.list.id, "aria-haspopup": "listbox",
      })) field.setAttribute(name, value);
      field.addEventListener("input", () => this.rest());
      field.addEventListener("keydown", (event) => this.key(event));
      field.addEventListener("blur", () => this.close());
      // A press must not take the focus from the field before the click chooses.
      this.list.addEventListener("mousedown", (event) => event.preventDefault());
      this.list.addEventListener("click", (event) => {
        const option = event.target.closest("[role=option]");
        if (option) this.choose(option);
      });
    }

    get options() { return [...this.list.children]; }

    rest() {
      clearTimeout(this.timer);
      this.asked += 1;
      if (this.field.value.trim()) this.timer = setTimeout(() => this.ask(), WAIT);
      else this.close();
    }

    async ask() {
      const asked = this.asked;
      const address = new URL(this.field.dataset.words, location.href);
      address.searchParams.set("q", this.field.value);
      let found;
      try {
        const answer = await fetch(address, { headers: { Accept: "application/json" }, redirect: "error" });
        if (!answer.ok) return;
        found = await answer.json();
      } catch {
        return; // without suggestions the form still searches
      }
      // Meanwhile something else may have been typed, or the field left.
      if (asked === this.asked && document.activeElement === this.field) this.show(found);
    }

    show(found) {
      this.list.replaceChildren(...found.words.map((word, at) => {
        const option = document.createElement("li");
        option.id = `${this.list.id}-${at}`;
        option.dataset.label = word.label;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.textContent = word.matched ? `${word.label} (${word.matched})` : word.label;
        return option;
      }));
      this.told.textContent = found.told;
      this.mark(-1);
      this.open(found.words.length > 0);
    }

    open(isOpen) {
      this.list.hidden = !isOpen;
      this.field.setAttribute("aria-expanded", String(isOpen));
      if (!isOpen) this.mark(-1);
    }

    close() {
      clearTimeout(this.timer);
      this.asked += 1;
      this.told.textContent = "";
      this.open(false);
    }

    mark(at) {
      const options = this.options;
      if (options[this.at]) options[this.at].setAttribute("aria-selected", "false");
      this.at = at;
      const option = options[at];
      if (option) {
        option.setAttribute("aria-selected", "true");
        option.scrollIntoView({ block: "nearest" });
        this.field.setAttribute("aria-activedescendant", option.id);
      } else this.field.removeAttribute("aria-activedescendant");
    }

    choose(option) {
      this.field.value = option.dataset.label;
      this.close();
    }

    key(event) {
      if (event.isComposing || event.ctrlKey || event.metaKey) return;
      const isOpen = !this.list.hidden;
      const last = this.options.length - 1;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        if (last < 0) return;
        event.preventDefault();
        const down = event.key === "ArrowDown";
        if (!isOpen) this.open(true);
        this.mark(down ? (this.at >= last ? 0 : this.at + 1) : (this.at <= 0 ? last : this.at - 1));
      } else if (event.key === "Enter" && isOpen && this.at >= 0) {
        event.preventDefault();
        this.choose(this.options[this.at]);
      } else if (event.key === "Escape" && isOpen) {
        event.preventDefault();
        this.close();
      } else if (event.key === "Tab" && isOpen) {
        // Hidden before the focus moves on: a list that scrolls would take it.
        if (this.at >= 0) this.choose(this.options[this.at]);
        else this.close();
      }
    }
  }

  for (const field of document.querySelectorAll("input[data-words]")) new Combobox(field);
})();
