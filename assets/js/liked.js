// The page of one's liked places: a choice is shown as soon as it is made.

document.addEventListener("change", (event) => event.target.closest("form[data-tools]")?.requestSubmit());
