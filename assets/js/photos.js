// Pictures on their way to us: seen before they are sent, and how much of one has been sent.

document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-upload]");
  if (form && event.target.type === "file") choose(form, event.target);
});

document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-upload]");
  if (!form) return;
  event.preventDefault();
  send(form);
});

function choose(form, input) {
  const [file] = input.files;
  form.querySelector(".upload-preview")?.remove();
  const isLarge = file?.size > Number(input.dataset.mostBytes);
  say(form, isLarge ? form.dataset.wordLarge : "");
  if (isLarge) input.value = "";
  else if (file) preview(input, file);
}

function preview(input, file) {
  const picture = Object.assign(new Image(), { className: "upload-preview", alt: "" });
  const address = URL.createObjectURL(file);
  picture.onload = () => URL.revokeObjectURL(address);
  picture.onerror = () => picture.remove();
  picture.src = address;
  input.closest("label").after(picture);
}

// Only XMLHttpRequest tells how much has been sent.
function send(form) {
  const [progress, button] = [form.querySelector("progress"), form.querySelector("[type=submit]")];
  const request = new XMLHttpRequest();
  const rest = (words) => {
    progress.hidden = true;
    button.disabled = false;
    say(form, words);
  };
  say(form, "");
  progress.value = 0;
  progress.hidden = false;
  button.disabled = true;
  request.upload.onprogress = ({ loaded, total }) => (progress.value = loaded / total);
  request.onerror = () => rest(form.dataset.wordAway);
  request.onload = () => {
    if (request.status === 201) return open(JSON.parse(request.responseText).address);
    if (request.status < 400) return location.assign(request.responseURL);
    const page = new DOMParser().parseFromString(request.responseText, "text/html");
    rest(page.querySelector("[data-testid=form-error]")?.textContent || form.dataset.wordAway);
  };
  request.open("POST", form.action);
  request.setRequestHeader("Accept", "application/json");
  request.send(new FormData(form));
}

// The address may be the one that is open already, and would not be loaded again.
function open(address) {
  history.pushState({}, "", address);
  location.reload();
}

function say(form, words) {
  form.querySelector(".form-error")?.remove();
  if (!words) return;
  const note = Object.assign(document.createElement("p"), { className: "form-error", textContent: words });
  note.setAttribute("role", "alert");
  note.dataset.testid = "form-error";
  form.prepend(note);
}
