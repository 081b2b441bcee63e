// The link map, as docs/link-map.md describes it, and what the page derives from it.
// Names come from other people's assemblies: they are keys of Maps, never of objects, and get into the page as text only.

const map = JSON.parse(document.getElementById("map").textContent);

/** What became of a unit, in the order in which the page shows it. */
const states = {
  linked: `Its copy is in ${visible(map.consumer.name)}.`,
  dropped: "Used, but the very same unit came from another package, whose copy stands for both.",
  retained: "Not used. Its package carries it for its own use.",
  unused: "Not used, and in the import library only.",
};
const stateNames = Object.keys(states);

const packages = map.packages.map(makePackage).sort((a, b) => b.linked.length - a.linked.length || compare(a.name, b.name));
const units = packages.flatMap(pack => pack.units);
const linkedByHash = new Map(units.filter(unit => unit.state === "linked").flatMap(unit => unit.types.map(type => [type.sha256, unit])));

/** Above this a picture with the names of all units is no picture any more. */
const isLarge = units.length > 60;

function makePackage(data) {
  const pack = { ...data };
  pack.units = data.units.map(unit => ({ ...unit, pack, uses: [], usedBy: [], way: [] }));
  pack.linked = pack.units.filter(unit => unit.state === "linked");
  connect(pack.units);

  const owners = new Map(pack.units.flatMap(unit => [...unit.types, ...unit.travelling].map(type => [type.name, unit])));
  for (const unit of pack.units)
    for (const type of unit.types)
      owners.set(type.name, unit); // before a unit with which it only travels
  const prefix = commonNamespace(pack.units);
  for (const unit of pack.units) {
    unit.way = wayOf(unit, owners);
    unit.shortName = unit.name.slice(prefix) || unit.name;
    unit.text = textOf(unit).toLowerCase();
  }
  pack.units.sort((a, b) => stateNames.indexOf(a.state) - stateNames.indexOf(b.state) || a.way.length - b.way.length || compare(a.name, b.name));
  return pack;
}

function connect(siblings) {
  const byName = new Map(siblings.map(unit => [unit.name, unit]));
  for (const unit of siblings) {
    for (const name of unit.needs.units) {
      const used = byName.get(name);
      if (used && used !== unit) {
        unit.uses.push(used);
        used.usedBy.push(unit);
      }
    }
  }
}

/** The units on the way from the consumer to a unit, itself the last; none when it did not come in. */
function wayOf(unit, owners) {
  const way = [];
  for (const step of unit.chain) {
    const owner = ownerOf(step.uses, owners);
    if (owner && owner !== unit && owner !== way.at(-1))
      way.push(owner);
  }
  return unit.chain.length > 0 ? [...way, unit] : [];
}

/** The unit of a type, or of a member behind a type's name. */
function ownerOf(name, owners) {
  for (let end = name.length; end > 0; end = name.lastIndexOf(".", end - 1)) {
    const owner = owners.get(name.slice(0, end));
    if (owner)
      return owner;
  }
  return undefined;
}

/** How long the namespace is that all names begin with, its dot included. */
function commonNamespace(all) {
  let prefix = all.length > 0 ? namespaceOf(all[0].name) : "";
  for (const unit of all)
    while (!unit.name.startsWith(prefix))
      prefix = namespaceOf(prefix.slice(0, -1));
  return prefix.length;
}

function namespaceOf(name) {
  return name.slice(0, name.lastIndexOf(".") + 1);
}

function textOf(unit) {
  return [
    unit.name, unit.pack.name, unit.pack.nuGetPackage?.id,
    ...[...unit.types, ...unit.travelling].flatMap(type => [type.name, type.copy]),
    ...unit.chain.flatMap(step => [step.member, step.uses]),
    ...unit.needs.assemblies.flatMap(assembly => [assembly.name, assembly.nuGetPackage?.id]),
    ...unit.needs.nativeLibraries, ...unit.needs.nativeFiles.flatMap(file => [file.name, file.rid]), ...unit.needs.resources,
  ].filter(Boolean).join("\n");
}

/** Which packages are needed because of a unit. */
function packagesNeededBy(unit) {
  return packages.flatMap(pack => pack.neededBy.filter(need => need.kind === "unit" && need.unit === unit.name).map(need => ({ pack, need })));
}

/** The unit whose copy stands for one that was dropped. */
function twinOf(unit) {
  return unit.types.map(type => linkedByHash.get(type.sha256)).find(twin => twin && twin !== unit);
}

function compare(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}

function size(bytes) {
  return bytes < 1024 ? counted(bytes, "byte") : bytes < 1024 * 1024 ? (bytes / 1024).toFixed(1) + " KB" : (bytes / 1024 / 1024).toFixed(1) + " MB";
}

function counted(count, noun) {
  return `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
}
