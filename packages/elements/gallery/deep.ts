// The page as it is shown: shadow roots and slots included.

/** All elements in `root`, those in shadow roots too. */
export function allElements(root: Element): Element[] {
  const inside = [...root.children, ...(root.shadowRoot?.children ?? [])];
  return [root, ...inside.flatMap(allElements)];
}

/** What is around a node: the slot it is in, the element, the host. */
export function around(node: Node): Element | null {
  const slot = (node as Element).assignedSlot;
  return slot ?? node.parentElement ?? ((node.getRootNode() as ShadowRoot).host as Element | undefined) ?? null;
}

export function closestAround(node: Node, selector: string): Element | null {
  for (let at = around(node); at; at = around(at)) if (at.matches(selector)) return at;
  return null;
}

export function isAround(outer: Element, node: Node): boolean {
  for (let at = around(node); at; at = around(at)) if (at === outer) return true;
  return false;
}

/** The innermost element at a point. */
export function elementAt(x: number, y: number, tree: Document | ShadowRoot = document): Element | null {
  const at = tree.elementFromPoint(x, y);
  // A shadow root answers with its own host where it has nothing.
  return at?.shadowRoot && at.shadowRoot !== tree ? (elementAt(x, y, at.shadowRoot) ?? at) : at;
}

/** What runs in `root`. `document.getAnimations()` leaves out what is in shadow roots, and an element's own what its pseudo-elements do. */
export function allAnimations(root: Element): Animation[] {
  const trees = allElements(root).flatMap(({ shadowRoot }) => shadowRoot ?? []);
  return [document, ...trees].flatMap((tree) => tree.getAnimations());
}
