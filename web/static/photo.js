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

const MOST = 9; // of a field, as the server has it
const LARGE = (file, most) => `“${file.name}”有 ${size(file.size)}，最大 ${size(most)}，没有加上；请压缩或拆分后再选。`;

// What cannot be taken is said beside the field, when it is chosen.
const refuse = (input, words) => {
  const field = input.closest(".field") || input.parentElement;
  for (const old of field.querySelectorAll("[data-refused]")) old.remove();
  for (const each of words) {
    const said = document.createElement("p");
    said.className = "fault";
    said.dataset.refused = "";
    said.setAttribute("role", "alert");
    said.textContent = each;
    input.parentElement.after(said);
  }
};

const draw = (input) => {
  const hold = new DataTransfer();
  for (const { file, token } of taken.get(input)) if (!token) hold.items.add(file);
  input.files = hold.files; // what is kept already is not sent again
  const list = document.getElementById(input.dataset.photos);
  for (const old of list.querySelectorAll("[data-shot]")) old.remove();
  taken.get(input).forEach((each, place) => {
    const { file, small, token } = each;
    const shot = document.createElement("li");
    shot.dataset.shot = "";
    const picture = file.type.startsWith("image/");
    const image = picture ? new Image() : document.createElement("span");
    if (picture) {
      image.alt = `照片${place + 1}`;
      image.onload = () => URL.revokeObjectURL(image.src);
      // what this browser cannot draw, the server has made drawable once it has it
      image.src = token && !small ? `/photos/${token}` : URL.createObjectURL(file);
    } else image.textContent = file.name;
    const remove = document.createElement("button");
    remove.type = "button";
    remove.className = "btn btn-icon";
    remove.textContent = "×";
    remove.setAttribute("aria-label", `去掉照片${place + 1}`);
    remove.onclick = () => { taken.get(input).splice(taken.get(input).indexOf(each), 1); draw(input); input.focus(); };
    each.said = document.createElement("span");
    each.said.textContent = token ? "已上传" : size(file.size) + (small || !picture ? "" : "，原图");
    shot.append(image, remove, each.said);
    if (token) {
      const kept = document.createElement("input");
      Object.assign(kept, { type: "hidden", name: `${input.name}_kept`, value: token });
      shot.append(kept);
    }
    list.append(shot);
  });
};

// One upload a photograph, each once; one that does not come through goes with the form.
const keep = (input, shot) => new Promise((done) => {
  const body = new FormData();
  body.append("filled_by", input.form?.elements.filled_by?.value ?? "");
  body.append("file", shot.file);
  const ask = new XMLHttpRequest();
  ask.open("POST", input.dataset.keep);
  ask.upload.onprogress = ({ loaded, total }) => { shot.said.textContent = `上传 ${Math.floor(100 * loaded / total)}%`; };
  ask.onloadend = () => {
    let said = {};
    try { said = JSON.parse(ask.responseText); } catch { said = {}; }
    if (ask.status === 200 && said.token) shot.token = said.token;
    done(ask.status === 422 ? said.fault : "");
  };
  ask.send(body);
});

export async function take(input) {
  const { form } = input;
  const shots = taken.get(input) || [];
  const picked = [...input.files];
  const most = Number(input.dataset.most) || Infinity;
  const refused = [];
  taken.set(input, shots);
  if (form) form.dataset.busy = "1"; // a form sent meanwhile waits for the small ones
  for (const file of picked) {
    let shot;
    try { shot = { file: await shrink(file), small: true }; } catch { shot = { file, small: false }; }
    const there = shots.length + document.getElementById(input.dataset.photos).querySelectorAll("li:not([data-shot])").length;
    if (there >= MOST) refused.push(`一次最多${MOST}张照片，“${file.name}”没有加上。`);
    else if (shot.file.size > most) refused.push(LARGE(shot.file, most));
    else {
      shots.push(shot);
      draw(input);
      const fault = input.dataset.keep && await keep(input, shot);
      if (fault) { refused.push(fault); shots.splice(shots.indexOf(shot), 1); }
    }
  }
  if (form) delete form.dataset.busy;
  draw(input);
  refuse(input, refused);
  input.dispatchEvent(new CustomEvent("shrunk", { bubbles: true }));
}

document.addEventListener("change", ({ target }) => {
  if (target.matches("input[data-photos]")) take(target);
  else if (target.matches("input[type=file][data-most]")) {
    const most = Number(target.dataset.most);
    const large = [...target.files].filter((file) => file.size > most);
    if (large.length) target.value = "";
    refuse(target, large.map((file) => LARGE(file, most)));
  }
}, true);
