(function () {
  "use strict";
  const NONCE = document.currentScript.nonce;
  // The scripts stand before the data: wait for them. Never a blank page: say what happened and what to do.
  document.addEventListener("DOMContentLoaded", () => {
    try {
      run();
    } catch (error) {
      trouble(error);
      throw error;
    }
  });
  function trouble(error) {
    const p = document.createElement("p");
    p.className = "warn";
    p.setAttribute("role", "alert");
    p.textContent =
      "This page could not be drawn (" +
      String(error && error.message).slice(0, 300) +
      "). Its data may be damaged or its address hand-edited: open it without what follows the #, or " +
      "make it again with stroma view.";
    document.getElementById("main").prepend(p);
  }
  function run() {
    PLACE_OF_THE_SCRIPT;
  }
})();
