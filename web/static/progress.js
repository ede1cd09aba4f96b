// Looks again every two seconds, as the link on the page does for those who have no script.
(() => {
  const again = async () => {
    const place = document.getElementById("progress");
    const address = place && place.dataset.again;
    if (!address) return;
    const answer = await fetch(address, { credentials: "same-origin" });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("progress");
    if (!fresh) return;
    if (!fresh.dataset.again) { location.reload(); return; }
    place.innerHTML = fresh.innerHTML;
    setTimeout(again, 2000);
  };
  setTimeout(again, 2000);
})();
