import { html, nothing } from 'studio/ui.js';

/** The words of the API for a field, as they stand below it. */
export const fieldError = (trouble, pointer) => {
  const words = trouble?.field?.(pointer);
  return words ? html`<span class="error" id="error${pointer.replaceAll('/', '-')}">${words}</span>` : nothing;
};

/** What was refused as a whole; fields say their own part. */
export const formError = (trouble) => {
  if (!trouble) return nothing;
  return html`<p class="notice notice-failed" role="alert">${trouble.message}</p>`;
};

/** A labelled text field; `more` are attributes by name: type, autocomplete, placeholder, required, hint. */
export function field(label, name, value, trouble, more = {}) {
  const error = fieldError(trouble, `/${name}`);
  return html`<label class="label">${label}${more.hint ? html`<small>${more.hint}</small>` : nothing}
    <input class="field" name=${name} type=${more.type ?? 'text'} .value=${value ?? ''} placeholder=${more.placeholder ?? nothing} autocomplete=${more.autocomplete ?? 'off'} ?required=${more.required ?? false} ?readonly=${more.readonly ?? false} min=${more.min ?? nothing} max=${more.max ?? nothing} minlength=${more.minlength ?? nothing} maxlength=${more.maxlength ?? nothing} pattern=${more.pattern ?? nothing} aria-invalid=${error === nothing ? nothing : 'true'} spellcheck="false">
    ${error}</label>`;
}

/** A labelled choice; options are [value, words] or plain values. */
export function select(label, name, value, options, onchange) {
  return html`<label class="label">${label}
    <select class="field" name=${name} @change=${onchange ?? nothing}>
      ${options.map((option) => {
        const [key, words] = Array.isArray(option) ? option : [option, option];
        return html`<option value=${key} ?selected=${key === value}>${words}</option>`;
      })}
    </select></label>`;
}

/** A form's fields by name; empty ones are left out. */
export function valuesOf(form) {
  const values = {};
  for (const [name, value] of new FormData(form)) if (value !== '') values[name] = value;
  return values;
}
