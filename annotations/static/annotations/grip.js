/* Keeps what is selected selected, to the letter, while passages of the text are rebuilt under it. */

/** @typedef {import("./textmap.js").Block} Block */
/** @typedef {{element: HTMLElement, offset: number}} Hold An end of the selection in a passage, in UTF-16 units */

/** Remember the ends of the selection that lie in these passages; gives back what restores them, or null when none does.
 * @param {Block[]} blocks */
export function grip(blocks) {
  const selection = document.getSelection();
  if (!selection?.anchorNode || !selection.focusNode || selection.isCollapsed) return null;
  const anchor = held(blocks, selection.anchorNode, selection.anchorOffset);
  const focus = held(blocks, selection.focusNode, selection.focusOffset);
  if (!anchor && !focus) return null;
  const backwards = selection.getRangeAt(0).startContainer === selection.focusNode && selection.getRangeAt(0).startOffset === selection.focusOffset;
  const { anchorNode, anchorOffset, focusNode, focusOffset } = selection;
  return () => {
    const from = anchor ? position(anchor, !backwards) : /** @type {const} */ ([anchorNode, anchorOffset]);
    const to = focus ? position(focus, backwards) : /** @type {const} */ ([focusNode, focusOffset]);
    selection.setBaseAndExtent(...from, ...to);
  };
}

/** @param {Block[]} blocks @param {Node} node @param {number} offset @returns {Hold | null} */
function held(blocks, node, offset) {
  const block = blocks.find(({ element }) => element.contains(node));
  if (!block) return null;
  const range = document.createRange();
  range.setStart(block.element, 0);
  range.setEnd(node, offset);
  return { element: block.element, offset: range.toString().length };
}

/** Where a hold is now: a start prefers the text that follows, an end the text before. @param {Hold} hold @param {boolean} isStart @returns {[Node, number]} */
function position({ element, offset }, isStart) {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  let rest = offset;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const { length } = /** @type {Text} */ (node);
    if (isStart ? rest < length : rest <= length) return [node, rest];
    rest -= length;
  }
  return [element, element.childNodes.length];
}
