import { Part, copy, html } from 'studio/ui.js';

const text = (where, body) => JSON.stringify(body, null, 2);
const indent = (lines, by) => lines.replaceAll('\n', `\n${by}`);

const LANGUAGES = {
  curl: (where, body) => `curl -sS ${where} \\
  -H "Authorization: Bearer $ATELIER_TOKEN" \\
  -H "Idempotency-Key: $(uuidgen)" \\
  -H 'Content-Type: application/json' \\
  -d '${text(body).replaceAll("'", String.raw`'\''`)}'
`,
  JavaScript: (where, body) => `const answer = await fetch('${where}', {
  method: 'POST',
  headers: {
    Authorization: \`Bearer \${process.env.ATELIER_TOKEN}\`,
    'Idempotency-Key': crypto.randomUUID(),
    'Content-Type': 'application/json',
  },
  body: JSON.stringify(${indent(text(body), '  ')}),
});
console.log(answer.status, await answer.json());
`,
  Java: (where, body) => `String body = ${JSON.stringify(JSON.stringify(body))};
HttpRequest request = HttpRequest.newBuilder(URI.create("${where}"))
        .header("Authorization", "Bearer " + System.getenv("ATELIER_TOKEN"))
        .header("Idempotency-Key", UUID.randomUUID().toString())
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
HttpResponse<String> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
System.out.println(answer.statusCode() + " " + answer.body());
`,
  Python: (where, body) => `import os, uuid, requests

answer = requests.post(
    "${where}",
    headers={
        "Authorization": f"Bearer {os.environ['ATELIER_TOKEN']}",
        "Idempotency-Key": str(uuid.uuid4()),
    },
    json=${indent(text(body), '    ')},
)
print(answer.status_code, answer.json())
`,
};

/** Copies a request as code; `request` is a function that gives its path and body. */
class CopyAs extends Part {
  static properties = { request: { attribute: false } };

  connectedCallback() {
    super.connectedCallback();
    const outside = (event) => !this.contains(event.target) && (this.querySelector('details').open = false);
    addEventListener('pointerdown', outside);
    this.atEnd(() => removeEventListener('pointerdown', outside));
  }

  close() {
    const details = this.querySelector('details');
    if (!details.open) return;
    details.open = false;
    details.querySelector('summary').focus();
  }

  copy(name, write) {
    const { path, body } = this.request();
    copy(write(location.origin + path, body), `Copied as ${name}`);
    this.close();
  }

  render() {
    return html`<details class="drop" @keydown=${(event) => event.key === 'Escape' && this.close()} @focusout=${(event) => !this.contains(event.relatedTarget) && event.relatedTarget && (this.querySelector('details').open = false)}>
      <summary class="button small">Copy as …</summary>
      <ul>${Object.entries(LANGUAGES).map(([name, write]) => html`<li><button type="button" @click=${() => this.copy(name, write)}>${name}</button></li>`)}</ul>
    </details>`;
  }
}

customElements.define('at-copy-as', CopyAs);
