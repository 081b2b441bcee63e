// The lines of the picture.

class Edges {
  constructor() {
    this.behind = svgElement("svg", { class: "edges behind", "aria-hidden": "true" }); // the boxes
    this.before = svgElement("svg", { class: "edges before", "aria-hidden": "true" });
  }

  /** @param inLayers Lines fall from tile to tile, behind them; else they lead from mark to mark, before them. */
  begin(container, inLayers) {
    this.inLayers = inLayers;
    this.origin = container.getBoundingClientRect();
    this.behind.replaceChildren();
    this.before.replaceChildren();
  }

  draw(from, to, kind) {
    this.add(this.inLayers ? fall(this.place(from), this.place(to)) : arc(this.place(from), this.place(to)), kind);
  }

  /** From what stands above all boxes to a tile in one of them. Other boxes are not crossed but passed behind. */
  drawInto(from, to, kind) {
    if (!this.inLayers)
      return this.draw(from, to, kind);
    const a = this.place(from);
    const b = this.place(to);
    const entry = { x: b.x, y: to.closest(".box").getBoundingClientRect().top - this.origin.top };
    const start = { x: a.x, y: a.y + a.height / 2 };
    const bend = (entry.y - start.y) * 0.6;
    this.behind.append(svgElement("path", { class: `edge ${kind}`, d: curve(start, { x: start.x, y: start.y + bend }, { x: entry.x, y: entry.y - bend }, entry) }));
    const end = { x: b.x, y: b.y - b.height / 2 - 1 };
    this.add({ path: `M${point(entry)} L${point(end)}`, end, towards: { x: 0, y: 1 } }, kind);
    return undefined;
  }

  add({ path, end, towards }, kind) {
    this.before.append(svgElement("path", { class: `edge ${kind}`, d: path }), svgElement("path", { class: `head ${kind}`, d: arrowHead(end, towards) }));
  }

  place(node) {
    const box = node.getBoundingClientRect();
    return {
      x: box.left + box.width / 2 - this.origin.left,
      y: box.top + box.height / 2 - this.origin.top,
      height: box.height,
      // A tile with a name gets its lines at its mark, where they cross no other name.
      radius: Math.min(box.width, box.height) / 2,
      left: box.left - this.origin.left,
    };
  }
}

/** Between the sides of tiles in two layers that face each other, or round below two of the same layer. */
function fall(a, b) {
  const direction = Math.abs(b.y - a.y) > a.height / 2 ? Math.sign(b.y - a.y) : 0;
  const start = { x: a.x, y: a.y + (direction || 1) * a.height / 2 };
  const end = { x: b.x, y: b.y - (direction || -1) * (b.height / 2 + 1) };
  const bend = direction === 0 ? 22 : direction * Math.max(10, Math.abs(end.y - start.y) / 2);
  const path = curve(start, { x: a.x, y: start.y + bend }, { x: b.x, y: end.y - (direction === 0 ? -bend : bend) }, end);
  return { path, end, towards: { x: 0, y: direction || -1 } };
}

/** Between two marks, a little bent so that lines of a row can be told apart. */
function arc(a, b) {
  const from = { x: a.left + a.radius, y: a.y };
  const to = { x: b.left + b.radius, y: b.y };
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const along = { x: (to.x - from.x) / length, y: (to.y - from.y) / length };
  const bend = Math.min(60, length * 0.15);
  const middle = { x: (from.x + to.x) / 2 - along.y * bend, y: (from.y + to.y) / 2 + along.x * bend };
  const start = toward(from, middle, a.radius - 2);
  const end = toward(to, middle, b.radius - 1);
  return { path: `M${point(start)} Q${point(middle)} ${point(end)}`, end, towards: unitVector(middle, end) };
}

function toward(from, to, distance) {
  const direction = unitVector(from, to);
  return { x: from.x + direction.x * distance, y: from.y + direction.y * distance };
}

function unitVector(from, to) {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  return { x: (to.x - from.x) / length, y: (to.y - from.y) / length };
}

function arrowHead(end, towards) {
  const back = { x: end.x - towards.x * 7, y: end.y - towards.y * 7 };
  const side = { x: -towards.y * 3.5, y: towards.x * 3.5 };
  return `M${point(end)} L${point({ x: back.x + side.x, y: back.y + side.y })} L${point({ x: back.x - side.x, y: back.y - side.y })} Z`;
}

function curve(start, first, second, end) {
  return `M${point(start)} C${point(first)} ${point(second)} ${point(end)}`;
}

function point({ x, y }) {
  return `${x.toFixed(1)} ${y.toFixed(1)}`;
}

function svgElement(tag, attributes) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes))
    node.setAttribute(name, value);
  return node;
}
