// What is known of the unit or package that was selected.

class Details {
  constructor(container, onSelect, onClose) {
    this.container = container;
    this.onSelect = onSelect;
    this.onClose = onClose;
    this.show(undefined);
  }

  show(item) {
    this.container.classList.toggle("empty", !item);
    this.container.replaceChildren(...(!item ? this.ofNothing() : item.pack ? this.ofUnit(item) : this.ofPackage(item)).filter(Boolean));
    this.container.scrollTop = 0;
  }

  ofNothing() {
    return [
      element("h2", null, "Select a unit or a package"),
      element("p", null, "…in the picture or in a table, to see how it came in, what it needs and where it comes from."),
      element("dl", { class: "legend" }, stateNames.flatMap(state => [element("dt", { class: "state" }, markOf(state), state), element("dd", null, states[state])])),
    ];
  }

  ofUnit(unit) {
    const twin = unit.state === "dropped" ? twinOf(unit) : undefined;
    return [
      this.heading(unit.name, "Unit"),
      element("p", { class: "lead" }, stateOf(unit), " · ", size(unit.bytes), " · ", this.link(unit.pack)),
      element("p", null, states[unit.state], twin ? [" That copy is from ", this.link(twin.pack), "."] : "",
        unit.isRetained && unit.state !== "retained" ? " Its package carries it too, for its own use." : ""),
      this.chainOf(unit),
      this.part("Types", this.typesOf(unit.types)),
      this.part("Travelling with it", this.typesOf(unit.travelling)),
      this.needsOf(unit),
      this.part("Used by units", this.list(unit.usedBy.map(user => this.link(user)))),
      this.part("Keeps packages needed", this.list(packagesNeededBy(unit).map(({ pack, need }) => [this.link(pack), ": ", ...usage(need)]))),
      this.part("Comes from", originOf(unit.pack)),
    ];
  }

  ofPackage(pack) {
    const counts = stateNames.map(state => [state, pack.units.filter(unit => unit.state === state).length]).filter(([, count]) => count > 0);
    return [
      this.heading(pack.name, "Package"),
      element("p", { class: "lead" }, pack.isNeeded ? "Needed at run time" : "Not needed at run time"),
      this.part("Why", pack.isNeeded ? this.list(pack.neededBy.map(need => reason(need))) : element("p", null, "Nothing that is shipped refers to it.")),
      this.part("Units", this.list(counts.map(([state, count]) => [markOf(state), ` ${count.toLocaleString("en")} ${state}`]))),
      this.part("Linked", this.list(pack.linked.map(unit => [this.link(unit), element("span", { class: "quiet" }, " " + size(unit.bytes))]))),
      this.part("Comes from", originOf(pack)),
    ];
  }

  heading(name, kind) {
    const close = element("button", { type: "button", class: "plain close", "aria-label": "Close details" }, "Close");
    close.addEventListener("click", this.onClose);
    return element("header", null, element("h2", null, element("span", { class: "kind" }, kind), fullName(name)), close);
  }

  part(title, content) {
    return content ? element("section", null, element("h3", null, title), content) : undefined;
  }

  list(items) {
    return items.length > 0 ? element("ul", null, items.map(item => element("li", null, item))) : undefined;
  }

  link(item) {
    const button = element("button", { type: "button", class: "link" }, item.pack ? markOf(item.state) : "", fullName(item.name));
    button.addEventListener("click", () => this.onSelect(item));
    return button;
  }

  chainOf(unit) {
    if (unit.chain.length === 0)
      return undefined;
    const steps = unit.chain.map(step => element("li", null,
      step.member ? fullName(step.member) : "the text of an attribute",
      element("span", { class: "quiet" }, " in ", nameOf(step.assembly), " uses")));
    return this.part("How it came in", element("ol", { class: "chain" }, steps, element("li", { class: "end" }, fullName(unit.chain.at(-1).uses))));
  }

  typesOf(types) {
    return types.length === 0 ? undefined : element("table", { class: "types" }, element("tbody", null, types.map(type => element("tr", null,
      element("td", null, fullName(type.name),
        type.copy && type.copy !== type.name ? element("div", { class: "quiet" }, "copied as ", fullName(type.copy)) : "",
        type.sha256 ? element("div", { class: "hash" }, "SHA-256 ", type.sha256.slice(0, 16), "…") : ""),
      element("td", { class: "number" }, size(type.bytes))))));
  }

  needsOf(unit) {
    const ofFramework = unit.needs.assemblies.filter(assembly => assembly.isFramework).map(assembly => assembly.name);
    const needs = [
      ...unit.uses.map(used => ["unit ", this.link(used)]),
      ...unit.needs.assemblies.filter(assembly => !assembly.isFramework).map(assembly => [fullName(assembly.name), assembly.nuGetPackage ? element("span", { class: "quiet" }, " from ", nameOf(assembly.nuGetPackage.id), " ", nameOf(assembly.nuGetPackage.version)) : ""]),
      ...unit.needs.nativeLibraries.map(library => ["native library ", nameOf(library)]),
      ...unit.needs.nativeFiles.map(file => ["file ", nameOf(file.name), element("span", { class: "quiet" }, file.rid === "any" ? " for every platform, from the package" : ` for ${file.rid}, from the package`)]),
      ...unit.needs.resources.map(resource => ["resource ", nameOf(resource)]),
      ...(ofFramework.length > 0 ? [element("span", { class: "quiet" }, "of the framework: ", nameOf(ofFramework.join(", ")))] : []),
    ];
    return this.part("Needs", this.list(needs));
  }
}

function originOf(pack) {
  const rows = [
    ["Package", `${pack.name} ${pack.version}`],
    pack.nuGetPackage?.version && ["NuGet", `${pack.nuGetPackage.id} ${pack.nuGetPackage.version}`],
    ["Import library", pack.importLibrary.name],
    ["SHA-256", pack.importLibrary.sha256],
  ].filter(Boolean);
  return element("dl", { class: "origin" }, rows.flatMap(([term, text]) => [element("dt", null, term), element("dd", { class: term === "SHA-256" ? "hash" : "" }, nameOf(text))]));
}

/** Why a package is needed, as a sentence. */
function reason(need) {
  switch (need.kind) {
    case "consumer": return [nameOf(need.assembly), " itself: ", ...usage(need)];
    case "unit": return ["the linked unit ", fullName(need.unit), ": ", ...usage(need)];
    case "reference": return [nameOf(need.assembly), ", which is shipped too, refers to it"];
    case "kept": return ["the project keeps it (WeakPackKeep)"];
    default: return [need.kind];
  }
}

function usage(need) {
  return need.member ? [fullName(need.member), " uses ", fullName(need.uses)] : ["text in an attribute names ", fullName(need.uses ?? "")];
}
