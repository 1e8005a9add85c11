// Photographs: made small before they leave the phone, which also drops where and with what
// they were taken; shown at once, added to one another, and each can be taken back.
const EDGE = 1600;
const QUALITY = 0.75;
const KB = 1024;

export async function shrink(file, edge = EDGE, quality = QUALITY) {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  const scale = Math.min(1, edge / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", quality));
  if (!blob) throw new Error("the picture could not be written");
  return new File([blob], file.name.replace(/\.[^.]*$/, "") + ".jpg", { type: "image/jpeg", lastModified: file.lastModified });
}

const taken = new WeakMap(); // input -> [{ file, small }]
const size = (count) => count < KB * KB ? `${Math.ceil(count / KB)} KB` : `${(count / KB / KB).toFixed(1)} MB`;

const draw = (input) => {
  const hold = new DataTransfer();
  for (const { file } of taken.get(input)) hold.items.add(file);
  input.files = hold.files;
  const list = document.getElementById(input.dataset.photos);
  for (const old of list.querySelectorAll("[data-shot]")) old.remove();
  taken.get(input).forEach(({ file, small }, place) => {
    const shot = document.createElement("li");
    shot.dataset.shot = "";
    const picture = file.type.startsWith("image/");
    const image = picture ? new Image() : document.createElement("span");
    if (picture) {
      image.alt = `照片${place + 1}`;
      image.onload = () => URL.revokeObjectURL(image.src);
      image.src = URL.createObjectURL(file);
    } else image.textContent = file.name;
    const remove = document.createElement("button");
    remove.type = "button";
    remove.className = "btn btn-icon";
    remove.textContent = "×";
    remove.setAttribute("aria-label", `去掉照片${place + 1}`);
    remove.onclick = () => { taken.get(input).splice(place, 1); draw(input); input.focus(); };
    shot.append(image, remove, size(file.size) + (small || !picture ? "" : "，原图"));
    list.append(shot);
  });
};

export async function take(input) {
  const { form } = input;
  const shots = taken.get(input) || [];
  const picked = [...input.files];
  taken.set(input, shots);
  if (form) form.dataset.busy = "1"; // a form sent meanwhile waits for the small ones
  for (const file of picked) {
    try { shots.push({ file: await shrink(file), small: true }); } catch { shots.push({ file, small: false }); }
  }
  if (form) delete form.dataset.busy;
  draw(input);
  input.dispatchEvent(new CustomEvent("shrunk", { bubbles: true }));
}

document.addEventListener("change", ({ target }) => target.matches("input[data-photos]") && take(target));
