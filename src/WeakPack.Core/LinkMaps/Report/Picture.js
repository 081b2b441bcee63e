// The unit graph: the consumer above, a box for each package, in it a tile for each unit. Of few units the names and all uses are
// shown, the nearest to the consumer first; of many, marks only, and the uses of the one that is pointed at or selected.

class Picture {
  constructor(container, onSelect) {
    this.container = container;
    this.onSelect = onSelect;
    this.tiles = new Map(); // unit -> button
    this.items = new Map(); // button -> unit or package
    this.roving = makeRoving(container, "button", false);
    container.setAttribute("role", "group");
    container.setAttribute("aria-label", "Unit graph. Arrow keys move, Enter selects.");

    container.addEventListener("click", event => {
      const item = this.itemAt(event);
      if (item)
        onSelect(item);
    });
    for (const type of ["pointerover", "focusin"])
      container.addEventListener(type, event => this.pointAt(this.itemAt(event)));
    for (const type of ["pointerleave", "focusout"])
      container.addEventListener(type, () => this.pointAt(undefined));
    new ResizeObserver(() => this.drawEdges()).observe(container);
  }

  itemAt(event) {
    return this.items.get(event.target.closest("button"));
  }

  /** Draws it anew, with the names of all units or without. */
  show(withNames) {
    this.withNames = withNames;
    this.tiles.clear();
    this.items.clear();
    this.edges = new Edges();
    this.tip = element("div", { class: "tip", hidden: "" });
    this.consumer = element("div", { class: "consumer" }, nameOf(map.consumer.name));
    const boxes = packages.map(pack => this.boxOf(pack));
    this.container.className = "picture " + (!withNames ? "dense" : isLarge ? "listed" : "layered");
    const area = element("div", { class: "boxes" }, boxes);
    area.style.columnCount = String(Math.min(packages.length, 4)); // fewer where there is no room
    this.container.replaceChildren(this.edges.behind, this.edges.before, this.consumer, area, this.tip);
    this.roving.renew();
    this.update();
  }

  boxOf(pack) {
    const button = element("button", { type: "button", class: "package", tabindex: "-1" }, nameOf(pack.name), " ", element("span", { class: "quiet" }, nameOf(pack.version)));
    this.items.set(button, pack);
    const untold = pack.unitCount - pack.units.length;
    const kinds = ["box", pack.isNeeded ? "" : "unneeded", pack.units.length > 150 ? "wide" : ""];
    return element("section", { class: kinds.filter(Boolean).join(" "), "aria-label": `Package ${pack.name}` },
      element("header", null,
        button,
        element("span", { class: "quiet" }, `${pack.linked.length} of ${pack.unitCount} linked · ${pack.isNeeded ? "needed" : "not needed"}`)),
      this.layersOf(pack).map(layer => element("div", { class: "layer" }, layer.map(unit => this.tileOf(unit)))),
      untold > 0 ? element("p", { class: "quiet" }, `${counted(untold, "more unit")} not told of`) : "");
  }

  /** With all uses drawn: what the consumer names, what that uses, and so on; then the rest. */
  layersOf(pack) {
    if (!this.hasLayers)
      return [pack.units];
    const layers = new Map();
    for (const unit of pack.units) {
      const depth = unit.way.length || Infinity;
      layers.set(depth, [...layers.get(depth) ?? [], unit]);
    }
    return [...layers].sort(([a], [b]) => a - b).map(([, layer]) => layer);
  }

  get hasLayers() {
    return this.withNames && !isLarge;
  }

  tileOf(unit) {
    const button = element("button", { type: "button", class: `tile ${unit.state}`, tabindex: "-1", "aria-pressed": "false", "aria-label": `${unit.name}, ${unit.state}, ${size(unit.bytes)}` },
      markOf(unit.state), this.withNames ? nameOf(unit.shortName) : "");
    this.tiles.set(unit, button);
    this.items.set(button, unit);
    return button;
  }

  /** Sets back the units that a search does not want. */
  filter(wanted) {
    this.wanted = wanted;
    this.update();
  }

  select(item) {
    this.selected = item;
    this.update();
  }

  update() {
    const related = this.selected?.pack ? relatedTo(this.selected) : undefined;
    for (const [unit, tile] of this.tiles) {
      tile.classList.toggle("unwanted", this.wanted !== undefined && !this.wanted.has(unit));
      tile.classList.toggle("apart", related !== undefined && !related.has(unit));
      tile.setAttribute("aria-pressed", String(unit === this.selected));
    }
    for (const [button, item] of this.items)
      if (!item.pack)
        button.classList.toggle("selected", item === this.selected);
    this.drawEdges();
  }

  pointAt(item) {
    if (item === this.pointed)
      return;
    this.pointed = item;
    this.drawEdges();
    this.showTip(item);
  }

  showTip(unit) {
    const tile = this.tiles.get(unit);
    this.tip.hidden = !tile || this.withNames;
    if (this.tip.hidden)
      return;
    this.tip.replaceChildren(nameOf(unit.name), element("span", { class: "quiet" }, `${unit.state}, ${size(unit.bytes)}`));
    const at = tile.getBoundingClientRect();
    const around = this.container.getBoundingClientRect();
    const left = Math.min(at.left - around.left, around.width - this.tip.offsetWidth);
    this.tip.style.left = Math.max(0, left) + "px";
    this.tip.style.top = at.bottom - around.top + 6 + "px";
  }

  drawEdges() {
    if (!this.edges)
      return;
    this.edges.begin(this.container, this.hasLayers);
    const unit = [this.pointed, this.selected].find(item => item?.pack);
    if (this.hasLayers)
      for (const [from, to] of this.allUses())
        this.draw(from, to, unit ? "faint" : "plain");
    if (!unit)
      return;
    for (const used of unit.uses)
      this.draw(unit, used, "uses");
    for (const user of unit.usedBy)
      this.draw(user, unit, "used-by");
    unit.way.forEach((to, index) => this.draw(unit.way[index - 1], to, "chain"));
  }

  /** From a unit, or from the consumer when there is none. */
  draw(from, to, kind) {
    if (from)
      this.edges.draw(this.tiles.get(from), this.tiles.get(to), kind);
    else
      this.edges.drawInto(this.consumer, this.tiles.get(to), kind);
  }

  allUses() {
    return [
      ...units.filter(unit => unit.way.length === 1).map(unit => [undefined, unit]),
      ...units.flatMap(unit => unit.uses.map(used => [unit, used])),
    ];
  }
}

function relatedTo(unit) {
  return new Set([unit, ...unit.way, ...unit.uses, ...unit.usedBy]);
}
