// Tables that can be sorted, and whose rows can be walked with the arrow keys.

class Table {
  /**
   * @param columns title, and of an item: its cell's content (cell), what it is sorted by (key); its class: minor ones are left out where room is scarce
   * @param items What the rows are of.
   * @param onSelect Called with the item of a row.
   */
  constructor(table, caption, columns, items, onSelect) {
    this.columns = columns;
    this.rows = new Map(items.map(item => [item, this.rowOf(item)]));
    this.heads = columns.map((column, index) => this.headOf(column, index));
    this.body = element("tbody", null, [...this.rows.values()]);
    this.sorted = undefined;
    table.replaceChildren(element("caption", { class: "visually-hidden" }, caption), element("thead", null, element("tr", null, this.heads)), this.body);
    this.roving = makeRoving(this.body, "tr", true);
    this.roving.renew();

    const itemsByRow = new Map([...this.rows].map(([item, row]) => [row, item]));
    const choose = event => onSelect(itemsByRow.get(event.target.closest("tr")));
    this.body.addEventListener("click", choose);
    this.body.addEventListener("keydown", event => {
      if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        choose(event);
      }
    });
  }

  headOf(column, index) {
    const button = element("button", { type: "button" }, column.title);
    button.addEventListener("click", () => this.sort(index));
    return element("th", { scope: "col", class: column.className }, button);
  }

  rowOf(item) {
    return element("tr", { tabindex: "-1" }, this.columns.map(column => element("td", { class: column.className }, column.cell(item))));
  }

  /** By a column; when it is sorted by it already, the other way round. Rows that are alike stay as they were. */
  sort(index) {
    const turns = this.sorted === index && !this.isDescending;
    this.sorted = index;
    this.isDescending = turns;
    const { key } = this.columns[index];
    const rows = [...this.rows].map(([item, row]) => ({ key: key(item), row }));
    rows.sort((a, b) => (turns ? -1 : 1) * compare(a.key, b.key));
    this.body.append(...rows.map(({ row }) => row));
    this.heads.forEach((head, at) => at === index ? head.setAttribute("aria-sort", turns ? "descending" : "ascending") : head.removeAttribute("aria-sort"));
  }

  filter(wanted) {
    for (const [item, row] of this.rows)
      row.hidden = !wanted.has(item);
    this.roving.renew();
  }

  select(item) {
    for (const [other, row] of this.rows) {
      if (other === item)
        row.setAttribute("aria-current", "true");
      else
        row.removeAttribute("aria-current");
    }
  }
}

const unitColumns = [
  { title: "Unit", key: unit => unit.name, cell: unit => [fullName(unit.name), element("div", { class: "under quiet" }, nameOf(unit.pack.name))], className: "unit" },
  { title: "Package", key: unit => unit.pack.name, cell: unit => nameOf(unit.pack.name), className: "minor" },
  { title: "State", key: unit => stateNames.indexOf(unit.state), cell: stateOf, className: "state-column" },
  { title: "Size", key: unit => -unit.bytes, cell: unit => size(unit.bytes), className: "number" },
  { title: "First used by", key: firstUser, cell: unit => firstUser(unit) ? fullName(firstUser(unit)) : "", className: "user minor" },
  { title: "Needs", key: needsText, cell: unit => nameOf(needsText(unit)), className: "minor" },
];

const packageColumns = [
  { title: "Package", key: pack => pack.name, cell: pack => [nameOf(pack.name), element("div", { class: "quiet" }, nameOf(pack.version))] },
  { title: "Linked", key: pack => -pack.linked.length, cell: pack => `${pack.linked.length} of ${pack.unitCount}`, className: "number" },
  { title: "At run time", key: pack => pack.isNeeded ? 0 : 1, cell: pack => element("span", { class: pack.isNeeded ? "needed" : "unneeded" }, pack.isNeeded ? "needed" : "not needed") },
  { title: "Why", key: pack => pack.neededBy[0]?.kind ?? "", cell: whyNeeded, className: "why minor" },
];

function whyNeeded(pack) {
  if (!pack.isNeeded)
    return element("span", { class: "quiet" }, "nothing that is shipped refers to it");
  const shown = pack.neededBy.slice(0, 4);
  return [
    ...shown.map(need => element("div", null, reason(need))),
    pack.neededBy.length > shown.length ? element("div", { class: "quiet" }, `and ${pack.neededBy.length - shown.length} more`) : "",
  ];
}

function firstUser(unit) {
  return unit.chain[0]?.member ?? "";
}

function needsText(unit) {
  return [...unit.needs.assemblies.filter(assembly => !assembly.isFramework).map(assembly => assembly.nuGetPackage?.id ?? assembly.name), ...unit.needs.nativeLibraries].join(", ");
}
