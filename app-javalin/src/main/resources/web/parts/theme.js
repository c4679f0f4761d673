/** 'light', 'dark' or 'system'. */
export const chosenTheme = () => localStorage.getItem('atelier.theme') ?? 'system';

export function chooseTheme(theme) {
  if (theme === 'system') {
    localStorage.removeItem('atelier.theme');
    delete document.documentElement.dataset.theme;
  } else {
    localStorage.setItem('atelier.theme', theme);
    document.documentElement.dataset.theme = theme;
  }
  dispatchEvent(new CustomEvent('atelier-theme'));
}
