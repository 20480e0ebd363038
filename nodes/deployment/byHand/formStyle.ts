/**
 * The look of every page of a form, in light and dark and on a phone. A form's first page is the trigger's, which n8n
 * shows before any step runs: it has the same in its own options.
 */
export const formStyle = `:root {
  color-scheme: light dark;
  --font-family: system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif;
  --font-size-input: 16px; --font-size-label: 15px; --font-size-paragraph: 15px; --font-size-subheader: 15px;
  --font-size-header: 22px; --font-size-error: 14px; --container-width: min(720px, 100%);
  --color-background: #f3f5f8; --color-card-bg: #fff; --color-input-bg: #fff; --color-card-border: #dfe4ea;
  --color-input-border: #8a96a3; --color-header: #17202b; --color-label: #17202b; --color-input-text: #17202b;
  --color-link: #4a5663; --color-header-subtext: #4a5663; --color-submit-btn-bg: #0b5fc2; --color-focus-border: #0b5fc2;
  --color-required: #ad1f2d; --color-error: #ad1f2d;
}
@media (prefers-color-scheme: dark) { :root {
  --color-background: #0e1217; --color-card-bg: #171d25; --color-input-bg: #1d2530; --color-card-border: #2a3441;
  --color-input-border: #5c6a79; --color-header: #e4e9ef; --color-label: #e4e9ef; --color-input-text: #e4e9ef;
  --color-link: #aab6c3; --color-header-subtext: #aab6c3; --color-submit-btn-bg: #1d6fd1; --color-focus-border: #74b3ff;
  --color-required: #ff8f98; --color-error: #ff8f98;
} }
.container { padding: 24px 16px; max-width: 100%; }
.card { padding: 20px; border: 1px solid var(--color-card-border); border-radius: 10px; overflow-wrap: anywhere; }
.form-header, .header { text-align: left; }
.form-header h1, .header h1 { font-weight: 650; line-height: 1.25; }
.form-header p, .header p { line-height: 1.45; }
form .multiselect { padding: 0; }
form .multiselect-option { padding: 0; margin-top: 8px; }
form .multiselect-option label { flex: 1; color: var(--color-input-text); line-height: 1.4; padding-bottom: 0; min-height: 28px; }
form .multiselect-option input { flex: none; margin-top: 2px; }
#submit-btn { min-height: 52px; height: auto; }
#submit-btn:disabled { background: var(--color-submit-btn-bg); color: #fff; opacity: 0.75; }
#submit-btn:focus-visible, form input:focus-visible, form select:focus-visible { outline: 2px solid var(--color-focus-border); outline-offset: 2px; }
.card table { display: block; margin-bottom: 20px; overflow-x: auto; overflow-wrap: normal; width: 100%; border-collapse: collapse; font-size: 13px; line-height: 1.4; color: var(--color-input-text); }
.card table th { text-align: left; font-weight: 600; color: var(--color-header-subtext); }
.card table th, .card table td { padding: 6px 8px 6px 0; border-bottom: 1px solid var(--color-card-border); vertical-align: top; }
.card a { color: var(--color-focus-border); }
.card h4 { margin: 0 0 4px; font-size: 15px; font-weight: 600 !important; color: var(--color-label); }
.card tbody th { width: 1%; padding-right: 16px; white-space: nowrap; }
form input::placeholder { color: var(--color-header-subtext); opacity: 0.8; }
.card tbody th + td { overflow-wrap: anywhere; }
@media (max-width: 480px) { .card table { font-size: 12px; } }`;
