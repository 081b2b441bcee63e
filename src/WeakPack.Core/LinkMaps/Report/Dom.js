// Makes elements. Text is always a text node, so no name is ever read as HTML.

function element(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {}))
    if (value !== undefined)
      node.setAttribute(name, value);
  node.append(...children.flat().filter(child => child !== undefined && child !== null && child !== ""));
  return node;
}

function byId(id) {
  return document.getElementById(id);
}

/** A name from an assembly. What turns letters round or can't be seen is shown by its number: else one name could look like another. */
function nameOf(text) {
  return element("span", { class: "name" }, breakable(text));
}

function visible(text) {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, letter => "\\u" + letter.codePointAt(0).toString(16).padStart(4, "0"));
}

/** A dotted name, its namespace set back, with places where a line may end. */
function fullName(text) {
  const end = namespaceOf(text).length;
  return element("span", { class: "name" }, end > 0 ? element("span", { class: "namespace" }, breakable(text.slice(0, end)), document.createElement("wbr")) : "", breakable(text.slice(end)));
}

function breakable(text) {
  return visible(text).split(/(?<=[.`+])(?=\p{L})/u).flatMap((part, index) => index > 0 ? [document.createElement("wbr"), part] : [part]);
}

/** The sign for what became of a unit: its form tells as much as its colour. */
function markOf(state) {
  return element("span", { class: `mark ${state}`, "aria-hidden": "true" });
}

function stateOf(unit) {
  return element("span", { class: "state" }, markOf(unit.state), unit.state);
}

/** One place for the Tab key among many: arrow keys, Home and End move it. */
function makeRoving(container, selector, vertical) {
  const all = () => [...container.querySelectorAll(selector)].filter(item => item.checkVisibility());
  const hold = item => {
    for (const other of container.querySelectorAll(`${selector}[tabindex="0"]`))
      other.tabIndex = -1;
    item.tabIndex = 0;
  };
  container.addEventListener("focusin", event => {
    const item = event.target.closest(selector);
    if (item)
      hold(item);
  });
  container.addEventListener("keydown", event => {
    const item = event.target.closest(selector);
    if (!item || event.target !== item || event.altKey || event.ctrlKey || event.metaKey)
      return;
    const next = nextItem(all(), item, event.key, vertical);
    if (next) {
      event.preventDefault();
      next.focus();
    }
  });
  return {
    /** To be called when items came, went or were hidden. */
    renew() {
      const items = all();
      if (items.length > 0 && !items.some(item => item.tabIndex === 0))
        hold(items[0]);
    },
  };
}

function nextItem(items, item, key, vertical) {
  const index = items.indexOf(item);
  switch (key) {
    case "Home": return items[0];
    case "End": return items.at(-1);
    case "ArrowRight": return vertical ? undefined : items[index + 1];
    case "ArrowLeft": return vertical ? undefined : items[index - 1];
    case "ArrowDown": return vertical ? items[index + 1] : nearest(items, item, 1);
    case "ArrowUp": return vertical ? items[index - 1] : nearest(items, item, -1);
    default: return undefined;
  }
}

/** The item that one would call the next below (1) or above (-1). */
function nearest(items, item, direction) {
  const from = centre(item.getBoundingClientRect());
  let best;
  let least = Infinity;
  for (const other of items) {
    const to = centre(other.getBoundingClientRect());
    const down = (to.y - from.y) * direction;
    const distance = down + 3 * Math.abs(to.x - from.x);
    if (down > 4 && distance < least) {
      best = other;
      least = distance;
    }
  }
  return best;
}

function centre(box) {
  return { x: box.left + box.width / 2, y: box.top + box.height / 2 };
}
