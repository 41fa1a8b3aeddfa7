// Reloads the page when the preview shows a newer build. The first message
// names the build on show; after a reconnect it may be another one's.
(() => {
  let shown;
  const events = new EventSource("/-pmsite/events");
  events.onmessage = ({ data }) => {
    if (shown && shown !== data) location.reload();
    shown = data;
  };
  addEventListener("pagehide", () => events.close());
})();
