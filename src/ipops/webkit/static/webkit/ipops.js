/* Comfort only: every page works without it. A chosen file goes up at once, with its progress; what came of it stands beside. */
(() => {
  "use strict";
  document.addEventListener("change", (event) => {
    const input = event.target;
    const box = input.type === "file" && input.form ? document.getElementById(input.id + "-kept") : null;
    const token = box && input.form.elements.csrfmiddlewaretoken;
    if (!token || input.files.length !== 1 || !box.dataset.to) return;
    const data = new FormData();
    data.append("csrfmiddlewaretoken", token.value);
    data.append("field", input.name);
    data.append("file", input.files[0]);
    const bar = document.createElement("progress");
    bar.max = 100;
    bar.value = 0;
    bar.setAttribute("aria-label", box.dataset.sending);
    box.replaceChildren(bar, document.createTextNode(" " + box.dataset.sending));
    const request = new XMLHttpRequest();
    request.upload.addEventListener("progress", (e) => {
      if (e.lengthComputable) bar.value = Math.round((100 * e.loaded) / e.total);
    });
    request.addEventListener("load", () => {
      if (request.status === 200) {
        box.innerHTML = request.responseText;
        input.value = "";
        box.querySelector("input").dispatchEvent(new Event("change", { bubbles: true }));
      } else {
        box.textContent = request.status === 422 ? request.responseText : box.dataset.failed;
      }
    });
    request.addEventListener("error", () => { box.textContent = box.dataset.failed; });
    request.open("POST", box.dataset.to);
    request.send(data);
  });
})();
