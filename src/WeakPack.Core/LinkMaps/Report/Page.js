// Puts the page together. What is selected and what is searched for is known here; the parts are told.

const consumer = map.consumer;
const picture = new Picture(byId("picture"), select);
const details = new Details(byId("details"), select, () => select(undefined));
const unitTable = new Table(byId("units"), "Units", unitColumns, units, select);
const packageTable = new Table(byId("packages"), "Packages", packageColumns, packages, select);
const shownStates = new Set(stateNames);
let selected;

showHead();
showStates();
showDropped();
setUpTheme();
byId("search").addEventListener("input", filter);
byId("names").checked = !isLarge;
byId("names").addEventListener("change", () => picture.show(byId("names").checked));
document.addEventListener("keydown", event => {
  if (event.key === "Escape" && selected && event.target !== byId("search"))
    select(undefined);
});
picture.show(!isLarge);
unitTable.sort(2);
filter();

/** Selects a unit or a package; a second time, or undefined, selects nothing. */
function select(item) {
  selected = item === selected ? undefined : item;
  picture.select(selected);
  details.show(selected);
  unitTable.select(selected);
  packageTable.select(selected);
  byId("said").textContent = selected ? `${visible(selected.name)} is selected` : "";
}

function filter() {
  const words = byId("search").value.toLowerCase().split(/\s+/).filter(Boolean);
  const wanted = new Set(units.filter(unit => shownStates.has(unit.state) && words.every(word => unit.text.includes(word))));
  const isFiltered = wanted.size < units.length;
  picture.filter(isFiltered ? wanted : undefined);
  unitTable.filter(wanted);
  byId("count").textContent = isFiltered ? `${wanted.size.toLocaleString("en")} of ${counted(units.length, "unit")}` : counted(units.length, "unit");
  byId("said").textContent = isFiltered ? `${counted(wanted.size, "unit")} found` : "";
}

function showHead() {
  byId("consumer").textContent = visible(consumer.name);
  byId("facts").textContent = [`version ${consumer.version}`, frameworkOf(consumer.targetFramework), consumer.isExecutable ? "executable" : "library"].filter(Boolean).join(" · ");

  const linked = units.filter(unit => unit.state === "linked");
  const total = packages.reduce((sum, pack) => sum + pack.unitCount, 0);
  const unneeded = packages.filter(pack => !pack.isNeeded).length;
  const figures = [
    [linked.length.toLocaleString("en"), "units linked", `of ${total.toLocaleString("en")} in ${counted(packages.length, "package")}`],
    [size(linked.reduce((sum, unit) => sum + unit.bytes, 0)), "code linked", "what travels with the units included"],
    [size(consumer.linkedBytes), "linked file", `${size(consumer.compiledBytes)} as compiled`],
    [`${unneeded} of ${packages.length}`, "packages not needed", "at run time"],
  ];
  byId("figures").append(...figures.map(([figure, term, more]) =>
    element("div", null, element("dt", null, term), element("dd", null, element("strong", null, figure), " ", element("span", { class: "quiet" }, more)))));
  byId("key").textContent = isLarge
    ? "Point at a unit or select it to see its lines. Thick: how it came in. Thin: what it uses. Dashed: what uses it. A package in a dashed box is not needed at run time."
    : "A line leads from what uses to what is used. Of the selected unit, thick: how it came in; thin: what it uses; dashed: what uses it. A package in a dashed box is not needed at run time.";
}

/** .NETCoreApp,Version=v10.0 as people call it. */
function frameworkOf(moniker) {
  const [, name, version] = /^\.NET(CoreApp|Framework|Standard),Version=v([\d.]+)$/.exec(moniker) ?? [];
  return !name ? moniker : (name === "CoreApp" ? ".NET " : `.NET ${name} `) + version;
}

function showStates() {
  byId("states").append(...stateNames.map(state => {
    const count = units.filter(unit => unit.state === state).length;
    const button = element("button", { type: "button", "aria-pressed": "true", title: states[state] }, markOf(state), `${state} `, element("span", { class: "quiet" }, count.toLocaleString("en")));
    button.addEventListener("click", () => {
      const isShown = !shownStates.delete(state);
      if (isShown)
        shownStates.add(state);
      button.setAttribute("aria-pressed", String(isShown));
      filter();
    });
    return button;
  }));
}

function showDropped() {
  const listed = names => names.flatMap((name, index) => [index > 0 ? ", " : "", nameOf(name)]);
  byId("dropped").append(...(map.dropped.packages.length === 0 ? ["All of them are needed at run time."] : ["Need not be shipped: ", ...listed(map.dropped.packages), "."]));
  const others = map.dropped.nuGetPackages.filter(id => !map.dropped.packages.includes(id));
  if (others.length > 0)
    byId("dropped").append(" What goes with them: ", ...listed(others), ".");
}

/** The page follows the system until it is told otherwise. */
function setUpTheme() {
  const button = byId("theme");
  const system = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (document.documentElement.dataset.theme ?? (system.matches ? "dark" : "light")) === "dark";
  const label = () => { button.textContent = isDark() ? "Light" : "Dark"; button.setAttribute("aria-label", isDark() ? "Light colours" : "Dark colours"); };
  button.addEventListener("click", () => {
    document.documentElement.dataset.theme = isDark() ? "light" : "dark";
    label();
  });
  system.addEventListener("change", label);
  label();
}
