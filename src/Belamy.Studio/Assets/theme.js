// Runs before the page is drawn, so that it never shows in the other light first.
(() => {
  const root = document.documentElement;
  const read = () => { try { return localStorage.getItem('theme'); } catch { return null; } };
  const system = matchMedia('(prefers-color-scheme: dark)');
  const apply = () => {
    root.dataset.theme = read() ?? (system.matches ? 'dark' : 'light');
    dispatchEvent(new Event('themechange'));
  };
  apply();
  system.addEventListener('change', apply);
  addEventListener('DOMContentLoaded', () => {
    document.getElementById('theme')?.addEventListener('click', () => {
      const next = root.dataset.theme === 'dark' ? 'light' : 'dark';
      try { localStorage.setItem('theme', next); } catch { /* It lasts as long as the page then. */ }
      root.dataset.theme = next;
      dispatchEvent(new Event('themechange'));
    });
  });
})();
