/* Files may be dropped, are listed before they are sent, and are not sent when the server would refuse them for their size. */

const form = /** @type {HTMLFormElement} */ (document.getElementById("files-form"));
const zone = /** @type {HTMLElement} */ (document.getElementById("drop"));
const list = /** @type {HTMLElement} */ (document.getElementById("chosen"));
const complaint = /** @type {HTMLElement} */ (document.getElementById("files-error"));
const input = /** @type {HTMLInputElement} */ (form.querySelector('input[type="file"]'));
const limit = Number(form.dataset.limit);
const most = Number(form.dataset.most);

/** @param {number} bytes */
function size(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 2 ** 20 ? `${Math.ceil(bytes / 1024)} kB` : `${(bytes / 2 ** 20).toFixed(1)} MB`;
}

/** What the server would say of these files; empty when it would take them. @param {File[]} files */
function objection(files) {
  const total = files.reduce((sum, file) => sum + file.size, 0);
  if (total > limit) return `Together these have ${size(total)}; one import takes ${size(limit)} at most. Import them in smaller portions.`;
  if (files.length > most) return `These are ${files.length} files; one import takes ${most} at most.`;
  return "";
}

/** @param {File} file */
function row(file) {
  const item = document.createElement("li");
  const name = document.createElement("span");
  const bytes = document.createElement("span");
  name.textContent = file.name;
  name.dir = "auto";
  bytes.textContent = size(file.size);
  bytes.className = "size";
  item.append(name, bytes);
  return item;
}

function show() {
  const files = Array.from(input.files ?? []);
  list.replaceChildren(...files.map(row));
  list.hidden = files.length === 0;
  complain(objection(files));
}

/** @param {string} words */
function complain(words) {
  complaint.textContent = words;
  complaint.hidden = words === "";
}

/** @param {DragEvent} event */
const bringsFiles = (event) => event.dataTransfer?.types.includes("Files") ?? false;

/** Files dropped after others are added to them. @param {FileList} dropped */
function add(dropped) {
  const all = new DataTransfer();
  for (const file of [...Array.from(input.files ?? []), ...Array.from(dropped)]) all.items.add(file);
  input.files = all.files;
  show();
}

for (const hint of /** @type {NodeListOf<HTMLElement>} */ (zone.querySelectorAll(".or-drop"))) hint.hidden = false;
input.addEventListener("change", show);
for (const name of ["dragenter", "dragover"]) {
  zone.addEventListener(name, (event) => {
    if (!bringsFiles(/** @type {DragEvent} */ (event))) return;
    event.preventDefault();
    zone.classList.add("over");
  });
}
zone.addEventListener("dragleave", (event) => {
  if (!zone.contains(/** @type {Node | null} */ (event.relatedTarget))) zone.classList.remove("over");
});
zone.addEventListener("drop", (event) => {
  zone.classList.remove("over");
  if (!event.dataTransfer?.files.length) return;
  event.preventDefault();
  add(event.dataTransfer.files);
});
form.addEventListener("submit", (event) => {
  const words = objection(Array.from(input.files ?? []));
  if (words === "") return;
  event.preventDefault();
  complain(words);
});
if (input.files?.length) show();
