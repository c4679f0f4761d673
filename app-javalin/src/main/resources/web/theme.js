// Runs before the first paint, so that a dark room stays dark.
(function () {
  const chosen = localStorage.getItem('atelier.theme');
  if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset.theme = chosen;
})();
