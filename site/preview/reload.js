// Reloads the page when the server has another version of the site, and keeps
// the place in it, as browsers do on a reload.
"use strict";
(function () {
  const script = document.currentScript;
  const events = new EventSource(script.dataset.events);
  events.addEventListener("version", function (event) {
    if (event.data !== script.dataset.version) {
      events.close();
      location.reload();
    }
  });
  // A page that is kept for the way back would keep its connection, of which
  // browsers allow few.
  window.addEventListener("pagehide", function () { events.close(); });
})();
