import { BarController, BarElement, CategoryScale, Chart, LinearScale, Tooltip } from 'chart.js';
import { Part, html, number } from 'studio/ui.js';

Chart.register(BarController, BarElement, CategoryScale, LinearScale, Tooltip);

/**
 * Sums as bars: kind 'bar' stands upright by time, 'rows' lies by name. The same figures are in a table for those who cannot see it: next
 * to it or, where there is none, within.
 */
class AtChart extends Part {
  static properties = { kind: {}, label: {}, names: { attribute: false }, values: { attribute: false } };

  connectedCallback() {
    super.connectedCallback();
    const redraw = () => this.draw();
    addEventListener('atelier-theme', redraw);
    const dark = matchMedia('(prefers-color-scheme: dark)');
    dark.addEventListener('change', redraw);
    this.atEnd(() => {
      removeEventListener('atelier-theme', redraw);
      dark.removeEventListener('change', redraw);
      this.chart?.destroy();
      this.chart = null;
    });
  }

  updated() {
    this.draw();
  }

  draw() {
    const canvas = this.querySelector('canvas');
    if (!canvas) return;
    const style = getComputedStyle(document.documentElement);
    const token = (name) => style.getPropertyValue(name).trim();
    const lying = this.kind === 'rows';
    this.chart?.destroy();
    const ticks = { color: token('--muted'), font: { family: style.fontFamily, size: 12 }, precision: 0 };
    const values = { beginAtZero: true, grid: { color: token('--hair') }, border: { display: false }, ticks };
    const names = { grid: { display: false }, border: { color: token('--ink'), width: 2 }, ticks: { ...ticks, maxRotation: 0, autoSkipPadding: 16 } };
    this.chart = new Chart(canvas, {
      type: 'bar',
      data: { labels: this.names, datasets: [{ data: this.values, backgroundColor: token('--ink'), hoverBackgroundColor: token('--blue'), borderRadius: 0, maxBarThickness: 32, categoryPercentage: 0.9, barPercentage: 0.9 }] },
      options: {
        indexAxis: lying ? 'y' : 'x',
        animation: false,
        responsive: true,
        maintainAspectRatio: false,
        scales: lying ? { x: values, y: names } : { x: names, y: values },
        plugins: { tooltip: { cornerRadius: 0, displayColors: false, callbacks: { label: (item) => `${number(item.raw)} credits` } } },
      },
    });
  }

  render() {
    const rows = this.names.map((name, i) => [name, this.values[i]]).filter(([, value]) => value > 0);
    return html`<div class="chart chart-${this.kind}" data-rows=${Math.min(8, Math.max(1, this.names.length))}><canvas role="img" aria-label="${this.label}: ${rows.slice(0, 40).map(([name, value]) => `${name} ${value}`).join(', ')}"></canvas></div>`;
  }
}

customElements.define('at-chart', AtChart);
